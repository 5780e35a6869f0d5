/**
 * How a score is centred on mu, the centre of the index.
 * Absent: `s = query . x`.
 * `'shift'`: the query is a vector like those of the rows (a unit vector, for cosines), and the index shifts it:
 * `s = cos(query - mu, x - mu)`.
 * `'given'`: the query lies in the centred space already, such as a sum of `FlatIndex.centre(vector)` with weights:
 * `s = query . (x - mu) / |x - mu|`.
 */
export type Centring = 'shift' | 'given'

/** `total = alpha * s + beta + bias` for each row that the mask allows; `missing + bias` for a row without a vector. */
export interface ScanQuery {
  /** `dimensions` finite numbers; what they mean, `centred` says. */
  readonly query: Float32Array
  readonly centred?: Centring | undefined
  /** Further queries, at most 31: a row's s is its highest over all of them (one visitor's several interests). All in one pass. */
  readonly more?: readonly Float32Array[] | undefined
  /** Default 1. */
  readonly alpha?: number
  /** Default 0. */
  readonly beta?: number
  /** One a row. A row whose bias is NaN is no hit. Default 0. */
  readonly bias?: Float32Array | undefined
  /** One a row, 0 = not allowed. Default: every row is. */
  readonly mask?: Uint8Array | undefined
  /** Default 0. NaN: a row without a vector is no hit. */
  readonly missing?: number
}
