import { type Sequences, sequencesPerRow } from '../sequences.js'
import { standardize, standardOf } from '../standardize.js'
import type { RowTerm } from '../term.js'
import { type ItemWeights, itemItemScores, moveWeights, strongest, transposeWeights, type WeightedRow } from './item-item.js'
import { itemKnnWeights } from './item-knn.js'
import { addTransitionLifts, transitionCounts } from './transitions.js'

/** How others went through the catalog, by row: learnt where their interactions are, used where somebody asks. */
export interface Crowd {
  /** What is met together. */
  readonly together: ItemWeights
  /** What is met next. */
  readonly next: ItemWeights
  /** How many sequences have each row. */
  readonly met: Uint32Array
}

/**
 * An item in so many sequences is known by them as well as by its text. nDCG@10 on the valid halves of MovieLens and (every third
 * question) Amazon Industrial: 10 .0779 and .0809, 30 .0814 and .0839, 100 .0655 on MovieLens; texts alone .0293 and .0733.
 * A gate of each item's own beside it, h = n_i / (n_i + k), was measured on both valid halves and found nothing: an item that few met,
 * judged by its texts to 1 - h, loses .008 +- .002 over all questions of MovieLens with k = 1 and finds none of its 102 items met by three at
 * the most; by what its texts let expect of the others (a regression over the catalog) .002, and none either; on Amazon Industrial .002 and
 * .001, and such items go from .0652 to .0657 and .0628. They are one target in six of MovieLens, among three candidates in four.
 */
const HALF_KNOWN = 30
const NEIGHBOURS = 100
/** Two items that few met are together by chance. */
const SHRINK = 10
/**
 * People move on from the last items; a step further back counts so much of the next. All of it counts half beside what is met together:
 * as much lost .001 on both.
 */
const NEXT = { items: 3, decay: 0.7, weight: 0.5 }

const AS_IT_IS = { mean: 0, deviation: 1 } as const

/** Counts what others did: O(sum over sequences of length squared). */
export function crowdOf(sequences: Sequences): Crowd {
  return {
    together: itemKnnWeights(sequences, { neighbours: NEIGHBOURS, shrink: SHRINK }),
    next: transitionCounts(sequences),
    met: sequencesPerRow(sequences),
  }
}

/**
 * The same crowd over other rows.
 *
 * @param rowOf    New row of each old one, -1 where it has none.
 * @param rowCount How many rows there are now; those that are not named were met by nobody.
 */
export function moveCrowd({ together, next, met }: Crowd, rowOf: ArrayLike<number>, rowCount: number): Crowd {
  const moved = new Uint32Array(rowCount)
  met.forEach((count, row) => {
    if (rowOf[row]! >= 0) moved[rowOf[row]!] = count
  })
  return { together: moveWeights(together, rowOf, rowCount), next: moveWeights(next, rowOf, rowCount), met: moved }
}

/**
 * The same crowd in fewer bytes: of what speaks for a row the `k` strongest, and of what comes after it twice as many; what is left counts
 * as all that came. It costs quality: 100 have nDCG@10 .0811 on the valid half of MovieLens, all .0819, 50 .0749, 30 .0695; by the row
 * that speaks, in place of the one spoken for, 30 have .0650. Of Amazon Industrial 30 hold all (.0816).
 */
export function pruneCrowd({ together, next, met }: Crowd, k: number): Crowd {
  return { together: transposeWeights(strongest(transposeWeights(together), k)), next: strongest(next, 2 * k), met }
}

/**
 * How much others say about a history, 0 to 1, beside what its texts say: `n / (n + 30)`, n the sequences that have an item of it,
 * weighted as the items are. 0 where nobody met any. Source: the gate between the collaborative and the content side of
 * A-LLMRec (Kim et al. 2024), DiscRec and Molar (families of cold and warm items), in closed form.
 */
export function crowdShare(history: readonly WeightedRow[], { met }: Crowd): number {
  let weights = 0
  let known = 0
  for (const { row, weight } of history) {
    weights += weight
    known += weight * met[row]!
  }
  return weights > 0 ? known / (known + HALF_KNOWN * weights) : 0
}

/**
 * What others who met the same items met together with them, and next, as one term in standard units:
 *
 *     score(j) = z( sum over the history of w_t W[row_t, j] ) + .5 z( sum over its last three of .7^t ln P(j | row_t) )
 *
 * W as in `itemKnnWeights`, P as in `addTransitionLifts`. Two kinds of memory of the same people: what belongs together whatever
 * the order, and where the last step leads (after the transition pattern of MQSA-TED, `transitionCounts`).
 *
 * @param history Latest first.
 */
export function crowdTerm(history: readonly WeightedRow[], { together, next, met }: Crowd, weight: number): RowTerm {
  const scores = new Float32Array(met.length)
  itemItemScores(history, together, scores)
  const moved = new Float32Array(met.length)
  history.slice(0, NEXT.items).forEach(({ row }, t) => {
    addTransitionLifts(row, next, NEXT.decay ** t, moved)
  })
  const ofTogether = standardOf(scores)
  const ofNext = standardOf(moved)
  for (let j = 0; j < scores.length; j++) scores[j] = standardize(scores[j]!, ofTogether) + NEXT.weight * standardize(moved[j]!, ofNext)
  return { kind: 'rows', weight, scores, standard: AS_IT_IS, reason: (_row, termWeight) => ({ kind: 'others', weight: termWeight }) }
}

/** `ln(1 + sequences)`: the popularity of items in a catalog that does not say it. */
export function metTerm({ met }: Crowd, weight: number): RowTerm {
  const reason = (_row: number, termWeight: number) => ({ kind: 'popular', weight: termWeight }) as const
  return { kind: 'rows', weight, scores: Float32Array.from(met, Math.log1p), reason }
}
