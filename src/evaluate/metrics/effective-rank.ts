import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { rowCount } from './checks.js'
import { crossProduct, transposed } from './cross-product.js'

/**
 * Effective rank exp(-sum p_k ln p_k), p_k = singular value k / their sum (Roy and Vetterli, 2007): between 1 and min(n, d),
 * and the rank itself where all singular values that are not 0 are equal. NaN for a matrix of zeros, or without rows.
 * The matrix is taken as given: centre it first to measure the spread around the mean.
 */
export function effectiveRank(matrix: Float32Array, dimensions: number): number {
  const n = rowCount('effectiveRank', matrix, dimensions)
  if (n === 0) return Number.NaN
  // singular values are the roots of the eigenvalues of the smaller Gram matrix; what squaring loses is too small to weigh
  const columns = n < dimensions ? transposed(matrix, dimensions) : matrix
  const size = Math.min(n, dimensions)
  const gram = crossProduct(columns, size, columns, size)
  const eigenvalues = new EigenvalueDecomposition(Matrix.from1DArray(size, size, gram), { assumeSymmetric: true }).realEigenvalues
  const singular = eigenvalues.map((value) => Math.sqrt(Math.max(0, value)))
  const total = singular.reduce((sum, value) => sum + value, 0)
  let entropy = 0
  for (const value of singular) if (value > 0) entropy -= (value / total) * Math.log(value / total)
  return total === 0 ? Number.NaN : Math.exp(entropy)
}
