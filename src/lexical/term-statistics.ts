import type { ForwardIndex } from './forward-index.js'

/** What BM25 knows of a catalog as a whole. */
export interface TermStatistics {
  /** `ln(1 + (n - n_t + 0.5) / (n_t + 0.5))` by term id. */
  readonly idf: Float64Array
  /** Of the rows, in weighted terms. */
  readonly meanLength: number
}

/** Of a catalog that an index has a part of. */
export interface WholeStatistics {
  /** Rows of the whole. */
  readonly rows: number
  readonly meanLength: number
  /** Rows that have a term, of the most frequent terms. Another term is taken to be as rare as the part says. */
  readonly counts: Pick<ReadonlyMap<string, number>, 'get'>
}

/** @param whole Default: the rows are all that there is. */
export function termStatistics(forward: ForwardIndex, whole?: WholeStatistics): TermStatistics {
  const rows = whole?.rows ?? forward.rowCount
  const { offset } = forward.transposed()
  const idf = new Float64Array(forward.termCount)
  for (let id = 0; id < idf.length; id++) {
    const count = Math.max(offset[id + 1]! - offset[id]!, whole?.counts.get(forward.termOf(id)) ?? 0)
    idf[id] = Math.log1p((rows - count + 0.5) / (count + 0.5))
  }
  if (whole) return { idf, meanLength: whole.meanLength }
  let length = 0
  for (let row = 0; row < rows; row++) length += forward.lengthOf(row)
  return { idf, meanLength: rows > 0 ? length / rows : 0 }
}
