import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averagePrecision, hitRateAt, precisionAt, recallAt, reciprocalRank } from './relevance.js'

const ranking = ['a', 'b', 'c', 'd', 'e']
const relevant = new Set(['b', 'd', 'x', 'y'])

/** A permutation of some of 12 rows, some of them relevant, and a cutoff that may pass the end. */
const judged = fc.record({
  ranking: fc.shuffledSubarray([...Array(12).keys()], { minLength: 1 }),
  relevant: fc.uniqueArray(fc.nat(14), { minLength: 1 }),
  k: fc.integer({ min: 1, max: 15 }),
})

const intersection = (ranking: readonly number[], relevant: readonly number[], k: number) =>
  relevant.filter((row) => ranking.slice(0, k).includes(row)).length

describe('worked by hand', () => {
  test('two of four relevant items are in the top 4, at ranks 2 and 4', () => {
    expect(recallAt(ranking, relevant, 4)).toBe(2 / 4)
    expect(recallAt(ranking, relevant, 3)).toBe(1 / 4)
    expect(precisionAt(ranking, relevant, 4)).toBe(2 / 4)
    expect(precisionAt(ranking, relevant, 3)).toBe(1 / 3)
    expect(hitRateAt(ranking, relevant, 2)).toBe(1)
    expect(hitRateAt(ranking, relevant, 1)).toBe(0)
    expect(reciprocalRank(ranking, relevant)).toBe(1 / 2)
    expect(reciprocalRank(ranking, relevant, 1)).toBe(0)
    expect(averagePrecision(ranking, relevant)).toBe((1 / 2 + 2 / 4) / 4)
    expect(averagePrecision(ranking, relevant, 3)).toBe(1 / 2 / 4)
  })

  test('precision counts the places that a short ranking leaves empty', () => {
    expect(precisionAt(['b'], relevant, 10)).toBe(1 / 10)
    expect(precisionAt(ranking, relevant, Number.POSITIVE_INFINITY)).toBe(2 / 5)
    expect(precisionAt([], relevant, Number.POSITIVE_INFINITY)).toBe(0)
  })

  test('the last relevant place still counts', () => {
    expect(reciprocalRank(['a', 'b'], new Set(['b']), 2)).toBe(1 / 2)
    expect(averagePrecision(['a', 'b'], new Set(['b']), 2)).toBe(1 / 2)
  })
})

describe('a second computation', () => {
  test('recall, precision and hit rate from the intersection of two sets', () => {
    fc.assert(
      fc.property(judged, ({ ranking, relevant, k }) => {
        const found = intersection(ranking, relevant, k)
        expect(recallAt(ranking, new Set(relevant), k)).toBeCloseTo(found / relevant.length, 12)
        expect(precisionAt(ranking, new Set(relevant), k)).toBeCloseTo(found / k, 12)
        expect(hitRateAt(ranking, new Set(relevant), k)).toBe(found > 0 ? 1 : 0)
      }),
    )
  })

  test('average precision is the sum of precision times the step of recall', () => {
    fc.assert(
      fc.property(judged, ({ ranking, relevant, k }) => {
        const set = new Set(relevant)
        let area = 0
        for (let r = 1; r <= Math.min(k, ranking.length); r++) {
          const before = r === 1 ? 0 : recallAt(ranking, set, r - 1)
          area += precisionAt(ranking, set, r) * (recallAt(ranking, set, r) - before)
        }
        expect(averagePrecision(ranking, set, k)).toBeCloseTo(area, 12)
      }),
    )
  })

  test('the reciprocal rank is 1 / the smallest k with a hit', () => {
    fc.assert(
      fc.property(judged, ({ ranking, relevant }) => {
        const set = new Set(relevant)
        const first = ranking.findIndex((_, i) => hitRateAt(ranking, set, i + 1) === 1)
        expect(reciprocalRank(ranking, set)).toBe(first < 0 ? 0 : 1 / (first + 1))
      }),
    )
  })

  test('typed arrays of rows are rankings too', () => {
    expect(recallAt(Uint32Array.of(3, 1, 2), new Set([1]), 2)).toBe(1)
  })
})

describe('what cannot be judged', () => {
  test('no relevant item: NaN from all', () => {
    const none = new Set<string>()
    expect([
      recallAt(ranking, none, 3),
      precisionAt(ranking, none, 3),
      hitRateAt(ranking, none, 3),
      reciprocalRank(ranking, none),
      averagePrecision(ranking, none),
    ]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  })

  test('an empty ranking finds nothing', () => {
    expect([recallAt([], relevant, 3), reciprocalRank([], relevant), averagePrecision([], relevant)]).toEqual([0, 0, 0])
  })

  test('a cutoff that is no count and an item that is twice in a ranking are errors', () => {
    for (const metric of [recallAt, precisionAt, hitRateAt, reciprocalRank, averagePrecision]) {
      expect(() => metric(ranking, relevant, 0)).toThrow(/k = 0, expected a whole number/)
      expect(() => metric(ranking, relevant, 1.5)).toThrow(/k = 1.5/)
      expect(() => metric(['b', 'b'], relevant, 2)).toThrow(/received b twice/)
    }
  })
})
