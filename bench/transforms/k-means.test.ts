import { expect, test } from 'vitest'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { kMeans, medoids } from './k-means.js'

/** Rows in bunches around far apart directions. */
function bunches(count: number, each: number, spread: number): Float32Array {
  const random = mulberry32(3)
  const dimensions = count
  const rows = new Float32Array(count * each * dimensions)
  for (let row = 0; row < count * each; row++) {
    for (let i = 0; i < dimensions; i++) rows[row * dimensions + i] = (row % count === i ? 1 : 0) + spread * (random() - 0.5)
  }
  return normalize(rows, dimensions)
}

test('bunches that stand apart are found, each a cluster, with a medoid of its own', () => {
  const vectors = bunches(6, 20, 0.4)
  const found = kMeans(vectors, 6, 6)
  for (let row = 0; row < 120; row++) expect(found.clusters[row]).toBe(found.clusters[row % 6])
  expect(new Set(found.clusters).size).toBe(6)
  expect(new Set(medoids(vectors, 6, found).map((row) => row % 6)).size).toBe(6)
})

test('at the end each row is with its nearest centroid, and each centroid is the mean direction of its rows', () => {
  const vectors = bunches(5, 30, 2)
  const { clusters, centroids, cohesion } = kMeans(vectors, 5, 4, { rounds: 200 })
  const at = (of: Float32Array, i: number) => of.subarray(i * 5, (i + 1) * 5)
  let sum = 0
  clusters.forEach((cluster, row) => {
    const cosines = [0, 1, 2, 3].map((c) => dotProduct(at(vectors, row), at(centroids, c)))
    expect(cosines[cluster]).toBe(Math.max(...cosines))
    sum += Math.max(...cosines)
  })
  expect(cohesion).toBeCloseTo(sum / 150, 9)
  for (const cluster of [0, 1, 2, 3]) {
    const mean = new Float32Array(5)
    clusters.forEach((of, row) => {
      if (of === cluster) for (let i = 0; i < 5; i++) mean[i]! += vectors[row * 5 + i]!
    })
    normalize(mean).forEach((value, i) => {
      expect(at(centroids, cluster)[i]).toBeCloseTo(value, 5)
    })
  }
})

test('one cluster is the mean of all, and as many as rows are the rows', () => {
  const vectors = bunches(3, 4, 0.8)
  const [one] = medoids(vectors, 3, kMeans(vectors, 3, 1))
  expect(one).toBeTypeOf('number')
  const mean = new Float32Array(3)
  vectors.forEach((value, i) => {
    mean[i % 3]! += value
  })
  kMeans(vectors, 3, 1).centroids.forEach((value, i) => {
    expect(value).toBeCloseTo(normalize(mean)[i]!, 5)
  })
  expect(kMeans(vectors, 3, 12).cohesion).toBeCloseTo(1, 5)
  expect(() => kMeans(vectors, 3, 13)).toThrow(/received k 13, expected 1 to 12/)
})
