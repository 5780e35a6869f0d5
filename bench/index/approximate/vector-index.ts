import type { Quantized } from '../../../src/vectors/quantize.js'
import type { ScanQuery } from '../../../src/vectors/scan-query.js'
import type { Hits } from '../../../src/vectors/top-k.js'

/** What `FlatIndex` and the approximate indexes have in common. A row may have no vector: it keeps its number, its mask and its bias. */
export interface VectorIndex {
  readonly dimensions: number
  /** Rows, with and without a vector. */
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
  /** Removes a row's vector. */
  unset(row: number): void
  /** Whether a row has a vector. */
  has(row: number): boolean
  /** The vector that a row's codes stand for. Throws if the row has none. */
  vector(row: number, out?: Float32Array): Float32Array
  /** A copy of a row's codes, and their scale. Throws if the row has none. */
  codes(row: number): Quantized
  /**
   * The k rows with the highest totals, best first, ties to the lower row. Always k of them if the mask allows as many, whatever the
   * index leaves unread. Totals are those of `FlatIndex`.
   */
  search(scan: ScanQuery, k: number): Hits
}
