import { dotProduct } from './normalize.js'
import type { Centring, ScanQuery } from './scan-query.js'

/** From `origin` to what a query looks for; a query that is `'given'` in the centred space looks that way already. A new array. */
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
 * What total a row is likely to have whose direction from the origin differs from the query's by an angle, in half turns. Centred
 * scores are the cosine of it (`'given'`: times the query's length); an inner product takes the row at the mean distance from an
 * origin that is the mean.
 */
export function totalsByAngle({ scan, query, direction, origin, distance }: AngleEstimate): (halfTurns: number) => number {
  const { alpha = 1, beta = 0, centred } = scan
  const length = Math.sqrt(dotProduct(direction, direction))
  const slope = centred === 'shift' ? 1 : centred === 'given' ? length : length * distance
  const offset = centred ? 0 : dotProduct(query, origin)
  return (halfTurns) => alpha * (slope * Math.cos(Math.PI * halfTurns) + offset) + beta
}
