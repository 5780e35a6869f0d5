import type { Reason } from '../../types.js'
import type { FlatIndex } from '../../vectors/flat-index.js'
import { statistics } from '../../vectors/statistics.js'
import type { Vectors } from '../rank.js'
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

/** How near each row is to dismissed rows. */
interface Nearness {
  /** The dismissed rows, latest first. */
  readonly rows: readonly number[]
  /** Minus the highest cosine; the mean for a row without a vector. */
  readonly scores: Float32Array
  readonly mean: number
  /** Place of the dismissed row that has it. */
  readonly nearest: Uint8Array
}

/** Of the last answer by these vectors: the next one mostly asks for the same, and a cosine a row costs more than all else. */
const kept = new WeakMap<Vectors, Nearness>()

/**
 * What the visitor dismissed pushes down what is like it:
 *
 *     score_i = mean over rows of m - m_i,   m_i = the highest cosine of i to a dismissed item, both centred
 *
 * A row without a vector counts as average. The steering of DECOR and Rocchio's negative feedback take the mean of what is not wanted away;
 * the nearest item alone leaves rows alone that are like none of them.
 *
 * @param dismissed Latest first.
 * @param vectors   Another object once a vector has changed.
 * @param weight    Of a cosine of 1.
 * @returns null if no dismissed item has a vector.
 */
export function dismissedTerm(dismissed: readonly Dismissed[], vectors: Vectors, weight: number): RowTerm | null {
  const { index } = vectors
  const most = Math.max(1, Math.min(MOST, Math.floor(MOST_COSINES / index.size)))
  const known = dismissed.filter(({ row }) => index.has(row)).slice(0, most)
  if (known.length === 0) return null
  const rows = known.map(({ row }) => row)
  const last = kept.get(vectors)
  const isSame = last?.rows.length === rows.length && last.rows.every((row, place) => row === rows[place])
  const { scores, mean, nearest } = isSame ? last : nearnessOf(rows, index)
  if (!isSame) kept.set(vectors, { rows, scores, mean, nearest })
  return {
    kind: 'rows',
    weight,
    scores,
    standard: { mean, deviation: 1 },
    reason: (row, termWeight) => known[nearest[row]!]!.reason(termWeight),
  }
}

function nearnessOf(dismissed: readonly number[], index: FlatIndex): Omit<Nearness, 'rows'> {
  const all = Uint32Array.from({ length: index.size }, (_, row) => row)
  const nearest = new Uint8Array(index.size)
  const scores = new Float32Array(index.size).fill(Number.NaN)
  dismissed.forEach((row, place) => {
    const cosines = index.scores(index.centre(index.vector(row)), all, 'given')
    for (let i = 0; i < scores.length; i++) {
      if (-cosines[i]! >= scores[i]!) continue
      scores[i] = -cosines[i]!
      nearest[i] = place
    }
  })
  const { mean } = statistics(scores)
  for (let i = 0; i < scores.length; i++) if (Number.isNaN(scores[i]!)) scores[i] = mean
  return { scores, mean, nearest }
}
