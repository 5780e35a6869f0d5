import type { Reason } from '../../types.js'
import type { FlatIndex } from '../../vectors/flat-index.js'
import { statistics } from '../../vectors/statistics.js'
import type { RowTerm } from '../term.js'

/** An item that the visitor dismissed. */
export interface Dismissed {
  readonly row: number
  reason(weight: number): Reason
}

/** The latest so many dismissed items are compared with all others (docs/measurements.md#learns-here). */
const MOST = 20
/** In a large catalog fewer: each costs a cosine a row. */
const MOST_COSINES = 50_000

/**
 * What the visitor dismissed pushes down what is like it:
 *
 *     score_i = mean over rows of m - m_i,   m_i = the highest cosine of i to a dismissed item, both centred
 *
 * A row without a vector counts as average. The steering of DECOR and Rocchio's negative feedback take the mean of what is not wanted away;
 * the nearest item alone leaves rows alone that are like none of them.
 *
 * @param dismissed Latest first.
 * @param weight    Of a cosine of 1.
 * @returns null if no dismissed item has a vector.
 */
export function dismissedTerm(dismissed: readonly Dismissed[], index: FlatIndex, weight: number): RowTerm | null {
  const most = Math.max(1, Math.min(MOST, Math.floor(MOST_COSINES / index.size)))
  const known = dismissed.filter(({ row }) => index.has(row)).slice(0, most)
  if (known.length === 0) return null
  const rows = Uint32Array.from({ length: index.size }, (_, row) => row)
  const nearest = new Uint8Array(index.size)
  const scores = new Float32Array(index.size).fill(Number.NaN)
  known.forEach(({ row }, place) => {
    const cosines = index.scores(index.centre(index.vector(row)), rows, 'given')
    for (let i = 0; i < scores.length; i++) {
      if (-cosines[i]! >= scores[i]!) continue
      scores[i] = -cosines[i]!
      nearest[i] = place
    }
  })
  const { mean } = statistics(scores)
  for (let i = 0; i < scores.length; i++) if (Number.isNaN(scores[i]!)) scores[i] = mean
  return {
    kind: 'rows',
    weight,
    scores,
    standard: { mean, deviation: 1 },
    reason: (row, termWeight) => known[nearest[row]!]!.reason(termWeight),
  }
}
