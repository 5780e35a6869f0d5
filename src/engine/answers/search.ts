import { anyTerm, clauseTerm } from '../../ranking/scorers/clauses.js'
import type { RowTerm, Term } from '../../ranking/term.js'
import type { Item, Recommendations } from '../../types.js'
import { FIRST_ROWS, withConfidence } from '../confidence/with-confidence.js'
import { wantedAudience } from './audience-term.js'
import { type AnswerContext, duplicatesOf, type Request, rankFor } from './context.js'
import { embeddedShare, itemTerms } from './item-terms.js'
import { maskOf } from './mask.js'
import type { rerankPlan } from './rerank.js'
import { seedsOf } from './similar.js'
import { type Clause, clauseScores, keepSharing, notWanted, rowsWithAll, type TextVector, textTerm, wordsIn } from './text-term.js'
import { widened } from './widened.js'

/** The score by words of the item whose id is typed: above that of any words, so that it is a match without an encoder, too. */
const OWN_ID = 99

/**
 * Free text. `vector` is the encoded query, null while there is no encoder: words alone then, and only rows that share one,
 * unless the request is to be `complete`.
 * Texts are not compared centred (docs/decisions/006-centring-and-fusion.md).
 *
 * @param beside What the text asks beside its words, or how its words are parted.
 * @param planner Plans what a site's own scoring function does, of a request with `rerank`.
 */
export function search(
  text: string,
  vector: Float32Array | null,
  asked: Request,
  context: AnswerContext,
  { clauses = [], alternatives = [], without = [] }: Beside = {},
  planner?: RerankPlanner,
): Reranked {
  // an id that is typed is its item; a number is as likely a year or a size
  const itself = /\D/.test(text) ? context.rows.rowOf(text) : undefined
  const request = itself === undefined ? asked : { ...asked, rules: { ...asked.rules, pin: [text, ...(asked.rules?.pin ?? [])] } }
  const { like = [] } = request
  const seeds = like.length > 0 ? seedsOf('search: like', like, context) : []
  const said = wordsIn(text, context)
  const { named } = said
  if (itself !== undefined) named.scores[itself] = OWN_ID
  const mask = maskOf(request, context, like, context.rows.items[seeds[0]?.row ?? -1])
  if (!(vector && context.vectors) && !request.complete) {
    // nothing matches: an empty answer is the honest one
    if (!named.scores.some((score) => score > 0)) return []
    keepSharing(said, mask)
  }
  const likeThem = seeds.length > 0 ? itemTerms(seeds, seeds, context) : []
  const forThem = wantedAudience(text, context)
  const others = [...(forThem ? [forThem] : []), ...likeThem, ...(without.length > 0 ? [notWanted(without, context)] : [])]
  const wanted =
    clauses.length > 1
      ? [
          clauseTerm(
            clauses.map((clause) => clauseScores(clause, context)),
            context.rows.size,
          ),
        ]
      : alternatives.length > 1
        ? [anyTerm(alternatives.map((one) => ({ term: textTerm(one, context), hasAll: rowsWithAll(one.text, context) })))]
        : seeds.length > 0
          ? [textTerm({ text, vector }, context)]
          : null
  const termsOf = (words: RowTerm, vector: Float32Array | null): Term[] => [
    words,
    ...(vector && context.vectors ? [meaningTerm(vector, embeddedShare(context.vectors, context.rows))] : []),
    ...others,
  ]
  const terms = wanted ? [...wanted, ...others] : widened(said, vector, termsOf, context)
  const shown = seeds.map(({ row }) => row)
  const { rerank } = request
  const plan =
    rerank &&
    planner?.(
      rerank,
      {
        best: (limit) =>
          rankFor(terms.map(unexplained), mask, { limit, diversity: 0, rules: { boost: request.rules?.boost ?? [] } }, 0, context),
        duplicates: request.diversity === 0 ? undefined : duplicatesOf(context),
      },
      context,
    )
  if (plan?.term) terms.push(plan.term)
  const found = rankFor(terms, mask, { ...request, limit: Math.max(request.limit, FIRST_ROWS) }, 0, context, shown)
  const parts = clauses.length > 1 ? clauses.map(({ wordings }) => wordings) : [alternatives.length > 1 ? alternatives : [{ text }]]
  const answer = withConfidence(found, text, vector, request, context, parts)
  return Object.assign(answer, plan && { next: plan.next.map((row) => context.rows.items[row]!) })
}

/** That of rerank.js. */
export type RerankPlanner = typeof rerankPlan
/** With the items that a site's own scoring function is to score next, of a request with `rerank`. */
export type Reranked = Recommendations & { readonly next?: readonly Item[] }

/** Of rows that nobody is shown: naming the words of a thousand costs more than scoring them. */
function unexplained(term: Term): Term {
  return term.kind === 'rows' ? { ...term, reason: (_row, weight) => ({ kind: 'rerank', weight }) } : term
}

export interface Beside {
  /** Two or more, where the text is a list: a row must meet them all. */
  readonly clauses?: readonly Clause[]
  /** Two or more, where the text has alternatives: the whole text with each of them. */
  readonly alternatives?: readonly TextVector[]
  /** What is not wanted. */
  readonly without?: readonly TextVector[]
}

function meaningTerm(vector: Float32Array, weight: number): Term {
  return { kind: 'vector', weight, space: 'plain', parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }] }
}
