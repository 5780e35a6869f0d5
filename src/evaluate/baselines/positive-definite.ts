import { PagekinError } from '../../errors.js'
import { factorise } from '../../ranking/transforms/cholesky.js'

/**
 * Inverse of a symmetric positive definite matrix by Cholesky: A = L L', A^-1 = (L^-1)' L^-1 (Golub and Van Loan, Matrix
 * Computations, 4.2). All inner loops run along rows of flat arrays: n = 2,000 takes seconds where ml-matrix takes minutes.
 *
 * @param a n x n, row-major; only its lower triangle is read, and it is overwritten.
 * @returns n x n, both triangles. Throws `usage` where the matrix is not positive definite.
 */
export function invertPositiveDefinite(a: Float64Array, n: number): Float64Array {
  if (a.length !== n * n) throw new PagekinError('usage', `invertPositiveDefinite: received ${a.length} numbers, expected ${n} x ${n}`)
  factorise(a, n, (pivot, value) => {
    return new PagekinError('usage', `invertPositiveDefinite: pivot ${pivot} is ${value}, expected a positive definite matrix`)
  })
  const lower = invertLower(a, n)
  const inverse = a.fill(0)
  for (let k = 0; k < n; k++) {
    const row = lower.subarray(k * n, k * n + k + 1)
    for (let i = 0; i <= k; i++) addMultiple(inverse.subarray(i * n, i * n + i + 1), row[i]!, row)
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j]!
  return inverse
}

/** Row i of L^-1 = (e_i - sum over k < i of L_ik * row k) / L_ii. */
function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, i * n + i + 1)
    for (let k = 0; k < i; k++) addMultiple(row, -l[i * n + k]!, inverse.subarray(k * n, k * n + k + 1))
    const pivot = l[i * n + i]!
    for (let j = 0; j < i; j++) row[j]! /= pivot
    row[i] = 1 / pivot
  }
  return inverse
}

/** `to += factor * from`, as far as the shorter one goes. */
function addMultiple(to: Float64Array, factor: number, from: Float64Array): void {
  if (factor === 0) return
  const length = Math.min(to.length, from.length)
  for (let j = 0; j < length; j++) to[j]! += factor * from[j]!
}
