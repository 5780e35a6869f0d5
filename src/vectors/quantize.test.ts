import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dequantize, MAX_CODE, quantize, quantizeInto } from './quantize.js'

const vector = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 })

test('no element is off by more than half a scale, and codes are symmetric', () => {
  fc.assert(
    fc.property(vector, (values) => {
      const { codes, scale } = quantize(Float32Array.from(values))
      expect(codes.every((code) => Math.abs(code) <= MAX_CODE)).toBe(true)
      expect(scale).toBe(Math.fround(scale))
      values.forEach((value, j) => {
        // tiny scales are multiples of the smallest float32, and a vector below it is zero
        expect(Math.abs(value - codes[j]! * scale)).toBeLessThanOrEqual(scale * 0.5001 + 127 * 2 ** -149)
      })
    }),
  )
})

test('quantising what codes stand for gives the codes again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -127, max: 127 }), { maxLength: 30 }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (rest, size) => {
        const codes = Int8Array.from([127, ...rest])
        expect([...quantize(dequantize(codes, Math.fround(size))).codes]).toEqual([...codes])
      },
    ),
  )
})

test('a zero vector has scale 0 and codes 0', () => {
  expect(quantize(new Float32Array(3))).toEqual({ codes: new Int8Array(3), scale: 0 })
  expect(quantize(Float32Array.of(2 ** -149, 0))).toEqual({ codes: new Int8Array(2), scale: 0 })
})

test('NaN and infinities are refused before anything is written', () => {
  const codes = new Int8Array(2).fill(7)
  expect(() => quantizeInto(Float32Array.of(1, Number.NaN), codes, 127)).toThrow(/received NaN at position 1/)
  expect(() => quantize(Float32Array.of(Number.NEGATIVE_INFINITY))).toThrow(/-Infinity at position 0/)
  expect([...codes]).toEqual([7, 7])
})
