import { keptFor } from '../../kept-for.js'
import { atOnce } from '../../pieces.js'
import { DEFAULT_WEIGHTS, type ForYouWeights } from '../for-you-weights.js'
import { type Sequences, sequencesPerRow } from '../sequences.js'
import { AS_IT_IS, standardized, standardOf } from '../standardize.js'
import type { RowTerm } from '../term.js'
import { type ItemWeights, itemItemScores, moveWeights, strongest, transposeWeights, type WeightedRow } from './item-item.js'
import { makingItemKnnWeights } from './item-knn.js'
import { moveRates, type RowRates } from './popularity.js'
import { addTransitionLifts, makingTransitionCounts } from './transitions.js'

/** The interactions of many visitors, by row: made where the interactions are, used where somebody asks. */
export interface InteractionSummary {
  /** Which rows the same visitors interacted with. */
  readonly together: ItemWeights
  /** Which rows they interacted with next. */
  readonly next: ItemWeights
  /** How many visitors interacted with each row. */
  readonly users: Uint32Array
  /** How many are expected to: as many as did, and for a row that nobody met what its fields say (`expectedUsers`). 0: not known. Default: `users`. */
  readonly expected?: Float32Array
  /** Which rows were bought together, where it is known what was bought. */
  readonly baskets?: ItemWeights
  /** What they did lately, where it is known when. */
  readonly rates?: RowRates
  /** Fitted to the log. Default: `DEFAULT_WEIGHTS`. */
  readonly weights?: ForYouWeights
}

const NEIGHBOURS = 100
/** Two items with few users share some by chance: added to the denominator of `itemKnnWeights`. */
const SHRINK = 10
/** People move on from the last items; a step further back counts less (docs/measurements.md#interactions-beside-texts). */
const NEXT = { items: 3, decay: 0.7 }

/** Sums up the sequences of visitors: O(sum over sequences of length squared). */
export function summarize(sequences: Sequences): InteractionSummary {
  return atOnce(summarizing(sequences))
}

/** The same in pieces. */
export function* summarizing(sequences: Sequences): Generator<void, InteractionSummary> {
  const together = yield* makingItemKnnWeights(sequences, { neighbours: NEIGHBOURS, shrink: SHRINK })
  const next = yield* makingTransitionCounts(sequences)
  return { together, next, users: sequencesPerRow(sequences) }
}

/**
 * The same summary over other rows.
 *
 * @param rowOf    New row of each old one, -1 where it has none.
 * @param rowCount How many rows there are now; a row without an old one has no users.
 */
export function moveSummary(
  { together, next, users, expected, baskets, rates, weights }: InteractionSummary,
  rowOf: ArrayLike<number>,
  rowCount: number,
): InteractionSummary {
  const move = <Counts extends Uint32Array | Float32Array>(counts: Counts, moved: Counts): Counts => {
    counts.forEach((count, row) => {
      if (rowOf[row]! >= 0) moved[rowOf[row]!] = count
    })
    return moved
  }
  return {
    together: moveWeights(together, rowOf, rowCount),
    next: moveWeights(next, rowOf, rowCount),
    users: move(users, new Uint32Array(rowCount)),
    ...(expected && { expected: move(expected, new Float32Array(rowCount)) }),
    ...(baskets && { baskets: moveWeights(baskets, rowOf, rowCount) }),
    ...(rates && { rates: moveRates(rates, rowOf, rowCount) }),
    ...(weights && { weights }),
  }
}

/**
 * The same summary in fewer bytes: keeps the `k` strongest weights that point to a row, and twice as many of those that follow it.
 * Costs quality (docs/measurements.md#interactions-kept-in-a-pack).
 */
export function pruneSummary({ together, next, ...rest }: InteractionSummary, k: number): InteractionSummary {
  return { together: transposeWeights(strongest(transposeWeights(together), k)), next: strongest(next, 2 * k), ...rest }
}

/**
 * How much the interactions of others know about a history, 0 to 1: `n / (n + halfKnown)`, n the users of its items, weighted as the items
 * are. 0 if its items have no users. Source: the gate between the collaborative and the content side of A-LLMRec (Kim et al. 2024),
 * DiscRec and Molar (families of cold and warm items), in closed form.
 */
export function interactionShare(history: readonly WeightedRow[], summary: InteractionSummary): number {
  const known = meanUsers(history, summary)
  return known > 0 ? known / (known + weightsOf(summary).halfKnown) : 0
}

/** How many users the items of a history have, weighted as the items are. */
export function meanUsers(history: readonly WeightedRow[], { users }: InteractionSummary): number {
  let weights = 0
  let known = 0
  for (const { row, weight } of history) {
    weights += weight
    known += weight * users[row]!
  }
  return weights > 0 ? known / weights : 0
}

/** Those that were fitted to its log, or the defaults. */
export function weightsOf(summary: InteractionSummary | null | undefined): ForYouWeights {
  return summary?.weights ?? DEFAULT_WEIGHTS
}

/**
 * What visitors of the same items interacted with too, and what they interacted with next, as one term in standard units:
 *
 *     score(j) = together z( sum over the history of w_t W[row_t, j] ) + next z( sum over its last three of .7^t ln P(j | row_t) )
 *                + popular z( ln(1 + users expected of j) )
 *
 * W as in `itemKnnWeights`, P as in `addTransitionLifts`: what belongs together in any order, and where the last step leads
 * (after the transition pattern of MQSA-TED, `transitionCounts`). `weights`: default those of the
 * summary.
 *
 * @param history Latest first.
 */
export function interactionTerm(
  history: readonly WeightedRow[],
  summary: InteractionSummary,
  weight: number,
  { together, next, popular }: ForYouWeights = weightsOf(summary),
): RowTerm {
  const scores = new Float32Array(summary.users.length)
  const of = interactionScores(history, summary)
  for (let j = 0; j < scores.length; j++) scores[j] = together * of.together[j]! + next * of.next[j]! + popular * of.popular[j]!
  return { kind: 'rows', weight, scores, standard: AS_IT_IS, reason: (_row, termWeight) => ({ kind: 'interactions', weight: termWeight }) }
}

/** The last summand, of the users of each row. */
const popularityOf = keptFor((users: Uint32Array | Float32Array) => standardized(Float32Array.from(users, Math.log1p)))

/** The summands of `interactionTerm` in standard units, without their weights. */
export function interactionScores(history: readonly WeightedRow[], { together, next, users, expected }: InteractionSummary) {
  const scores = new Float32Array(users.length)
  itemItemScores(history, together, scores)
  const moved = new Float32Array(users.length)
  history.slice(0, NEXT.items).forEach(({ row }, t) => {
    addTransitionLifts(row, next, NEXT.decay ** t, moved)
  })
  return { together: standardized(scores), next: standardized(moved), popular: popularityOf(expected ?? users) }
}

/** `ln(1 + users)`, those that are expected: the popularity of items in a catalog that does not say it. */
export function userCountTerm({ users, expected }: InteractionSummary, weight: number): RowTerm {
  // what nobody met is not popular yet
  const reason: RowTerm['reason'] = (row, termWeight) => ({ kind: users[row]! > 0 ? 'popular' : 'varied', weight: termWeight })
  const told = Float32Array.from(expected ?? users, (count) => (expected && count === 0 ? Number.NaN : Math.log1p(count)))
  // an item that came after the pack
  const { mean } = standardOf(told)
  return { kind: 'rows', weight, scores: told.map((one) => (one >= 0 ? one : mean)), reason }
}
