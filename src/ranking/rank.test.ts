import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reason } from '../types.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { normalize } from '../vectors/normalize.js'
import { mulberry32 } from '../vectors/random.js'
import { seedTerm } from './queries/seeds.js'
import { rank, type Vectors } from './rank.js'
import type { RowTerm, Term } from './term.js'
import { VectorSample } from './vector-sample.js'

const DIMENSIONS = 16

interface World {
  readonly rows: number
  readonly vectors: Vectors
  readonly present: readonly boolean[]
}

function world(rows: number, seed: number, missing = 0): World {
  const random = mulberry32(seed)
  const index = new FlatIndex(DIMENSIONS)
  index.resize(rows)
  const present = Array.from({ length: rows }, () => random() >= missing)
  present.forEach((has, row) => {
    if (has) index.set(row, normalize(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.3)))
  })
  if (index.count > 0) index.setCentre(index.mean())
  return { rows, vectors: { index, sample: new VectorSample(index) }, present }
}

const popular = (weight: number): Reason => ({ kind: 'popular', weight })
const rowTerm = (scores: Float32Array, weight: number): RowTerm => ({
  kind: 'rows',
  weight,
  scores,
  reason: (_row, termWeight) => popular(termWeight),
})
const allowAll = (rows: number) => new Uint8Array(rows).fill(1)

function zScores(scores: readonly number[]): number[] {
  const known = scores.filter((score) => !Number.isNaN(score))
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length
  const deviation = Math.sqrt(known.reduce((sum, score) => sum + (score - mean) ** 2, 0) / known.length)
  return scores.map((score) => (Number.isNaN(score) ? 0 : (score - mean) / deviation))
}

/** The equation, written down a second time: cosines about the mean by hand, then z, then the weighted sum. */
function bruteForce({ rows, vectors: { index } }: World, seeds: readonly { row: number; share: number }[], words: Float32Array): number[] {
  const mu = index.mean()
  const centred = (row: number) => {
    const shifted = [...index.vector(row)].map((value, i) => value - mu[i]!)
    const norm = Math.hypot(...shifted)
    return shifted.map((value) => value / norm)
  }
  const cosines = Array.from({ length: rows }, (_, row) => {
    if (!index.has(row)) return Number.NaN
    const own = centred(row)
    return seeds.reduce((sum, seed) => sum + seed.share * centred(seed.row).reduce((dot, value, i) => dot + value * own[i]!, 0), 0)
  })
  const near = zScores(cosines)
  const worded = zScores([...words])
  return near.map((value, row) => value + 0.5 * worded[row]!)
}

function seedsOf({ vectors, present }: World, random: () => number) {
  const rows = present.flatMap((has, row) => (has ? [row] : [])).filter(() => random() < 0.2)
  const chosen = rows.length > 0 ? rows.slice(0, 4) : [present.indexOf(true)]
  const seeds = chosen.map((row) => ({
    row,
    share: 1 / chosen.length,
    reason: (weight: number): Reason => ({ kind: 'similar-to', id: String(row), title: '', weight }),
  }))
  return { seeds, term: seedTerm(seeds, vectors.index, 1)! }
}

describe('rank', () => {
  test('orders rows by the equation, as worked out a second time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.integer({ min: 20, max: 300 }),
        fc.constantFrom(0, 0.4),
        (seed, rows, missing) => {
          const made = world(rows, seed, missing)
          const random = mulberry32(seed ^ 0x5bd1e995)
          const { seeds, term } = seedsOf(made, random)
          const words = Float32Array.from({ length: rows }, () => random() ** 4)
          const mask = Uint8Array.from({ length: rows }, () => (random() < 0.8 ? 1 : 0))
          const terms: Term[] = [rowTerm(words, 0.5), term]

          const found = rank({ rows, terms, mask, limit: 10, diversity: 0 }, made.vectors)

          const oracle = bruteForce(made, seeds, words)
          const best = oracle.map((score, row) => ({ row, score })).filter(({ row }) => mask[row] === 1)
          best.sort((a, b) => b.score - a.score)
          found.forEach(({ row, score }, place) => {
            expect(mask[row]).toBe(1)
            expect(score).toBeCloseTo(oracle[row]!, 4)
            expect(score).toBeCloseTo(best[place]!.score, 4)
          })
          expect(found).toHaveLength(Math.min(10, best.length))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('gives reasons that add up to the score, one for each seed and term', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, diversity) => {
        const made = world(120, seed, 0.3)
        const random = mulberry32(seed + 1)
        const { seeds, term } = seedsOf(made, random)
        const terms: Term[] = [rowTerm(Float32Array.from({ length: 120 }, random), 1), term]

        for (const { row, score, reasons } of rank({ rows: 120, terms, mask: allowAll(120), limit: 12, diversity }, made.vectors)) {
          expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
          expect(reasons.filter(({ kind }) => kind === 'similar-to')).toHaveLength(made.present[row] ? seeds.length : 0)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('breaks ties by row, and gives the same answer twice', () => {
    const terms = [
      rowTerm(
        Float32Array.from({ length: 50 }, (_, row) => (row % 2 === 0 ? 1 : 0)),
        1,
      ),
    ]
    const request = { rows: 50, terms, mask: allowAll(50), limit: 10, diversity: 0 }

    const found = rank(request, null).map(({ row }) => row)

    expect(found).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    expect(rank(request, null).map(({ row }) => row)).toEqual(found)
  })

  test('leaves out a term that tells no rows apart', () => {
    const terms = [
      rowTerm(new Float32Array(30).fill(0.7), 5),
      rowTerm(
        Float32Array.from({ length: 30 }, (_, row) => row),
        1,
      ),
    ]

    const [best] = rank({ rows: 30, terms, mask: allowAll(30), limit: 1, diversity: 0 }, null)

    expect(best!.row).toBe(29)
    expect(best!.reasons).toHaveLength(1)
  })

  test('has an answer for a catalog of one item, of none, and for a mask that lets nothing through', () => {
    const request = (rows: number, mask: Uint8Array) => ({
      rows,
      terms: [rowTerm(new Float32Array(rows), 1)],
      mask,
      limit: 5,
      diversity: 0.3,
    })

    expect(rank(request(1, allowAll(1)), null).map(({ row }) => row)).toEqual([0])
    expect(rank(request(0, allowAll(0)), null)).toEqual([])
    expect(rank(request(9, new Uint8Array(9)), world(9, 1).vectors)).toEqual([])
  })
})
