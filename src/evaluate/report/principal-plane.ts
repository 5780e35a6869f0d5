import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { centred, crossProduct } from '../metrics/cross-product.js'

/**
 * The two coordinates in which vectors differ most: their first two principal components, two numbers a row. Signs are those for
 * which the largest part of an axis is positive, so that the same vectors give the same map.
 *
 * Source: Pearson (1901), principal component analysis.
 */
export function principalPlane(vectors: Float32Array, dimensions: number): Float64Array {
  const rows = vectors.length / dimensions
  const differences = centred(vectors, dimensions)
  const covariance = Matrix.from1DArray(dimensions, dimensions, crossProduct(differences, dimensions, differences, dimensions))
  const { eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true })
  // eigenvalues come in rising order
  const axes = [1, 2].map((last) => upright(eigenvectorMatrix.getColumn(Math.max(0, dimensions - last))))
  const plane = new Float64Array(2 * rows)
  for (let row = 0; row < rows; row++) {
    axes.forEach((axis, k) => {
      let sum = 0
      for (let d = 0; d < dimensions; d++) sum += axis[d]! * differences[row * dimensions + d]!
      plane[2 * row + k] = sum
    })
  }
  return plane
}

function upright(axis: number[]): number[] {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  return largest < 0 ? axis.map((value) => -value) : axis
}
