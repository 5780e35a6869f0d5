import { PagekinError } from '../../errors.js'
import { rowCount } from './checks.js'

/**
 * The two properties of an embedding that contrastive training asks for (Wang and Isola, 2020), of unit vectors. Lower is better in both.
 */

/**
 * Alignment: mean of |x_i - y_i|^alpha over positive pairs, row i of `x` with row i of `y` (n x dimensions, row-major).
 * Default alpha 2, as theirs. NaN without pairs.
 */
export function alignment(x: Float32Array, y: Float32Array, dimensions: number, alpha = 2): number {
  const n = rowCount('alignment', x, dimensions)
  rowCount('alignment', y, dimensions)
  if (x.length !== y.length)
    throw new PagekinError('usage', `alignment: received ${x.length} and ${y.length} numbers, expected as many of both`)
  let sum = 0
  for (let i = 0; i < n; i++) sum += squaredDistance(x, i, y, i, dimensions) ** (alpha / 2)
  return n === 0 ? Number.NaN : sum / n
}

/**
 * Uniformity: log of the mean over pairs i < j of exp(-t |x_i - x_j|^2); 0 where all rows are one point.
 * Default t 2, as theirs. NaN for fewer than two rows. All pairs: sample large sets first.
 */
export function uniformity(x: Float32Array, dimensions: number, t = 2): number {
  const n = rowCount('uniformity', x, dimensions)
  let sum = 0
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) sum += Math.exp(-t * squaredDistance(x, i, x, j, dimensions))
  return n < 2 ? Number.NaN : Math.log(sum / ((n * (n - 1)) / 2))
}

function squaredDistance(x: Float32Array, i: number, y: Float32Array, j: number, dimensions: number): number {
  let sum = 0
  for (let c = 0; c < dimensions; c++) {
    const off = x[i * dimensions + c]! - y[j * dimensions + c]!
    sum += off * off
  }
  return sum
}
