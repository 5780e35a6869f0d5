import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromFloat16, MAX_FLOAT16, toFloat16 } from './float16.js'

const encode = (value: number): number => {
  const out = new Uint16Array(1)
  toFloat16(Float32Array.of(value), out)
  return out[0]!
}
const decode = (bits: number): number => fromFloat16(Uint16Array.of(bits), new Float32Array(1))[0]!

test('reference values of IEEE 754 binary16', () => {
  const pairs: [number, number][] = [
    [0, 0x0000],
    [1, 0x3c00],
    [-2, 0xc000],
    [MAX_FLOAT16, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1023 * 2 ** -24, 0x03ff],
    [Math.fround(1 / 3), 0x3555],
  ]
  for (const [value, bits] of pairs) expect([value, encode(value)]).toEqual([value, bits])
  for (const [value, bits] of pairs.slice(0, -1)) expect(decode(bits)).toBe(value)
})

test('every finite float16 survives the way to float32 and back', () => {
  for (let bits = 0; bits < 0x7c00; bits++) {
    for (const signed of [bits, bits | 0x8000]) if (encode(decode(signed)) !== signed) expect(encode(decode(signed))).toBe(signed)
  }
})

test('a float32 becomes the nearest float16, ties to even', () => {
  fc.assert(
    fc.property(fc.float({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
      const bits = encode(value)
      const error = Math.abs(decode(bits) - value)
      for (const neighbour of [bits - 1, bits + 1]) {
        if ((neighbour & 0x7fff) > 0x7bff || (neighbour & 0x8000) !== (bits & 0x8000)) continue
        const other = Math.abs(decode(neighbour) - value)
        expect(error).toBeLessThanOrEqual(other)
        if (error === other) expect(bits & 1).toBe(0)
      }
    }),
    { numRuns: 2000 },
  )
})
