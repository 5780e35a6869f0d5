import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { multiQueryAttention } from './attention.js'

const DIMENSIONS = 6
const unit = (random: () => number) => normalize(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5))

/** The formula, written down a second time, term by term. */
function bruteForce(vectors: readonly Float32Array[], shares: readonly number[], alpha: number, last: number, tau: number): number[] {
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0)
  const mean = Array.from({ length: DIMENSIONS }, (_, i) => vectors.slice(0, last).reduce((sum, vector) => sum + vector[i]!, 0))
  const long = mean.map((value) => value / Math.hypot(...mean))
  const attended = (query: ArrayLike<number>) => {
    const raised = vectors.map((vector, t) => shares[t]! * Math.exp(dot(query, vector) / tau))
    return raised.map((value) => value / raised.reduce((sum, other) => sum + other, 0))
  }
  const [short, wide] = [attended(vectors[0]!), attended(long)]
  return vectors.map((_, t) => alpha * short[t]! + (1 - alpha) * wide[t]!)
}

describe('multiQueryAttention', () => {
  test('is what the formula says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.nat({ max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 5 }),
        (count, seed, alpha, last) => {
          const random = mulberry32(seed)
          const vectors = Array.from({ length: count }, () => unit(random))
          const shares = vectors.map(() => random() + 0.01)
          const weights = multiQueryAttention(vectors, shares, { alpha, last, temperature: 0.2 })

          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
          bruteForce(vectors, shares, alpha, last, 0.2).forEach((expected, t) => {
            expect(weights[t]).toBeCloseTo(expected, 4)
          })
        },
      ),
    )
  })

  test('leaves shares as they are where all items are alike, and counts the unlike past for less', () => {
    const [like, unlike] = [Float32Array.of(1, 0, 0, 0, 0, 0), Float32Array.of(0, 1, 0, 0, 0, 0)]

    multiQueryAttention([like, like, like], [0.5, 0.3, 0.2]).forEach((weight, t) => {
      expect(weight).toBeCloseTo([0.5, 0.3, 0.2][t]!, 9)
    })
    const [, far, near] = multiQueryAttention([like, unlike, like], [0.4, 0.4, 0.2])
    expect(near!).toBeGreaterThan(far!)
    expect(multiQueryAttention([], [])).toEqual([])
  })
})
