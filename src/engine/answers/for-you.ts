import type { ForYouWeights } from '../../ranking/for-you-weights.js'
import { type ProfileEvent, profileOf } from '../../ranking/queries/profile.js'
import type { Seed } from '../../ranking/queries/seeds.js'
import { SHORTLIST, standardScores } from '../../ranking/rank.js'
import {
  type InteractionSummary,
  interactionScores,
  interactionShare,
  interactionTerm,
  userCountTerm,
  weightsOf,
} from '../../ranking/scorers/interaction-summary.js'
import type { WeightedRow } from '../../ranking/scorers/item-item.js'
import { popularityTerm } from '../../ranking/scorers/popularity.js'
import { type Dismissed, toldApartTerm } from '../../ranking/scorers/told-apart.js'
import { pickByCategory, pickByMeaning, variedTerm } from '../../ranking/scorers/varied.js'
import type { RowTerm, Term } from '../../ranking/term.js'
import type { ItemId, Recommendation } from '../../types.js'
import { type AnswerContext, DEFAULT_DIVERSITY, present, type Request, rankFor, titleOf } from './context.js'
import { embeddedShare, itemTerms } from './item-terms.js'
import { dismissedIn, maskOf } from './mask.js'
import { similar } from './similar.js'

/** How past events count, by meaning and by words: the last step says most; words need more of the past (docs/measurements.md#path-of-a-history). */
const BY_MEANING = { decay: 0.5, items: 10 }
const BY_WORDS = { decay: 0.8, items: 10 }
/** The interactions of others tell more about the whole path. */
const BY_INTERACTIONS = { decay: 0.9, items: 100 }
/** All that was taken tells what the visitor likes beside what they dismissed. */
const BESIDE_DISMISSED = { decay: 1, items: 100 }
/** What lies between a taken and a dismissed item, in standard units (docs/measurements.md#learns-here). */
const TOLD_APART = 7

/**
 * From this visitor's history; without any, like `request.context` (the item on the page), else by popularity, else a
 * varied choice. Items of the history do not come back.
 */
export function forYou(request: Request & { readonly context?: ItemId }, context: AnswerContext): Recommendation[] {
  const around = request.context === undefined ? undefined : context.rows.rowOf(request.context)
  const mask = maskOf(
    request,
    context,
    [...context.interactions.map(({ id }) => id), ...(request.context === undefined ? [] : [request.context])],
    around === undefined ? undefined : context.rows.items[around],
  )
  const weights = context.visitorWeights ?? weightsOf(context.interactionSummary)
  const texts = textTerms(context, weights.fade)
  const unlike = unlikeTerms(context)
  if (texts) {
    const terms = besideInteractions(texts, unlike, weights, context)
    const shown = around === undefined ? [] : [around]
    return present(rankFor(terms, mask, request, DEFAULT_DIVERSITY, context, shown), context)
  }
  if (request.context !== undefined && around !== undefined) return similar([request.context], request, context)
  return withoutHistory(unlike, mask, request, context)
}

/** What resembles the history, by words and by meaning; null without a history. `fade`: see `ForYouWeights`. */
export function textTerms(context: AnswerContext, fade: number): readonly Term[] | null {
  const [meant, named] = [BY_MEANING, BY_WORDS].map((how) => seedsOf(fading(how, fade, context), context))
  return meant!.length > 0 ? itemTerms(meant!, named!, context) : null
}

/** Every row's score by each term of a history, in standard units: words, meaning, together, next, popular. */
export function termScores(context: AnswerContext, summary: InteractionSummary, fade: number): readonly Float32Array[] {
  const texts = textTerms(context, fade) ?? []
  const scoresOf = (kind: Term['kind']) => {
    const term = texts.find((one) => one.kind === kind)
    return term ? standardScores(term, context.vectors) : new Float32Array(context.rows.size)
  }
  const { together, next, popular } = interactionScores(pathOf(context, fade), summary)
  return [scoresOf('rows'), scoresOf('vector'), together, next, popular]
}

