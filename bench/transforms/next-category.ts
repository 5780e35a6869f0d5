import type { WeightedRow } from '../../src/ranking/scorers/item-item.js'
import { type Sequences, sequenceAt, sequenceCount } from '../../src/ranking/sequences.js'

/** Of each row a category, 0 to `count` - 1. */
export interface Categories {
  readonly of: ArrayLike<number>
  readonly count: number
}

/** Steps ahead that count, each half of the one before it; and how many steps the catalog's own shares are worth. */
const GAPS = 3
const DECAY = 0.5
const KAPPA = 5

/**
 * How people move between categories, from -> to, row-major, each row adding up to 1:
 *
 *     P(to | from) = (C[from, to] + kappa share(to)) / (C[from] + kappa),   C += .5^(gap - 1) for items `gap` <= 3 steps apart
 */
export function categorySteps(sequences: Sequences, { of, count }: Categories): Float64Array {
  const shares = new Float64Array(count)
  for (let row = 0; row < sequences.rowCount; row++) shares[of[row]!]! += 1 / sequences.rowCount
  const steps = Float64Array.from({ length: count * count }, (_, at) => KAPPA * shares[at % count]!)
  for (let s = 0; s < sequenceCount(sequences); s++) {
    const path = sequenceAt(sequences, s)
    path.forEach((row, from) => {
      for (let gap = 1; gap <= GAPS && from + gap < path.length; gap++)
        steps[of[row]! * count + of[path[from + gap]!]!]! += DECAY ** (gap - 1)
    })
  }
  for (let start = 0; start < steps.length; start += count) {
    const own = steps.subarray(start, start + count)
    const total = own.reduce((sum, value) => sum + value, 0)
    own.forEach((value, to) => {
      own[to] = value / total
    })
  }
  return steps
}

/**
 * A bias of each row by how likely its category comes next; an item that nobody met has one as well.
 *
 *     b_i = weight * ln( sum over the history of w_t P(category_i | category_t) + .001 )      the w_t adding up to 1
 *
 * Source: the next-category task of M2TRec (Shalaby et al., "M2TRec: metadata-aware multi-task transformer", RecSys 2022), counted
 * instead of trained. @param weight Default 0.3.
 */
export function nextCategoryBias(
  history: readonly WeightedRow[],
  { of, count }: Categories,
  steps: Float64Array,
  weight = 0.3,
): Float32Array {
  const total = history.reduce((sum, item) => sum + item.weight, 0)
  const chances = new Float64Array(count)
  for (const item of history) {
    for (let to = 0; to < count; to++) chances[to]! += (item.weight / total) * steps[of[item.row]! * count + to]!
  }
  return Float32Array.from(of, (category) => weight * Math.log(chances[category]! + 0.001))
}
