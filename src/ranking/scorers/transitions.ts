import { atOnce } from '../../pieces.js'
import { type Sequences, sequenceAt, sequenceCount } from '../sequences.js'
import type { ItemWeights } from './item-item.js'

export interface TransitionOptions {
  /** How many items ahead count as next. Default 3. */
  readonly maxGap?: number
  /** What a step further counts of the one before it. Default 0.5. */
  readonly decay?: number
}

/** Sequences, and then rows, between two pauses. */
const PIECE = 256
/** How many observed steps the prior is worth. */
const KAPPA = 5

/**
 * What people went on to: `C[i, j] += decay^(gap - 1)` wherever j comes `gap` places after i, gap <= maxGap. With maxGap 1 these
 * are the counts of the first-order Markov chain. Source: the transition pattern of Zhu et al., "Collaboration and transition:
 * distilling item transitions into multi-query self-attention", WSDM 2024, section 3.4, several steps ahead.
 */
export function transitionCounts(...parts: Parameters<typeof makingTransitionCounts>): ItemWeights {
  return atOnce(makingTransitionCounts(...parts))
}

/** The same in pieces. */
export function* makingTransitionCounts(sequences: Sequences, options: TransitionOptions = {}): Generator<void, ItemWeights> {
  const { maxGap = 3, decay = 0.5 } = options
  const counts = Array.from({ length: sequences.rowCount }, () => new Map<number, number>())
  for (let s = 0; s < sequenceCount(sequences); s++) {
    if (s % PIECE === 0) yield
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
  const size = counts.reduce((sum, row) => sum + row.size, 0)
  const [rows, weights] = [new Uint32Array(size), new Float32Array(size)]
  for (const [i, row] of counts.entries()) {
    if (i % PIECE === 0) yield
    let at = offset[i]!
    offset[i + 1] = at + row.size
    for (const [to, count] of [...row].sort(([a], [b]) => a - b)) {
      rows[at] = to
      weights[at++] = count
    }
  }
  return { offset, rows, weights }
}

/**
 * Adds `factor ln( P(j | i) / P )` to the entry of every row j:
 *
 *     P(j | i) = (C_ij + kappa / rows) / (C_i + kappa)      C_i the sum of the row (Dirichlet smoothing), kappa = 5
 *
 * P is what that has for rows that nobody went on to, so that the sum is `ln(1 + C_ij rows / kappa)`, 0 for those: it costs the steps that were seen.
 */
export function addTransitionLifts(row: number, { offset, rows, weights }: ItemWeights, factor: number, out: Float32Array): void {
  const end = offset[row + 1]!
  for (let e = offset[row]!; e < end; e++) out[rows[e]!]! += factor * Math.log1p((weights[e]! * out.length) / KAPPA)
}
