import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import type { Candidate } from '../candidate.js'
import { mmr } from './mmr.js'

const candidates = (scores: readonly number[]): Candidate[] => scores.map((score, row) => ({ row, score, reasons: [] }))
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

describe('mmr', () => {
  test('picks at every step what the formula ranks first, tried on all that is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (seed, lambda) => {
        const random = mulberry32(seed)
        const scores = Array.from({ length: 25 }, random).sort((a, b) => b - a)
        const vectors = scores.map(() => normalize(Float32Array.from({ length: 6 }, () => random() - 0.5)))
        const list = candidates(scores)

        const picked = mmr(list, { limit: 8, lambda, vectorOf: (row) => vectors[row]! })

        const range = scores[0]! - scores.at(-1)!
        picked.forEach(({ row }, place) => {
          const before = picked.slice(0, place).map((candidate) => vectors[candidate.row]!)
          const value = (candidate: Candidate) => {
            const nearest = Math.max(0, ...before.map((vector) => dot(vector, vectors[candidate.row]!)))
            return lambda * ((candidate.score - scores.at(-1)!) / range) - (1 - lambda) * nearest
          }
          const left = list.filter((candidate) => !picked.slice(0, place).includes(candidate))
          expect(value(list[row]!)).toBeCloseTo(Math.max(...left.map(value)), 9)
        })
        expect(new Set(picked).size).toBe(8)
      }),
    )
  })

  test('keeps the order by score for lambda 1, and passes over a twin for variety', () => {
    const twin = Float32Array.of(1, 0)
    const other = Float32Array.of(0, 1)
    const vectorOf = (row: number) => (row < 2 ? twin : other)
    const list = candidates([3, 2.9, 2])

    expect(mmr(list, { limit: 2, lambda: 1, vectorOf }).map(({ row }) => row)).toEqual([0, 1])
    expect(mmr(list, { limit: 2, lambda: 0.3, vectorOf }).map(({ row }) => row)).toEqual([0, 2])
  })

  test('picks each candidate once, also where scores are beyond all numbers', () => {
    const vectorOf = () => Float32Array.of(1, 0)
    for (const scores of [
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 0],
      [1, Number.NEGATIVE_INFINITY, Number.NaN],
    ]) {
      const picked = mmr(candidates(scores), { limit: 4, lambda: 0.7, vectorOf })
      expect(picked.map(({ row }) => row).toSorted()).toEqual([...scores.keys()])
    }
  })
})
