import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ndcgAt } from './ndcg.js'

const grades = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 3],
  ['d', 0],
  ['e', 1],
  ['f', 2],
])

describe('nDCG', () => {
  test('the example of the textbooks: grades 3 2 3 0 1 2, linear, is 0.9608', () => {
    // DCG = 3 + 2/1.585 + 3/2 + 0 + 1/2.585 + 2/2.807 = 6.861; ideal 3 3 2 2 1 0 = 7.141
    expect(ndcgAt(['a', 'b', 'c', 'd', 'e', 'f'], grades, 6)).toBeCloseTo(6.861127 / 7.140995, 5)
  })

  test('by hand, exponential: one of grade 2 behind one of grade 1', () => {
    const two = new Map([
      ['x', 1],
      ['y', 2],
    ])
    expect(ndcgAt(['x', 'y'], two, 2, { gain: 'exponential' })).toBeCloseTo((1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)), 12)
    expect(ndcgAt(['x', 'y'], two, 1, { gain: 'exponential' })).toBeCloseTo(1 / 3, 12)
    expect(ndcgAt(['x', 'y'], two, 1)).toBeCloseTo(1 / 2, 12)
  })

  test('equals DCG over the largest DCG of all permutations', () => {
    const permutations = (rows: readonly number[]): number[][] =>
      rows.length === 0 ? [[]] : rows.flatMap((row) => permutations(rows.filter((other) => other !== row)).map((rest) => [row, ...rest]))
    const dcg = (order: readonly number[], gains: readonly number[], k: number) =>
      order.reduce((sum, row, rank) => (rank < k ? sum + (gains[row]! * Math.LN2) / Math.log(rank + 2) : sum), 0)
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('linear' as const, 'exponential' as const),
        (graded, order, k, gain) => {
          fc.pre(graded.some((grade) => grade > 0))
          const gains = graded.map((grade) => (gain === 'linear' ? grade : 2 ** grade - 1))
          const best = Math.max(...permutations([0, 1, 2, 3, 4]).map((permutation) => dcg(permutation, gains, k)))
          expect(ndcgAt(order, new Map(graded.entries()), k, { gain })).toBeCloseTo(dcg(order, gains, k) / best, 10)
        },
      ),
    )
  })

  test('lies in 0 to 1, and a swap that brings the better item forward never lowers it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 2, maxLength: 8 }), fc.nat(6), fc.integer({ min: 1, max: 9 }), (graded, place, k) => {
        fc.pre(graded.some((grade) => grade > 0) && place + 1 < graded.length)
        const all = new Map(graded.entries())
        const order = [...graded.keys()]
        const swapped = order.with(place, place + 1).with(place + 1, place)
        const [worse, better] = graded[place]! < graded[place + 1]! ? [order, swapped] : [swapped, order]
        expect(ndcgAt(better, all, k)).toBeGreaterThanOrEqual(ndcgAt(worse, all, k))
        expect(ndcgAt(better, all, k)).toBeLessThanOrEqual(1 + 1e-12)
        expect(ndcgAt(worse, all, k)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('an item that nobody judged counts nothing but takes its place', () => {
    expect(ndcgAt(['?', 'a'], new Map([['a', 1]]), 2)).toBeCloseTo(1 / Math.log2(3), 12)
  })

  test('nothing graded above 0: NaN; a grade below 0, a cutoff of 0 or an item twice: an error', () => {
    expect(ndcgAt(['a'], new Map([['a', 0]]), 1)).toBeNaN()
    expect(ndcgAt(['a'], new Map<string, number>(), 1)).toBeNaN()
    expect(() => ndcgAt(['a'], new Map([['a', -1]]), 1)).toThrow(/grade -1 of a/)
    expect(() => ndcgAt(['a'], grades, 0)).toThrow(/k = 0/)
    expect(() => ndcgAt(['a', 'a'], grades, 2)).toThrow(/twice/)
  })
})
