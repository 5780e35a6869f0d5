import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignment, uniformity } from './uniformity.js'

const angle = fc.double({ min: -4, max: 4, noNaN: true })
const circle = (angles: readonly number[]) => Float32Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]))

describe('alignment', () => {
  test('by hand: one pair alike, one at a right angle', () => {
    expect(alignment(circle([0, 0]), circle([0, Math.PI / 2]), 2)).toBeCloseTo((0 + 2) / 2, 6)
    expect(alignment(circle([0, 0]), circle([0, Math.PI / 2]), 2, 1)).toBeCloseTo(Math.SQRT2 / 2, 6)
  })

  test('on unit vectors is 2 - 2 cosine, averaged', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(angle, angle), { minLength: 1, maxLength: 10 }), (pairs) => {
        const cosine = pairs.reduce((sum, [a, b]) => sum + Math.cos(a - b), 0) / pairs.length
        expect(alignment(circle(pairs.map(([a]) => a)), circle(pairs.map(([, b]) => b)), 2)).toBeCloseTo(2 - 2 * cosine, 5)
      }),
    )
  })

  test('no pairs is NaN; unequal numbers of them an error', () => {
    expect(alignment(new Float32Array(0), new Float32Array(0), 2)).toBeNaN()
    expect(() => alignment(circle([0]), circle([0, 1]), 2)).toThrow(/2 and 4 numbers/)
    expect(() => alignment(Float32Array.of(Number.NaN, 0), circle([0]), 2)).toThrow(/NaN/)
  })
})

describe('uniformity', () => {
  test('by hand: two opposite points are 4 apart when squared, so -2 * 4', () => {
    expect(uniformity(circle([0, Math.PI]), 2)).toBeCloseTo(-8, 5)
    expect(uniformity(circle([0, Math.PI]), 2, 1)).toBeCloseTo(-4, 5)
    expect(uniformity(circle([1, 1, 1]), 2)).toBe(0)
  })

  test('on unit vectors is a mean of exp(2 t (cosine - 1)) over ordered pairs', () => {
    fc.assert(
      fc.property(fc.array(angle, { minLength: 2, maxLength: 8 }), (angles) => {
        let sum = 0
        for (const [i, a] of angles.entries())
          for (const [j, b] of angles.entries()) if (i !== j) sum += Math.exp(4 * (Math.cos(a - b) - 1))
        expect(uniformity(circle(angles), 2)).toBeCloseTo(Math.log(sum / (angles.length * (angles.length - 1))), 4)
      }),
    )
  })

  test('one row is NaN', () => {
    expect(uniformity(circle([1]), 2)).toBeNaN()
  })
})
