import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TopK, topK } from './top-k.js'

// few distinct values, so that ties abound
const score = fc.constantFrom(-1, -0.5, 0, -0, 0.25, 0.5, 1, Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)

function sorted(scores: readonly number[], k: number, allowed: (row: number) => boolean = () => true): number[] {
  return scores
    .map((_, row) => row)
    .filter((row) => allowed(row) && !Number.isNaN(scores[row]))
    .sort((a, b) => (scores[a] === scores[b] ? a - b : scores[b]! > scores[a]! ? 1 : -1))
    .slice(0, k)
}

test('gives what a full sort gives, ties to the lower row, without NaN', () => {
  fc.assert(
    fc.property(
      fc.array(score, { maxLength: 60 }),
      fc.nat(20),
      fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
      (scores, k, allowed) => {
        const mask = Uint8Array.from(scores, (_, row) => (allowed[row] ? 1 : 0))
        const hits = topK(Float32Array.from(scores), k, mask)
        expect([...hits.rows]).toEqual(sorted(scores, k, (row) => allowed[row]!))
        expect([...hits.scores]).toEqual([...hits.rows].map((row) => scores[row]))
        expect(hits.length).toBe(hits.rows.length)
      },
    ),
  )
})

test('the order of the offers changes nothing, and drain empties the heap', () => {
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 10 }), fc.nat(), (scores, k, turn) => {
      const best = TopK.of(k)
      for (let i = 0; i < scores.length; i++) {
        const row = (i + turn) % scores.length
        best.offer(row, scores[row]!)
      }
      expect([...best.drain().rows]).toEqual(sorted(scores, k))
      expect(best.size).toBe(0)
    }),
  )
})

test('scores are compared as float32: a difference below it is a tie', () => {
  const best = TopK.of(1)
  best.offer(1, 1 + 1e-12)
  best.offer(0, 1)
  expect([...best.drain().rows]).toEqual([0])
})
