import { PagekinError } from '../../errors.js'
import { factorise } from './cholesky.js'

/**
 * X of `S X = B` for a symmetric positive definite S, by its Cholesky factor: S = L L', then forward and back substitution.
 * A few hundred unknowns; costs size^3 / 6. A linear algebra library would weigh more in a page than these lines.
 *
 * @param matrix S, row-major, size x size; only its lower half is read.
 * @param right  B, row-major, size x columns.
 * @throws PagekinError `usage` where S is not positive definite.
 */
export function solvePositive(matrix: Float64Array, size: number, right: Float64Array, columns: number): Float64Array {
  const factor = matrix.slice()
  factorise(factor, size, (pivot, value) => {
    return new PagekinError('usage', `solvePositive: pivot ${pivot} of ${size} is ${value}, expected a positive definite matrix`)
  })
  const solution = Float64Array.from(right)
  const subtract = (row: number, other: number, times: number) => {
    for (let c = 0; c < columns; c++) solution[row * columns + c]! -= times * solution[other * columns + c]!
  }
  const divide = (row: number) => {
    for (let c = 0; c < columns; c++) solution[row * columns + c]! /= factor[row * size + row]!
  }
  for (let row = 0; row < size; row++) {
    for (let other = 0; other < row; other++) subtract(row, other, factor[row * size + other]!)
    divide(row)
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let other = row + 1; other < size; other++) subtract(row, other, factor[other * size + row]!)
    divide(row)
  }
  return solution
}
