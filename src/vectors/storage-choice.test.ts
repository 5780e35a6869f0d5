import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { expect, test } from 'vitest'
import { componentReduction, firstOf, prefixReduction } from './dimension-reduction.js'
import { dotProduct, truncateDimensions } from './normalize.js'
import { principalComponents } from './principal-components.js'
import { mulberry32 } from './random.js'
import { chooseStorage } from './storage-choice.js'
import { clustered, gaussian } from './vectors.test-helper.js'

const DIMENSIONS = 64

/** Vectors that vary a lot along few directions, which are no axes. */
function leaning(rows: number, seed: number): Float32Array {
  const random = mulberry32(seed)
  const directions = Array.from({ length: 10 }, () => Float32Array.from({ length: DIMENSIONS }, () => gaussian(random)))
  const vectors = new Float32Array(rows * DIMENSIONS)
  for (let row = 0; row < rows; row++) {
    directions.forEach((direction, i) => {
      const weight = gaussian(random) * 0.8 ** i
      for (let j = 0; j < DIMENSIONS; j++) vectors[row * DIMENSIONS + j]! += weight * direction[j]! + 0.05 * gaussian(random)
    })
  }
  return vectors
}

test('components and variances are those of an eigenvalue decomposition', () => {
  const vectors = leaning(500, 1)
  const rows = new Matrix(Array.from({ length: 500 }, (_, row) => [...vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)]))
  const mean = rows.mean('column')
  const centred = rows.subRowVector(mean)
  const oracle = new EigenvalueDecomposition(centred.transpose().mmul(centred).div(500), { assumeSymmetric: true })
  const { components, variances } = principalComponents(vectors, Float32Array.from(mean), 6)
  for (let i = 0; i < 6; i++) {
    const column = DIMENSIONS - 1 - i
    expect(variances[i]! / oracle.realEigenvalues[column]!).toBeCloseTo(1, 4)
    const along = dotProduct(components.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS), oracle.eigenvectorMatrix.getColumn(column))
    expect(Math.abs(along)).toBeCloseTo(1, 3)
  }
})

test('inner products of queries with reduced rows keep their differences', () => {
  const vectors = leaning(400, 2)
  const vectorAt = (row: number) => vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)
  const reduction = componentReduction(vectors, DIMENSIONS, 12)
  const query = reduction.query(vectorAt(0))
  for (let row = 2; row < 60; row++) {
    const before = dotProduct(vectorAt(0), vectorAt(row)) - dotProduct(vectorAt(0), vectorAt(1))
    const after = dotProduct(query, reduction.row(vectorAt(row))) - dotProduct(query, reduction.row(vectorAt(1)))
    expect(Math.abs(after - before)).toBeLessThan(0.03 * dotProduct(vectorAt(0), vectorAt(0)))
  }
  expect(firstOf(reduction, 5).row(vectorAt(3))).toEqual(reduction.row(vectorAt(3)).slice(0, 5))
  expect(prefixReduction(16).row(vectorAt(3))).toEqual(truncateDimensions(vectorAt(3), DIMENSIONS, 16))
})

test.each([
  { name: 'few directions', sample: leaning(400, 3), least: [0.99, 0.9, 0.9] },
  { name: 'clusters', sample: clustered(400, DIMENSIONS, 20, mulberry32(4)), least: [0.98, 0.8, 0.4] },
])('what is chosen fits the budget and loses no more than .01 against the best that does ($name)', ({ sample, least }) => {
  const rows = 100_000
  const float32MB = (rows * DIMENSIONS * 4) / 2 ** 20
  const recalls = [1, 0.25, 0.125].map((share) => {
    const { chosen, lost, fits, measured, reduction } = chooseStorage({ sample, dimensions: DIMENSIONS, rows, budgetMB: float32MB * share })
    expect(fits).toBe(true)
    expect(chosen.bytes).toBeLessThanOrEqual(float32MB * share * 2 ** 20)
    const best = Math.max(...measured.filter(({ bytes }) => bytes <= float32MB * share * 2 ** 20).map(({ recallAt10 }) => recallAt10))
    expect(chosen.recallAt10).toBeGreaterThanOrEqual(best - 0.01)
    expect(lost).toBeCloseTo(1 - chosen.recallAt10, 12)
    expect(reduction?.dimensions ?? DIMENSIONS).toBe(chosen.dimensions)
    return chosen.recallAt10
  })
  recalls.forEach((recall, i) => {
    expect(recall).toBeGreaterThanOrEqual(least[i]!)
  })
})

test('a budget below the smallest choice is said to be, and prefixes are taken where the encoder was trained for them', () => {
  const sample = clustered(100, DIMENSIONS, 5, mulberry32(6))
  const request = { sample, dimensions: DIMENSIONS, rows: 1_000_000, queries: 20 }
  const none = chooseStorage({ ...request, budgetMB: 0 })
  expect(none.fits).toBe(false)
  expect(none.chosen.bytes).toBe(Math.min(...none.measured.map(({ bytes }) => bytes)))
  const { reduction } = chooseStorage({ ...request, budgetMB: 30, matryoshka: true })
  expect(reduction!.row(sample.subarray(0, DIMENSIONS))).toEqual(
    truncateDimensions(sample.subarray(0, DIMENSIONS), DIMENSIONS, reduction!.dimensions),
  )
  expect(() => chooseStorage({ ...request, sample: sample.subarray(0, 100), budgetMB: 1 })).toThrow(
    /received 100 numbers, expected 20 rows/,
  )
})
