import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { interestScores } from './interest.js'

describe('interestScores', () => {
  test('is what the formula says, and 0 exactly for what no item of the history is like', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999 }), fc.double({ min: -0.5, max: 0.9, noNaN: true }), (seed, least) => {
        const random = mulberry32(seed)
        const rows = Array.from({ length: 12 }, () => normalize(Float32Array.from({ length: 4 }, () => random() - 0.5)))
        const cosine = (a: number, b: number) => Math.fround(rows[a]!.reduce((sum, value, d) => sum + value * rows[b]![d]!, 0))
        const history = [0, 1, 2].map((row, t) => ({ row, weight: 0.8 ** t }))
        const scores = new Float32Array(rows.length)
        interestScores(history, (row, out) => out.set(rows.map((_, other) => cosine(row, other))), scores, { least })

        scores.forEach((score, c) => {
          const terms = history.map(({ row, weight }) => weight * Math.max(0, cosine(row, c) - least) ** 2)
          expect(score).toBeCloseTo(terms.reduce((sum, term) => sum + term, 0) / (1 + 0.8 + 0.64), 5)
          if (history.every(({ row }) => cosine(row, c) <= least)) expect(score).toBe(0)
        })
      }),
    )
  })
})
