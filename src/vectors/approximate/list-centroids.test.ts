import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowLists } from '../../../bench/index/approximate/row-lists.js'
import { createKernel } from '../kernel/kernel.js'
import { dotProduct } from '../normalize.js'
import { mulberry32 } from '../random.js'
import { clustered } from '../vectors.test-helper.js'
import { listCentroids } from './list-centroids.js'

const kernel = createKernel()
const DIMENSIONS = 24

/** Mean inner product of each vector with its nearest centroid. */
function cohesion(vectors: Float32Array, centroids: Float32Array): number {
  const rows = (all: Float32Array) =>
    Array.from({ length: all.length / DIMENSIONS }, (_, row) => all.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS))
  const heads = rows(centroids)
  const best = rows(vectors).map((vector) => Math.max(...heads.map((head) => dotProduct(vector, head))))
  return best.reduce((sum, value) => sum + value, 0) / best.length
}

test('clusters are tighter than those of a random draw, and tighter after every iteration', () => {
  const vectors = clustered(600, DIMENSIONS, 12, mulberry32(2))
  const of = (iterations: number) => cohesion(vectors, listCentroids(vectors, DIMENSIONS, { clusters: 12, seed: 4, iterations, kernel }))
  const cohesions = [0, 1, 2, 6].map(of)
  expect(cohesions.toSorted((a, b) => a - b)).toEqual(cohesions)
  expect(cohesions[3]! - cohesions[0]!).toBeGreaterThan(0.05)
})

test('centroids are unit vectors, as many as asked for or as there are vectors, even among equal vectors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), (rows, clusters, equal) => {
      const vectors = clustered(rows, DIMENSIONS, 3, mulberry32(rows))
      if (equal) for (let row = 1; row < rows; row++) vectors.copyWithin(row * DIMENSIONS, 0, DIMENSIONS)
      const centroids = listCentroids(vectors, DIMENSIONS, { clusters, seed: 1, kernel })
      expect(centroids.length).toBe(Math.min(rows, clusters) * DIMENSIONS)
      for (let start = 0; start < centroids.length; start += DIMENSIONS) {
        const centroid = centroids.subarray(start, start + DIMENSIONS)
        expect(dotProduct(centroid, centroid)).toBeCloseTo(1, 5)
      }
    }),
    { numRuns: 40 },
  )
})

test('lists hold what a map from rows to lists says', () => {
  const call = fc.record({ row: fc.nat(200), list: fc.integer({ min: -1, max: 4 }) })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300 }), (calls) => {
      const lists = new RowLists(5)
      const model = new Map<number, number>()
      for (const { row, list } of calls) {
        if (list < 0) {
          lists.take(row)
          model.delete(row)
        } else {
          lists.put(row, list)
          model.set(row, list)
        }
      }
      for (let list = 0; list < lists.count; list++) {
        const own = [...model].filter(([, other]) => other === list).map(([row]) => row)
        expect([...lists.rows(list)].toSorted()).toEqual(own.toSorted())
      }
    }),
  )
})
