import type { FlatIndex } from '../../src/vectors/flat-index.js'

/** Rows that widen a query. */
export const FEEDBACK_ROWS = 5
/** What all of them weigh beside the query: docs/measurements.md#search-fusion. */
const WEIGHT = 0.5
/** In cosines: the smaller, the more of the weight is the nearest row's. */
const TEMPERATURE = 0.05

/**
 * A query moved towards the first rows that it finds, so that it also finds what is like them (pseudo relevance feedback):
 *
 *     q' = q + .5 sum over rows x of  softmax(cos(q, x) / .05) x
 *
 * Source: Rocchio 1971; E2Rank (arXiv:2510.22733), which encodes the query anew with its first documents: this is its form without a second
 * encoding.
 *
 * @param query Unit vector.
 * @param rows  Best first. Those without a vector are left out; without any, the query stays.
 * @returns Not of unit length.
 */
export function withFeedback(query: Float32Array, rows: readonly number[], index: FlatIndex): Float32Array {
  const known = rows.filter((row) => index.has(row))
  const cosines = index.scores(query, known)
  const highest = Math.max(...cosines)
  const shares = cosines.map((cosine) => Math.exp((cosine - highest) / TEMPERATURE))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const widened = query.slice()
  known.forEach((row, at) => {
    const vector = index.vector(row)
    const share = (WEIGHT * shares[at]!) / total
    for (let i = 0; i < widened.length; i++) widened[i]! += share * vector[i]!
  })
  return widened
}
