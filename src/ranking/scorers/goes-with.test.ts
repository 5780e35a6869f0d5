import { expect, test } from 'vitest'
import { atOnce } from '../../pieces.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { goesWithTerm } from './goes-with.js'
import { sparseWeights } from './item-item.js'
import { ValuePairs } from './value-pairs.js'

test('an item that nobody bought has what its look-alikes were bought with, the more the nearer they are; own partners come first', () => {
  // rows 0, 1 and 2 point nearly one way, 3 to 5 elsewhere; 1 was bought with 3, 2 with 4 and 5 with 4
  const vectors = [
    [1, 0.1, 0],
    [1, 0.2, 0],
    [1, 0.9, 0],
    [-1, 0, 1],
    [-1, -1, 0],
    [0, -1, -1],
  ]
  const index = new FlatIndex(3, { capacity: vectors.length })
  index.resize(vectors.length)
  vectors.forEach((vector, row) => {
    const length = Math.hypot(...vector)
    index.set(
      row,
      Float32Array.from(vector, (value) => value / length),
    )
  })
  index.setCentre(new Float32Array(3))
  const partners: readonly (readonly number[])[] = [[], [3], [4], [1], [2, 5], [4]]
  const weights = sparseWeights(6, 6, (row, out) => {
    for (const other of partners[row]!) out[other] = 1
    return partners[row]!
  })
  const pairs = atOnce(ValuePairs.making([], weights))
  const cosine = (a: number, b: number) => index.scores(index.vector(a), [b], 'shift')[0]!
  const expected = [0, 1, 2, 3, 4, 5].map((row) =>
    partners.reduce((sum, list, other) => sum + (other !== 0 && list.includes(row) ? 30 * Math.exp((cosine(0, other) - 1) / 0.2) : 0), 0),
  )

  const { scores } = goesWithTerm([0], weights, pairs, index, { trust: 30, common: 0, values: 0 })
  scores.forEach((score, row) => {
    expect(score).toBeCloseTo(expected[row]!, 3)
  })
  expect(scores[3]).toBeGreaterThan(scores[4]!)
  const own = goesWithTerm([5], weights, pairs, index, { trust: 30, common: 0, values: 0 }).scores
  expect(Math.max(...own)).toBe(own[4])
  expect([...goesWithTerm([0], weights, pairs, null, { trust: 30, common: 0, values: 0 }).scores]).toEqual([0, 0, 0, 0, 0, 0])
})
