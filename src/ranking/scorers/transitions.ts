import { type Sequences, sequenceAt, sequenceCount } from '../sequences.js'
import type { ItemWeights } from './item-item.js'

export interface TransitionOptions {
  /** How many items ahead count as next. Default 3. */
  readonly maxGap?: number
  /** What a step further counts of the one before it. Default 0.5. */
  readonly decay?: number
}

/** How many observed steps the prior is worth. */
const KAPPA = 5

/**
 * What people went on to: `C[i, j] += decay^(gap - 1)` wherever j comes `gap` places after i, gap <= maxGap. With maxGap 1 these
 * are the counts of the first-order Markov chain. Source: the transition pattern of Zhu et al., "Collaboration and transition:
 * distilling item transitions into multi-query self-attention", WSDM 2024, section 3.4, several steps ahead.
 */
export function transitionCounts(sequences: Sequences, options: TransitionOptions = {}): ItemWeights {
  const { maxGap = 3, decay = 0.5 } = options
  const counts = Array.from({ length: sequences.rowCount }, () => new Map<number, number>())
  for (let s = 0; s < sequenceCount(sequences); s++) {
    const items = sequenceAt(sequences, s)
    for (let from = 0; from < items.length; from++) {
      const row = counts[items[from]!]!
      for (let gap = 1; gap <= maxGap && from + gap < items.length; gap++) {
        const to = items[from + gap]!
        if (to !== items[from]) row.set(to, (row.get(to) ?? 0) + decay ** (gap - 1))
      }
    }
  }
  const offset = new Uint32Array(sequences.rowCount + 1)
  counts.forEach((row, i) => {
    offset[i + 1] = offset[i]! + row.size
  })
  const entries = counts.flatMap((row) => [...row].sort(([a], [b]) => a - b))
  return { offset, rows: Uint32Array.from(entries, ([to]) => to), weights: Float32Array.from(entries, ([, count]) => count) }
}

/**
 * Writes `ln P(j | i)` for every row j, P(j | i) = (C_ij + kappa prior_j) / (C_i + kappa), C_i the sum of the row (Dirichlet
 * smoothing): where few went on from i, the prior speaks.
 *
 * @param row   i: the last item.
 * @param prior Sums to 1, all above 0; for example a softmax of text cosines. Default: all rows alike.
 * @param kappa How many observed steps the prior is worth. Default 5.
 */
export function transitionScores(
  row: number,
  { offset, rows, weights }: ItemWeights,
  out: Float32Array,
  { prior, kappa = KAPPA }: { readonly prior?: Float32Array; readonly kappa?: number } = {},
): void {
  const start = offset[row]!
  const end = offset[row + 1]!
  let total = kappa
  for (let e = start; e < end; e++) total += weights[e]!
  const uniform = kappa / out.length
  if (prior) for (let j = 0; j < out.length; j++) out[j] = Math.log((kappa * prior[j]!) / total)
  else out.fill(Math.log(uniform / total))
  for (let e = start; e < end; e++) {
    const to = rows[e]!
    out[to] = Math.log((weights[e]! + (prior ? kappa * prior[to]! : uniform)) / total)
  }
}

/**
 * Adds `factor ln( P(j | i) / P )` to the entry of every row j, P(j | i) as in `transitionScores` without a prior and P what that has for rows
 * that nobody went on to: `ln(1 + C_ij rows / kappa)`, which is 0 for those. In standard units it is `transitionScores`, for the price of
 * the steps that were seen.
 */
export function addTransitionLifts(
  row: number,
  { offset, rows, weights }: ItemWeights,
  factor: number,
  out: Float32Array,
  kappa = KAPPA,
): void {
  const end = offset[row + 1]!
  for (let e = offset[row]!; e < end; e++) out[rows[e]!]! += factor * Math.log1p((weights[e]! * out.length) / kappa)
}