/** What is like the dismissed items rather than those taken, by meaning. */
function unlikeTerms(context: AnswerContext): readonly RowTerm[] {
  const { rows, vectors } = context
  const dismissed = dismissedRows(context).map((row): Dismissed => {
    const { id, title } = rows.items[row]!
    return { row, reason: (weight) => ({ kind: 'unlike', id, title, weight }) }
  })
  if (!vectors || dismissed.length === 0) return []
  const taken = fading(BESIDE_DISMISSED, 1, context).map(({ row }) => row)
  const term = toldApartTerm(taken, dismissed, vectors, TOLD_APART * embeddedShare(vectors, rows))
  return term ? [term] : []
}

/** Latest first; none if the page does not learn from them. */
function dismissedRows({ learns, interactions, rows }: AnswerContext): number[] {
  if (!learns) return []
  const ids = new Set(dismissedIn(interactions))
  return [...ids].reverse().flatMap((id) => rows.rowOf(id) ?? [])
}

/** The history as the interactions of others are asked about it, latest first. */
export function pathOf(context: AnswerContext, fade: number): WeightedRow[] {
  return fading(BY_INTERACTIONS, fade, context).map(({ row, share }) => ({ row, weight: share }))
}

/** Texts and the interactions of others, weighted by how much the latter know about this path. */
function besideInteractions(
  terms: readonly Term[],
  unlike: readonly Term[],
  weights: ForYouWeights,
  context: AnswerContext,
): readonly Term[] {
  const { interactionSummary } = context
  const path = interactionSummary ? pathOf(context, weights.fade) : []
  const share = interactionSummary ? interactionShare(path, interactionSummary) : 0
  const byTexts = (term: Term, weight: number): Term => ({ ...term, weight: term.weight * (1 - share) * weight })
  const texts = [
    ...terms.map((term) => byTexts(term, term.kind === 'vector' ? weights.meaning : weights.words)),
    ...unlike.map((term) => byTexts(term, weights.meaning)),
  ]
  if (!interactionSummary || share === 0) return texts
  const term = interactionTerm(path, interactionSummary, share, weights)
  // nobody met a new item: it is here because of what the visitor met
  const [last] = seedsOf(fading(BY_INTERACTIONS, weights.fade, context).slice(0, 1), context)
  const reason: RowTerm['reason'] = (row, weight) =>
    interactionSummary.users[row] === 0 && weight > 0 ? last!.reason(weight) : term.reason(row, weight)
  return [...texts, { ...term, reason }]
}

function fading({ decay, items }: { decay: number; items: number }, fade: number, { interactions, rows, now }: AnswerContext) {
  return profileOf(interactions, rows.rowOf, now, { decay: decay ** fade, items })
}

function seedsOf(profile: readonly ProfileEvent[], context: AnswerContext): Seed[] {
  return profile.map(({ row, share, event }) => {
    const type = event.type === 'dismiss' ? 'view' : event.type
    return { row, share, reason: (weight) => ({ kind: 'because-you', event: type, id: event.id, title: titleOf(row, context), weight }) }
  })
}

function withoutHistory(unlike: readonly Term[], mask: Uint8Array, request: Request, context: AnswerContext): Recommendation[] {
  const { rows, vectors, interactionSummary } = context
  const popular = popularityTerm(rows.items, 1) ?? (interactionSummary ? userCountTerm(interactionSummary, 1) : null)
  if (popular) return present(rankFor([popular, ...unlike], mask, request, DEFAULT_DIVERSITY, context), context)
  const accept = (row: number) => mask[row] === 1
  // while few items have a vector, they are the first of the catalog
  const picks =
    vectors && embeddedShare(vectors, rows) >= 0.5
      ? pickByMeaning(vectors, request.limit, accept, dismissedRows(context))
      : pickByCategory(rows.items, request.limit, accept)
  // what is drawn comes from all over the catalog, too
  if (request.explore) picks.push(...pickByCategory(rows.items, SHORTLIST, (row) => accept(row) && !picks.includes(row)))
  return present(rankFor([variedTerm(picks, rows.size, 1), ...unlike], mask, request, 0, context), context)
}
