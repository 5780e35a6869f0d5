import { describe, expect, test } from 'vitest'
import type { Item } from '../../types.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { VectorSample } from '../vector-sample.js'
import { pickByCategory, pickByMeaning } from './varied.js'

/** Clusters of so many rows, one after the other, each around an axis of its own. */
function clusters(sizes: readonly number[]) {
  const random = mulberry32(7)
  const index = new FlatIndex(16)
  const clusterOf: number[] = sizes.flatMap((size, cluster) => Array.from({ length: size }, () => cluster))
  index.resize(clusterOf.length)
  clusterOf.forEach((cluster, row) => {
    index.set(row, normalize(Float32Array.from({ length: 16 }, (_, i) => (i === cluster ? 1 : 0) + 0.2 * random())))
  })
  return { vectors: { index, sample: new VectorSample(index) }, clusterOf }
}

describe('picks by meaning', () => {
  test('are of every part of a catalog, however large one part of it is', () => {
    const { vectors, clusterOf } = clusters([150, 12, 12, 12, 12, 12])

    const picks = pickByMeaning(vectors, 6, () => true)

    expect(picks.map((row) => clusterOf[row]!).sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(clusterOf[picks[0]!], 'the largest part first').toBe(0)
    expect(
      pickByMeaning(vectors, 3, () => true),
      'a shorter answer is the beginning of a longer one',
    ).toEqual(picks.slice(0, 3))
  })

  test('add at every step what the formula adds most, tried on all rows', () => {
    const { vectors } = clusters([20, 10, 5])
    const all = Array.from({ length: 35 }, (_, row) => vectors.index.vector(row))
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    const value = (rows: readonly number[]) => all.reduce((sum, own) => sum + Math.max(0, ...rows.map((row) => dot(own, all[row]!))), 0)

    const picks = pickByMeaning(vectors, 5, () => true)

    picks.forEach((row, place) => {
      const before = picks.slice(0, place)
      const best = Math.max(...all.map((_, other) => value([...before, other])))
      expect(value([...before, row])).toBeCloseTo(best, 4)
    })
  })

  test('are allowed rows, and last of all like what was passed over', () => {
    const { vectors, clusterOf } = clusters([40, 10, 10])

    expect(pickByMeaning(vectors, 20, (row) => row >= 50).every((row) => row >= 50)).toBe(true)
    expect(pickByMeaning(vectors, 2, (row) => row > 0, [0]).map((row) => clusterOf[row])).toEqual(expect.not.arrayContaining([0]))
  })
})

describe('picks by category', () => {
  const items = (paths: readonly (string | undefined)[]) =>
    paths.map((path, row): Item => ({ id: String(row), title: 'x', ...(path && { category: path.split('/') }) }))

  test('take what was taken least, at every level', () => {
    const shop = items([
      ...['Men/Tops/Hoodies', 'Men/Tops/Tees', 'Men/Pants/Shorts', 'Women/Tops/Hoodies', 'Women/Tops/Tees', 'Women/Pants/Shorts'],
    ])

    const names = pickByCategory(shop, 3, () => true).map((row) => shop[row]!.category!)

    expect(new Set(names.map((path) => path[2])).size, 'no two of a kind').toBe(3)
    expect(new Set(names.slice(0, 2).map((path) => path[0])).size, 'nor of half the shop').toBe(2)
  })

  test('come from all over a catalog without categories, and are allowed', () => {
    expect(pickByCategory(items(Array.from({ length: 12 })), 4, () => true)).toEqual([0, 3, 6, 9])
    expect(pickByCategory(items(['a', 'b', undefined, 'c']), 8, (row) => row !== 1).sort()).toEqual([0, 2, 3])
  })
})
