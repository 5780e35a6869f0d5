import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kendallTauB } from './kendall.js'

/** Every pair, by its signs: tau-b is the correlation of the signs of all pairs. */
function bySigns(x: readonly number[], y: readonly number[]): number {
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) {
      const [a, b] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)]
      xy += a * b
      xx += a * a
      yy += b * b
    }
  }
  return xy / Math.sqrt(xx * yy)
}

test('by hand: 1 2 3 4 with 1 3 2 4 has five pairs right and one wrong', () => {
  expect(kendallTauB([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(4 / 6, 12)
  expect(kendallTauB([1, 2, 3], [3, 2, 1])).toBe(-1)
})

test('by hand, with ties: 1 1 2 with 1 2 3 has two pairs right of sqrt(2 * 3)', () => {
  expect(kendallTauB([1, 1, 2], [1, 2, 3])).toBeCloseTo(2 / Math.sqrt(6), 12)
})

test('equals the sum over all pairs of signs, ties and all', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { minLength: 2, maxLength: 40 }), (list) => {
      const [x, y] = [list.map(([a]) => a), list.map(([, b]) => b)]
      fc.pre(new Set(x).size > 1 && new Set(y).size > 1)
      expect(kendallTauB(x, y)).toBeCloseTo(bySigns(x, y), 10)
      expect(kendallTauB(y, x)).toBeCloseTo(kendallTauB(x, y), 12)
      expect(
        kendallTauB(
          x.map((value) => -value),
          y,
        ),
      ).toBeCloseTo(-kendallTauB(x, y), 12)
    }),
  )
})

test('a constant list or less than two values is NaN; unequal lengths and NaN are errors', () => {
  expect(kendallTauB([1, 1], [1, 2])).toBeNaN()
  expect(kendallTauB([1, 2], [1, 1])).toBeNaN()
  expect(kendallTauB([1], [1])).toBeNaN()
  expect(kendallTauB([], [])).toBeNaN()
  expect(() => kendallTauB([1, 2], [1])).toThrow(/2 and 1 values/)
  expect(() => kendallTauB([1, 2], [1, Number.NaN])).toThrow(/NaN/)
})
