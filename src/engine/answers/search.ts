import { queryTerms, type WeightedTerm } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { wordsByTerm } from '../../lexical/tokens.js'
import { anyTerm, clauseTerm } from '../../ranking/scorers/clauses.js'
import { lexicalTerm } from '../../ranking/scorers/lexical.js'
import { withoutTerm } from '../../ranking/scorers/without.js'
import { wordTerm } from '../../ranking/scorers/words.js'
import { standardize, standardOf } from '../../ranking/standardize.js'
import type { RowTerm, Term } from '../../ranking/term.js'
import type { Recommendations } from '../../types.js'
import { JUDGED, judged } from '../confidence/judge.js'
import { type AnswerContext, type Request, rankFor } from './context.js'
import { embeddedShare, wordsOf } from './item-terms.js'
import { maskOf } from './mask.js'

/** What exact words and the graph of words each count in a search beside meaning, which counts 1: docs/measurements.md#search-fusion. */
const WORDS_BESIDE_MEANING = 0.5
/** Beyond this many deviations the score of words grows only as a logarithm. */
const MOST_DEVIATIONS = 4

/**
 * Free text. `vector` is the encoded query, null while there is no encoder: words alone then, and only rows that share one,
 * unless the request is to be `complete`.
 * Texts are not compared centred (docs/decisions/006-centring-and-fusion.md).
 *
 * @param beside What the text asks beside its words, or how its words are parted.
 */
export function search(
  text: string,
  vector: Float32Array | null,
  request: Request,
  context: AnswerContext,
  { clauses = [], alternatives = [], without = [] }: Beside = {},
): Recommendations {
  const { query, named } = wordsIn(text, context)
  const meaning = vector && context.vectors ? [meaningTerm(vector, embeddedShare(context.vectors, context.rows))] : []
  const hasMatch = named.scores.some((score) => score > 0)
  const mask = maskOf(request, context, [])
  if (meaning.length === 0 && !request.complete) {
    // nothing matches: an empty answer is the honest one
    if (!hasMatch) return []
    for (let row = 0; row < mask.length; row++) if (!(named.scores[row]! > 0)) mask[row] = 0
  }
  const lexical = hasMatch ? [searchWords(query, named, meaning.length > 0, context)] : []
  const wanted =
    clauses.length > 1
      ? [
          clauseTerm(
            clauses.map((clause) => ({ text: clause.text, scores: textTerm(clause, context).scores })),
            context.rows.size,
          ),
        ]
      : alternatives.length > 1
        ? [anyTerm(alternatives.map((one) => textTerm(one, context)))]
        : [...lexical, ...meaning]
  const terms = without.length > 0 ? [...wanted, notWanted(without, context)] : wanted
  const found = rankFor(terms, mask, { ...request, limit: Math.max(request.limit, JUDGED) }, 0, context)
  return judged(found, text, vector, request, context)
}

/** A text with its vector, null while there is none: words alone then. */
export interface TextVector {
  readonly text: string
  readonly vector: Float32Array | null
}

export interface Beside {
  /** Two or more, where the text is a list: a row must meet them all. */
  readonly clauses?: readonly TextVector[]
  /** Two or more, where the text has alternatives: the whole text with each of them. */
  readonly alternatives?: readonly TextVector[]
  /** What is not wanted. */
  readonly without?: readonly TextVector[]
}

/** What words and meaning say of every row, in standard units. */
function textTerm({ text, vector }: TextVector, context: AnswerContext): RowTerm {
  const { query, named } = wordsIn(text, context)
  const near = nearnessTo(vector, context)
  const lexical = searchWords(query, named, near !== null, context)
  const reason: RowTerm['reason'] = (row, weight) => (named.scores[row]! > 0 ? named.reason(row, weight) : { kind: 'meaning', weight })
  return { ...lexical, scores: near ? lexical.scores.map((score, row) => score + near[row]!) : lexical.scores, reason }
}

/** Cosines of all rows in standard units, 0 for a row without a vector; null where there is nothing to compare. */
function nearnessTo(vector: Float32Array | null, { rows, vectors }: AnswerContext): Float32Array | null {
  if (!vector || !vectors) return null
  const { index } = vectors
  const cosines = index.scores(vector, Uint32Array.from(rows.items.keys()))
  const standard = standardOf(cosines.map((cosine, row) => (index.has(row) ? cosine : Number.NaN)))
  return cosines.map((cosine, row) => (index.has(row) ? standardize(cosine, standard) : 0))
}

function notWanted(without: readonly TextVector[], context: AnswerContext): RowTerm {
  const { rows, words } = context
  const textOf = (row: number) =>
    itemFields(rows.items[row]!)
      .map(({ text }) => text)
      .join('\n')
  return withoutTerm(
    without.map(({ text, vector }) => ({ text, near: nearnessTo(vector, context) })),
    words,
    rows.size,
    textOf,
  )
}

function wordsIn(text: string, { words, rows }: AnswerContext): { readonly query: readonly WeightedTerm[]; readonly named: RowTerm } {
  const query = words.withNearTerms(queryTerms(text))
  const asTyped = wordsByTerm(text)
  const named = wordTerm(words, query, rows.size, 1, (term, row) => asTyped.get(term) ?? wordsOf(rows.items[row]!).get(term) ?? term)
  return { query, named }
}

function meaningTerm(vector: Float32Array, weight: number): Term {
  return { kind: 'vector', weight, space: 'plain', parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }] }
}

function searchWords(
  query: readonly WeightedTerm[],
  named: RowTerm,
  besideMeaning: boolean,
  { words, rows, vectors }: AnswerContext,
): RowTerm {
  // as long as few rows have a vector, meaning can speak for few
  const embedded = besideMeaning ? embeddedShare(vectors, rows) : 0
  const weight = 1 + embedded * (WORDS_BESIDE_MEANING - 1)
  const graph = words.graph()
  return lexicalTerm({ ...named, weight }, { graph, query: graph.queryVector(query), weight, bound: MOST_DEVIATIONS })
}
