import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intraListDiversity } from './diversity.js'

const apart = (a: number, b: number) => Math.abs(a - b)

test('by hand: 0, 1 and 4 are 1, 4 and 3 apart', () => {
  expect(intraListDiversity([0, 1, 4], apart)).toBeCloseTo((1 + 4 + 3) / 3, 12)
})

test('with squared distances it is twice the sample variance', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 }), (values) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
      expect(intraListDiversity(values, (a, b) => (a - b) ** 2)).toBeCloseTo(2 * variance, 8)
    }),
  )
})

test('does not depend on the order, and a list of one thing has none', () => {
  expect(intraListDiversity([4, 0, 1], apart)).toBe(intraListDiversity([0, 1, 4], apart))
  expect(intraListDiversity(['a', 'b', 'c'], () => 1)).toBe(1)
  expect(intraListDiversity(['a'], () => 1)).toBeNaN()
  expect(intraListDiversity([], () => 1)).toBeNaN()
})
