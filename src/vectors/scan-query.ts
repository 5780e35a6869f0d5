/**
 * How a score is centred on mu, the centre of the index.
 * - Absent: `s = query . x`.
 * - `'shift'`: the query is a vector like those of the rows, and the index shifts it: `s = cos(query - mu, x - mu)`.
 * - `'given'`: the query is in the centred space already, such as a weighted sum of `FlatIndex.centre(vector)`:
 *   `s = query . (x - mu) / |x - mu|`.
 */
export type Centring = 'shift' | 'given'

/** `total = alpha * s + beta + bias` for each row that the mask allows; `missing + bias` for a row without a vector. */
export interface ScanQuery {
  /** `dimensions` finite numbers. `centred` says what they mean. */
  readonly query: Float32Array
  readonly centred?: Centring | undefined
  /** At most 31 further queries. A row's s is its highest over all queries. All take one pass. */
  readonly more?: readonly Float32Array[] | undefined
  /** Default 1. */
  readonly alpha?: number
  /** Default 0. */
  readonly beta?: number
  /** One number a row. A row with the bias NaN is no hit. Default 0. */
  readonly bias?: Float32Array | undefined
  /** One number a row, 0 = not allowed. Default: every row is allowed. */
  readonly mask?: Uint8Array | undefined
  /** Default 0. NaN: a row without a vector is no hit. */
  readonly missing?: number
}
