import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { expect, test } from 'vitest'
import { dotProduct } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { gaussian } from '../../src/vectors/vectors.test-helper.js'
import { principalComponents } from './principal-components.js'

const [ROWS, DIMENSIONS] = [500, 64]

/** Vectors that vary mostly along ten directions, none of which is an axis. */
function leaning(): Float32Array {
  const random = mulberry32(1)
  const directions = Array.from({ length: 10 }, () => Float32Array.from({ length: DIMENSIONS }, () => gaussian(random)))
  const vectors = new Float32Array(ROWS * DIMENSIONS)
  for (let row = 0; row < ROWS; row++) {
    directions.forEach((direction, i) => {
      const weight = gaussian(random) * 0.8 ** i
      for (let j = 0; j < DIMENSIONS; j++) vectors[row * DIMENSIONS + j]! += weight * direction[j]! + 0.05 * gaussian(random)
    })
  }
  return vectors
}

test('components and variances are those of an eigenvalue decomposition', () => {
  const vectors = leaning()
  const rows = new Matrix(Array.from({ length: ROWS }, (_, row) => [...vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)]))
  const mean = rows.mean('column')
  const centred = rows.subRowVector(mean)
  const oracle = new EigenvalueDecomposition(centred.transpose().mmul(centred).div(ROWS), { assumeSymmetric: true })
  const { components, variances } = principalComponents(vectors, Float32Array.from(mean), 6)
  for (let i = 0; i < 6; i++) {
    const column = DIMENSIONS - 1 - i
    expect(variances[i]! / oracle.realEigenvalues[column]!).toBeCloseTo(1, 4)
    const along = dotProduct(components.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS), oracle.eigenvectorMatrix.getColumn(column))
    expect(Math.abs(along)).toBeCloseTo(1, 3)
  }
})
