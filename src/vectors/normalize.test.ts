import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct, normalize, truncateDimensions } from './normalize.js'

const finite = fc.float({ noNaN: true, noDefaultInfinity: true })

test('every row becomes a unit vector of the same direction, and a zero row stays zero', () => {
  fc.assert(
    fc.property(fc.array(fc.array(finite, { minLength: 5, maxLength: 5 }), { maxLength: 6 }), (rows) => {
      const normalized = normalize(Float32Array.from(rows.flat()), 5)
      rows.forEach((row, r) => {
        const norm = Math.hypot(...row)
        const unit = normalized.subarray(r * 5, r * 5 + 5)
        row.forEach((value, j) => {
          expect(unit[j]).toBeCloseTo(norm === 0 ? 0 : value / norm, 6)
        })
      })
    }),
  )
})

test('truncation keeps the first dimensions and makes them a unit vector again', () => {
  const kept = truncateDimensions(Float32Array.of(3, 4, 9, 0, 0, 5), 3, 2)
  expect([...kept]).toEqual([Math.fround(0.6), Math.fround(0.8), 0, 0])
  expect(dotProduct(kept.subarray(0, 2), kept.subarray(0, 2))).toBeCloseTo(1, 6)
})

test('what is no matrix of finite numbers is refused', () => {
  expect(() => normalize(Float32Array.of(1, Number.NaN))).toThrow(/row 0 holds NaN/)
  expect(() => normalize(Float32Array.of(0, 1, Number.POSITIVE_INFINITY, 1), 2)).toThrow(/row 1 holds NaN or an infinity/)
  expect(() => normalize(new Float32Array(5), 2)).toThrow(/received 5 numbers, expected a multiple of 2/)
  expect(() => truncateDimensions(new Float32Array(4), 4, 5)).toThrow(/keep = 5/)
  expect(() => truncateDimensions(new Float32Array(5), 4, 2)).toThrow(/multiple of 4/)
})
