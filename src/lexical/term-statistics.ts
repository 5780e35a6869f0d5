import type { ForwardIndex } from './forward-index.js'

/** What BM25 knows of a catalog as a whole. */
export interface TermStatistics {
  /** `ln(1 + (n - n_t + 0.5) / (n_t + 0.5))` by term id. */
  readonly idf: Float64Array
  /** Of the rows, in weighted terms. */
  readonly meanLength: number
}

export function termStatistics(forward: ForwardIndex): TermStatistics {
  const rows = forward.rowCount
  const { offset } = forward.transposed()
  const idf = new Float64Array(forward.termCount)
  for (let id = 0; id < idf.length; id++) {
    const count = offset[id + 1]! - offset[id]!
    idf[id] = Math.log1p((rows - count + 0.5) / (count + 0.5))
  }
  let length = 0
  for (let row = 0; row < rows; row++) length += forward.lengthOf(row)
  return { idf, meanLength: rows > 0 ? length / rows : 0 }
}
