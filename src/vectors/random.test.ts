import { expect, test } from 'vitest'
import { mulberry32 } from './random.js'

/** The generator written with unbounded integers. */
function reference(seed: number, count: number): number[] {
  const mask = 0xffffffffn
  let state = BigInt(seed) & mask
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5n) & mask
    let t = ((state ^ (state >> 15n)) * (state | 1n)) & mask
    t = (t ^ (t + (t ^ (t >> 7n)) * (t | 61n))) & mask
    return Number(t ^ (t >> 14n)) / 2 ** 32
  })
}

test('gives the sequence of the definition for any seed', () => {
  for (const seed of [0, 1, 42, -1, 2 ** 31, 123_456_789]) {
    const random = mulberry32(seed)
    expect(Array.from({ length: 100 }, random)).toEqual(reference(seed, 100))
  }
})
