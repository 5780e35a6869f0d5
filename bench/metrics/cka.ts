import { PagekinError } from '../../src/errors.js'
import { rowCount } from '../../src/evaluate/metrics/checks.js'
import { centred, crossProduct } from '../../src/evaluate/metrics/cross-product.js'

/**
 * Linear CKA, |Y^T X|_F^2 / (|X^T X|_F |Y^T Y|_F) with centred columns (Kornblith et al., 2019, equation 5): how alike two
 * encoders see the same n items, 0 to 1, whatever the rotation and the scale of either. X is n x dx, Y n x dy.
 * NaN where all rows of one are equal.
 */
export function linearCka(x: Float32Array, dx: number, y: Float32Array, dy: number): number {
  const n = rowCount('linearCka', x, dx)
  const m = rowCount('linearCka', y, dy)
  if (n !== m) throw new PagekinError('usage', `linearCka: received ${n} and ${m} rows, expected the same items in both`)
  if (isConstant(x, dx) || isConstant(y, dy)) return Number.NaN
  const [xc, yc] = [centred(x, dx), centred(y, dy)]
  const own = norm(crossProduct(xc, dx, xc, dx)) * norm(crossProduct(yc, dy, yc, dy))
  return norm(crossProduct(yc, dy, xc, dx)) ** 2 / own
}

function norm(matrix: Float64Array): number {
  return Math.sqrt(matrix.reduce((sum, value) => sum + value * value, 0))
}

function isConstant(x: Float32Array, dimensions: number): boolean {
  return x.every((value, at) => value === x[at % dimensions])
}
