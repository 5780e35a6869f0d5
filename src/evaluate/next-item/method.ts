import { topK } from '../../vectors/top-k.js'
import type { NextItemQuery, NextItemTask } from './task.js'

/** Something that answers. */
export interface NextItemMethod {
  /** Kept in memory to answer, beside the catalog's own text. */
  readonly bytes: number
  /** Up to `k` rows, best first, none of them in the history. */
  top(query: NextItemQuery, k: number): ArrayLike<number>
}

/** 1 for the candidates of a query. */
export function candidateMask({ history }: NextItemQuery, rowCount: number): Uint8Array {
  const mask = new Uint8Array(rowCount).fill(1)
  for (const row of history) mask[row] = 0
  return mask
}

/**
 * Methods that score every row. Of equal scores the row that more people met comes first: where a method has nothing to say
 * (no neighbour, no word in common) it falls back on popularity, not on the order of the catalog.
 */
export function scorerMethods({
  met,
}: NextItemTask): (bytes: number, scoresInto: (query: NextItemQuery, out: Float32Array) => void) => NextItemMethod {
  const byPopularity = Uint32Array.from(met.keys()).sort((a, b) => met[b]! - met[a]! || a - b)
  const scores = new Float32Array(met.length)
  const ordered = new Float32Array(met.length)
  return (bytes, scoresInto) => ({
    bytes,
    top(query, k) {
      scoresInto(query, scores)
      for (const row of query.history) scores[row] = Number.NaN
      byPopularity.forEach((row, place) => {
        ordered[place] = scores[row]!
      })
      const { rows, length } = topK(ordered, k)
      return rows.subarray(0, length).map((place) => byPopularity[place]!)
    },
  })
}
