import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../vectors/random.js'
import { hubnessSkew, kOccurrences, skewness } from './hubness.js'

function gaussians(n: number, dimensions: number, seed: number): Float32Array {
  const random = mulberry32(seed)
  return Float32Array.from({ length: n * dimensions }, () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
}

function normalised(vectors: Float32Array, dimensions: number): Float32Array {
  const lengths = Array.from({ length: vectors.length / dimensions }, (_, i) =>
    Math.hypot(...vectors.subarray(i * dimensions, (i + 1) * dimensions)),
  )
  return vectors.map((value, at) => value / lengths[Math.floor(at / dimensions)]!)
}

describe('skewness', () => {
  test('by hand: 0 0 0 4 has m2 = 3, m3 = 6', () => {
    expect(skewness([0, 0, 0, 4])).toBeCloseTo(6 / 3 ** 1.5, 12)
    expect(skewness([1, 2, 3])).toBeCloseTo(0, 12)
  })

  test('of a coin with chance p is (1 - 2p) / sqrt(p (1 - p))', () => {
    for (const ones of [1, 3, 7, 9]) {
      const p = ones / 10
      const coin = Array.from({ length: 10 }, (_, i) => Number(i < ones))
      expect(skewness(coin)).toBeCloseTo((1 - 2 * p) / Math.sqrt(p * (1 - p)), 10)
    }
  })

  test('does not change with origin and unit, and turns its sign with the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 30 }), (values) => {
        fc.pre(new Set(values).size > 1)
        const skew = skewness(values)
        expect(skewness(values.map((value) => 3 * value + 5))).toBeCloseTo(skew, 8)
        expect(skewness(values.map((value) => -value))).toBeCloseTo(-skew, 8)
      }),
    )
  })

  test('equal values have none, whatever rounding does to their mean', () => {
    expect(skewness([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])).toBeNaN()
    expect(skewness([])).toBeNaN()
    expect(() => skewness([1, Number.NaN])).toThrow(/received NaN at position 1/)
  })
})

describe('k-occurrence', () => {
  test('by hand: in a star everyone has the centre next, and the centre has the lowest row', () => {
    // rows 1 to 3 are orthogonal; row 0 is between them
    const third = 1 / Math.sqrt(3)
    const star = Float32Array.of(third, third, third, 1, 0, 0, 0, 1, 0, 0, 0, 1)
    expect([...kOccurrences(star, 3, 1)]).toEqual([3, 1, 0, 0])
    expect(hubnessSkew(star, 3, 1)).toBeCloseTo(skewness([3, 1, 0, 0]), 12)
  })

  test('counts what sorting all scores counts', () => {
    const [n, dimensions, k] = [40, 6, 5]
    const vectors = normalised(gaussians(n, dimensions, 7), dimensions)
    const expected = new Array<number>(n).fill(0)
    for (let row = 0; row < n; row++) {
      const score = (other: number) =>
        vectors
          .subarray(row * dimensions, (row + 1) * dimensions)
          .reduce((sum, value, j) => sum + value * vectors[other * dimensions + j]!, 0)
      const others = [...Array(n).keys()].filter((other) => other !== row).sort((a, b) => score(b) - score(a) || a - b)
      for (const other of others.slice(0, k)) expected[other]!++
    }
    expect([...kOccurrences(vectors, dimensions, k)]).toEqual(expected)
  })

  test('adds up to k a row, or to all the others where they are fewer', () => {
    const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0)
    expect(sum(kOccurrences(gaussians(30, 4, 1), 4, 10))).toBe(300)
    expect(sum(kOccurrences(gaussians(30, 4, 1), 4))).toBe(300)
    expect(sum(kOccurrences(gaussians(4, 4, 1), 4, 10))).toBe(12)
    expect(kOccurrences(new Float32Array(0), 4, 10)).toHaveLength(0)
  })

  test('is high for a cone of vectors, whose axis is near them all, and low without the shift', () => {
    const cloud = gaussians(400, 50, 3)
    const cone = normalised(
      cloud.map((value) => value + 1),
      50,
    )
    expect(hubnessSkew(cone, 50)).toBeGreaterThan(1)
    expect(Math.abs(hubnessSkew(normalised(cloud, 50), 50))).toBeLessThan(0.5)
  })

  test('rejects half rows and a k that is no count', () => {
    expect(() => kOccurrences(new Float32Array(5), 2, 1)).toThrow(/5 numbers for 2 dimensions/)
    expect(() => kOccurrences(new Float32Array(4), 2, 0)).toThrow(/k = 0/)
  })
})
