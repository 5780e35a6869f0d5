import type { ScanQuery } from './scan-query.js'
import type { Hits } from './top-k.js'

/** What every index of vectors by row number can do. A row may be without a vector: it keeps its number, its mask and its bias. */
export interface VectorIndex {
  readonly dimensions: number
  /** Rows, with those that have no vector. */
  readonly size: number
  /** Rows that have a vector. */
  readonly count: number
  /** Memory held, in bytes. */
  readonly bytes: number
  /** Adds rows without a vector at the end, or drops rows from the end. */
  resize(rows: number): void
  /** Gives a row its vector. */
  set(row: number, vector: Float32Array): void
  /** Gives a row its vector as `quantize` made it. */
  setCodes(row: number, codes: Int8Array, scale: number): void
  /** Gives a row the vector of another, as it is kept. */
  copy(from: number, to: number): void
  /** Takes a row's vector away. */
  unset(row: number): void
  /** Whether a row has a vector. */
  has(row: number): boolean
  /** The vector of a row, as well as it is kept. Throws when it has none. */
  vector(row: number, out?: Float32Array): Float32Array
  /**
   * The k rows with the highest totals, best first, ties to the lower row; k of them whenever the mask allows as many, whatever
   * the index leaves unread. Totals are those of `FlatIndex`.
   */
  search(scan: ScanQuery, k: number): Hits
}
