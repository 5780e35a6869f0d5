import type { Reason } from '../types.js'
import type { Standard } from './standardize.js'

/**
 * One summand of the equation (docs/design.md): `weight * z(score)` for every row, where z subtracts the mean of the
 * scorer and divides by its deviation. Inside, rows; outside, ids: `reasons` is where they meet.
 */
export type Term = VectorTerm | RowTerm

/** Scores made by the vector scan: `query` against every row that has a vector. Rows without one count as average (z = 0). */
export interface VectorTerm {
  readonly kind: 'vector'
  readonly weight: number
  /** `plain`: cosine with the rows as they are. `centred`: with the rows after the catalog's mean has been taken away. */
  readonly space: 'plain' | 'centred'
  /** The query is the sum of its parts, so that a score can be told apart again, exactly. Each `dimensions` long. */
  readonly parts: readonly VectorPart[]
}

export interface VectorPart {
  readonly vector: Float32Array
  reason(weight: number): Reason
}

/** Scores given as one number a row, for example BM25. */
export interface RowTerm {
  readonly kind: 'rows'
  readonly weight: number
  readonly scores: Float32Array
  /** What z subtracts and divides by. Default: mean and deviation of `scores`. */
  readonly standard?: Standard
  reason(row: number, weight: number): Reason
}
