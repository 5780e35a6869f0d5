import { expect, test } from 'vitest'
import { dotProduct } from '../../src/vectors/normalize.js'
import { ClusteredVectors } from './clustered-vectors.js'
import type { Engine, Task } from './engine.js'
import { ExactHits } from './exact-hits.js'
import { findTruth, measure, sourceOf } from './measure.js'

const DIMENSIONS = 24

test('exact hits over chunks are those of one sort, ties to the lower row', () => {
  const all = new ClusteredVectors(300, DIMENSIONS).next(300)
  all.copyWithin(299 * DIMENSIONS, 0, DIMENSIONS)
  const queries = [all.slice(0, DIMENSIONS), all.slice(7 * DIMENSIONS, 8 * DIMENSIONS)]
  const exact = new ExactHits(DIMENSIONS, queries, 10)
  for (const [from, to] of [
    [0, 1],
    [1, 130],
    [130, 300],
  ] as const) {
    exact.add(all.subarray(from * DIMENSIONS, to * DIMENSIONS))
  }
  exact.take().forEach(({ rows }, q) => {
    const scored = Array.from({ length: 300 }, (_, row) => ({
      row,
      score: Math.fround(dotProduct(all.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), queries[q]!)),
    }))
    scored.sort((a, b) => b.score - a.score || a.row - b.row)
    expect(rows).toEqual(scored.slice(0, 10).map(({ row }) => row))
    if (q === 0) expect(rows.slice(0, 2)).toEqual([0, 299])
  })
})

test('vectors have unit length, are the same for a seed however they are cut, and lie in clusters', () => {
  const whole = new ClusteredVectors(400, DIMENSIONS, 3).next(400)
  const stream = new ClusteredVectors(400, DIMENSIONS, 3)
  const pieces = [stream.next(150), stream.next(250)]
  expect([...pieces[0]!, ...pieces[1]!]).toEqual([...whole])
  expect(new ClusteredVectors(400, DIMENSIONS, 4).next(1)).not.toEqual(whole.subarray(0, DIMENSIONS))
  const rows = Array.from({ length: 400 }, (_, row) => whole.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS))
  for (const row of rows) expect(dotProduct(row, row)).toBeCloseTo(1, 5)
  const cosines = rows.slice(1).map((row) => dotProduct(rows[0]!, row))
  const nearest = cosines.toSorted((a, b) => b - a)
  expect(nearest[5]! - nearest[200]!).toBeGreaterThan(0.25)
})

test('an engine that finds all, half or none is said to, and one that cannot be read again keeps its other figures', async () => {
  const task: Task = { engine: 'toy', n: 500, dimensions: DIMENSIONS, data: 'clustered', queries: 8 }
  const source = sourceOf(task)
  const truth = findTruth(task, source)
  expect(truth.gaps).toHaveLength(9)
  const byQuery = new Map(source.queries.map((query, i) => [query, truth.rows[i]!]))
  const toy = (share: number): Engine => {
    let added = 0
    return {
      add: (ids) => {
        expect(ids[0]).toBe(`item-${added}`)
        added += ids.length
      },
      search: (query) =>
        added === 500
          ? byQuery
              .get(query)!
              .slice(0, 10 * share)
              .map((row) => `item-${row}`)
          : [],
      save: () => {},
      reload: () => Promise.reject(new Error('lost')),
    }
  }
  for (const share of [1, 0.5, 0]) {
    let told = 0
    const row = await measure(task, toy(share), { ...source, chunks: () => sourceOf(task).chunks() }, truth, () => told++)
    expect(row).toMatchObject({ recallAt10: share, reloadMs: null, bytes: null, note: 'reload failed: lost' })
    expect(row.queryP95Ms!).toBeGreaterThanOrEqual(row.queryP50Ms!)
    expect(told).toBe(1)
  }
})

test('real vectors are cut into rows and queries', () => {
  const real = Float32Array.from({ length: 7 * 2 }, (_, i) => i)
  const source = sourceOf({ engine: 'toy', n: 5, dimensions: 2, data: 'real', queries: 2 }, real)
  expect([...source.chunks()].map((chunk) => [...chunk])).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]])
  expect(source.queries.map((query) => [...query])).toEqual([
    [10, 11],
    [12, 13],
  ])
})
