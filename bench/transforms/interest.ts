import type { WeightedRow } from '../../src/ranking/scorers/item-item.js'

export interface InterestOptions {
  /** Likeness at or below it says nothing: that of two random items about their mean is 0. Default 0.2. */
  readonly least?: number
}

/**
 * How much of the past is about each row, and nothing else of it:
 *
 *     interest(c) = sum over the history of w_t relu( c . h_t - theta )^2 / sum of w_t
 *
 * An item without likeness to the candidate counts exactly 0, so that one taste does not water down another. Source: the sparse target
 * attention of Quadratic Interest Network (Zhou et al. 2025), ReLU in place of softmax, with identity projections and nothing
 * trained: `c . (c + sum relu(c . h_t) h_t) = 1 + sum relu(c . h_t) (c . h_t)`. O(history * rows * dimensions).
 *
 * @param cosinesInto Writes the cosines of a row with every row.
 */
export function interestScores(
  history: readonly WeightedRow[],
  cosinesInto: (row: number, out: Float32Array) => void,
  out: Float32Array,
  { least = 0.2 }: InterestOptions = {},
): void {
  out.fill(0)
  const cosines = new Float32Array(out.length)
  let total = 0
  for (const { row, weight } of history) {
    total += weight
    cosinesInto(row, cosines)
    for (let c = 0; c < out.length; c++) if (cosines[c]! > least) out[c]! += weight * (cosines[c]! - least) ** 2
  }
  if (total > 0) for (let c = 0; c < out.length; c++) out[c]! /= total
}
