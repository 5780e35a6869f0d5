import { PagekinError } from '../../errors.js'

/**
 * X of `S X = B` for a symmetric positive definite S, by its Cholesky factor: S = L L', then forward and back substitution.
 * A few hundred unknowns; costs size^3 / 6. A linear algebra library would weigh more in a page than these lines.
 *
 * @param matrix S, row-major, size x size; only its lower half is read.
 * @param right  B, row-major, size x columns.
 * @throws PagekinError `usage` where S is not positive definite.
 */
export function solvePositive(matrix: Float64Array, size: number, right: Float64Array, columns: number): Float64Array {
  const factor = cholesky(matrix, size)
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

function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j]!
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum)
      else throw new PagekinError('usage', `solvePositive: pivot ${i} of ${size} is ${sum}, expected a positive definite matrix`)
    }
  }
  return factor
}
