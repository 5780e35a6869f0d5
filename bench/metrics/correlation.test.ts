import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pearson, spearman } from './correlation.js'
import { averageRanks } from './ranks.js'

const pairs = fc
  .array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 })), { minLength: 2, maxLength: 25 })
  .map((list) => [list.map(([x]) => x), list.map(([, y]) => y)] as const)
  .filter(([x, y]) => new Set(x).size > 1 && new Set(y).size > 1)

describe('ranks', () => {
  test('by hand: tied values share the mean of their ranks', () => {
    expect([...averageRanks([30, 10, 20, 20])]).toEqual([4, 1, 2.5, 2.5])
    expect([...averageRanks([])]).toEqual([])
  })

  test('are one more than the values below and half of the others that are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 })), (values) => {
        const expected = values.map((value) => values.filter((v) => v < value).length + (values.filter((v) => v === value).length + 1) / 2)
        expect([...averageRanks(values)]).toEqual(expected)
      }),
    )
  })
})

describe('pearson', () => {
  test('by hand: 1 2 3 with 1 3 2 is a half', () => {
    expect(pearson([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12)
    expect(pearson([1, 2, 3], [-2, -4, -6])).toBeCloseTo(-1, 12)
  })

  test('equals the form of raw sums', () => {
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        const n = x.length
        const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0)
        const [sx, sy] = [sum((i) => x[i]!), sum((i) => y[i]!)]
        const covariance = n * sum((i) => x[i]! * y[i]!) - sx * sy
        const expected = covariance / Math.sqrt((n * sum((i) => x[i]! ** 2) - sx * sx) * (n * sum((i) => y[i]! ** 2) - sy * sy))
        expect(pearson(x, y)).toBeCloseTo(expected, 9)
      }),
    )
  })

  test('does not change with origin and unit, and stays within -1 to 1', () => {
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        const r = pearson(x, y)
        expect(
          pearson(
            x.map((value) => 0.3 * value + 11),
            y,
          ),
        ).toBeCloseTo(r, 9)
        expect(Math.abs(r)).toBeLessThanOrEqual(1)
        expect(
          Math.abs(
            pearson(
              x,
              x.map((value) => value * 0.1),
            ),
          ),
        ).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('spearman', () => {
  test('by hand, with a tie: ranks 1 2.5 2.5 4 against 1 2 3 4', () => {
    expect(spearman([1, 2, 2, 3], [10, 20, 30, 40])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12)
  })

  test('without ties equals 1 - 6 sum d^2 / (n (n^2 - 1))', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(9).keys()], { minLength: 9 }), (order) => {
        const squares = order.reduce((sum, value, i) => sum + (value - i) ** 2, 0)
        expect(spearman([...order.keys()], order)).toBeCloseTo(1 - (6 * squares) / (9 * 80), 10)
      }),
    )
  })

  test('does not change when values are stretched in order', () => {
    fc.assert(
      fc.property(pairs, ([x, y]) => {
        expect(
          spearman(
            x.map((value) => Math.exp(value)),
            y.map((value) => value ** 3),
          ),
        ).toBeCloseTo(spearman(x, y), 10)
      }),
    )
  })
})

test('a constant list is NaN whatever rounding does to its mean; unequal lengths and NaN are errors', () => {
  for (const correlation of [pearson, spearman]) {
    expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN()
    expect(correlation([1, 2, 3], [0.1, 0.1, 0.1])).toBeNaN()
    expect(correlation([], [])).toBeNaN()
    expect(() => correlation([1, 2], [1])).toThrow(/2 and 1 values/)
    expect(() => correlation([1, 2], [1, Number.NaN])).toThrow(/received NaN at position 1/)
  }
})
