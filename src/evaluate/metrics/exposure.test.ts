import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coverage, exposure, gini, novelty } from './exposure.js'

const counts = fc.array(fc.nat(30), { minLength: 1, maxLength: 25 })

describe('exposure', () => {
  test('counts how often each row is shown', () => {
    expect([...exposure([[0, 2], [2], Uint32Array.of(2, 3)], 5)]).toEqual([1, 0, 3, 1, 0])
  })

  test('refuses rows that the catalog lacks', () => {
    expect(() => exposure([[5]], 5)).toThrow(/row 5, expected 0 to 4/)
    expect(() => exposure([[-1]], 5)).toThrow(/row -1/)
    expect(() => exposure([[0.5]], 5)).toThrow(/row 0.5/)
  })
})

describe('coverage', () => {
  test('is the share of rows with a count; as a set, the union of the lists', () => {
    expect(coverage([1, 0, 3, 1, 0])).toBe(3 / 5)
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(9))), (lists) => {
        expect(coverage(exposure(lists, 10))).toBe(new Set(lists.flat()).size / 10)
      }),
    )
    expect(coverage([])).toBeNaN()
  })
})

describe('gini', () => {
  test('by hand: 1, 2, 3 is 2 / 9; all alike 0; one with all (n - 1) / n', () => {
    expect(gini([3, 1, 2])).toBeCloseTo(2 / 9, 12)
    expect(gini([4, 4, 4, 4])).toBe(0)
    expect(gini([0, 0, 0, 7])).toBeCloseTo(3 / 4, 12)
  })

  test('is half the relative mean difference over all ordered pairs', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const total = values.reduce((sum, value) => sum + value, 0)
        fc.pre(total > 0)
        const differences = values.flatMap((a) => values.map((b) => Math.abs(a - b))).reduce((sum, value) => sum + value, 0)
        expect(gini(values)).toBeCloseTo(differences / (2 * values.length * total), 10)
      }),
    )
  })

  test('does not change with the unit', () => {
    fc.assert(
      fc.property(counts, (values) => {
        // of nothing shown there is no share, in any unit
        fc.pre(values.some((value) => value > 0))
        expect(gini(values.map((value) => value * 7))).toBeCloseTo(gini(values), 10)
      }),
    )
  })

  test('nothing shown is NaN, a negative count an error', () => {
    expect(gini([0, 0])).toBeNaN()
    expect(gini([])).toBeNaN()
    expect(() => gini([-1, 2])).toThrow(/received -1/)
    expect(() => gini([Number.NaN])).toThrow(/received NaN/)
  })
})

describe('novelty', () => {
  test('by hand: met by 1 and 3 of 7 users is 2 and 1 bits; met by nobody 3', () => {
    expect(novelty([0, 1], [1, 3, 0], 7)).toBeCloseTo((2 + 1) / 2, 12)
    expect(novelty([2], [1, 3, 0], 7)).toBe(3)
    expect(novelty([0], [7], 7)).toBeCloseTo(0, 12)
  })

  test('is the logarithm of the geometric mean of 1 / p', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }), (users) => {
        const rows = [...users.keys()]
        const product = users.reduce((product, met) => product * (21 / (met + 1)), 1)
        expect(novelty(rows, users, 20)).toBeCloseTo(Math.log(product ** (1 / users.length)) / Math.LN2, 9)
      }),
    )
  })

  test('an empty list is NaN; an unknown row, or one met by more users than there are, an error', () => {
    expect(novelty([], [1], 2)).toBeNaN()
    expect(() => novelty([4], [1], 2)).toThrow(/row 4 was met by undefined/)
    expect(() => novelty([0], [3], 2)).toThrow(/met by 3 users, expected/)
  })
})
