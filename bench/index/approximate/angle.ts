import { dotProduct } from '../../../src/vectors/normalize.js'
import type { Centring, ScanQuery } from '../../../src/vectors/scan-query.js'

/** The direction from `origin` in which a query looks. A `'given'` query is such a direction already. Returns a new array. */
export function directionOf(query: Float32Array, origin: Float32Array, centred: Centring | undefined): Float32Array {
  return centred === 'given' ? query.slice() : query.map((value, j) => value - origin[j]!)
}

export interface AngleEstimate {
  readonly scan: ScanQuery
  readonly query: Float32Array
  readonly direction: Float32Array
  readonly origin: Float32Array
  /** Mean distance of the rows from the origin. */
  readonly distance: number
}

/**
 * A function from an angle, in half turns, to the likely total of a row whose direction from the origin differs from the query's by it.
 * A centred score is the angle's cosine (`'given'`: times the query's length). For an inner product, the row counts as lying at the mean
 * distance from the origin.
 */
export function totalsByAngle({ scan, query, direction, origin, distance }: AngleEstimate): (halfTurns: number) => number {
  const { alpha = 1, beta = 0, centred } = scan
  const length = Math.sqrt(dotProduct(direction, direction))
  const slope = centred === 'shift' ? 1 : centred === 'given' ? length : length * distance
  const offset = centred ? 0 : dotProduct(query, origin)
  return (halfTurns) => alpha * (slope * Math.cos(Math.PI * halfTurns) + offset) + beta
}
