// @module-tag long
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { dequantize, quantize } from '../../src/vectors/quantize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { topK } from '../../src/vectors/top-k.js'
import { clustered, gaussian } from '../../src/vectors/vectors.test-helper.js'
import { FixedDimensionalEncoding } from './fixed-dimensional-encoding.js'
import { MultiVectorIndex } from './multi-vector-index.js'

const DIMENSIONS = 32

const rowsOf = (vectors: Float32Array) =>
  Array.from({ length: vectors.length / DIMENSIONS }, (_, row) => vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS))

/** Chamfer's similarity by its definition. */
const chamfer = (query: Float32Array, item: Float32Array): number =>
  rowsOf(query).reduce((sum, q) => sum + Math.max(...rowsOf(item).map((p) => dotProduct(q, p))), 0)

const bestOf = <Item>(all: readonly Item[], k: number, score: (item: Item) => number): number[] => [
  ...topK(Float32Array.from(all, score), k).rows,
]

const sumOf = (vectors: Float32Array): Float32Array =>
  rowsOf(vectors).reduce((sum, row) => sum.map((value, j) => value + row[j]!), new Float32Array(DIMENSIONS))

/** Items of 8 sentences about three of sixty subjects, the same three for ten items; how many sentences on each differs. */
function items(count: number, random: () => number): Float32Array[] {
  const subjects = rowsOf(clustered(60, DIMENSIONS, 60, random))
  const draw = () => subjects[Math.floor(random() * subjects.length)]!
  const groups = Array.from({ length: count / 10 }, () => [draw(), draw(), draw()])
  return Array.from({ length: count }, (_, i) => {
    const own = groups[i % groups.length]!
    const item = new Float32Array(8 * DIMENSIONS)
    for (let sentence = 0; sentence < 8; sentence++) {
      const subject = own[sentence < 3 ? sentence : Math.floor(random() ** 3 * 3)]!
      for (let j = 0; j < DIMENSIONS; j++) item[sentence * DIMENSIONS + j] = subject[j]! + 0.12 * gaussian(random)
    }
    return normalize(item, DIMENSIONS)
  })
}

test('the shortlist of encodings holds .95 or more of the ten best, and more than that of mean vectors', () => {
  const random = mulberry32(17)
  const all = items(1000, random)
  const encoding = new FixedDimensionalEncoding(DIMENSIONS)
  expect(encoding.length).toBe(1024)
  const encoded = all.map((item) => encoding.item(item))
  const means = all.map((item) => sumOf(item).map((value) => value / 8))
  const found = { encoded: 0, means: 0 }
  for (let asked = 0; asked < 40; asked++) {
    // what one item says, in other words
    const query = normalize(
      all[asked]!.map((value) => value + 0.1 * gaussian(random)),
      DIMENSIONS,
    )
    const best = new Set(bestOf(all, 10, (item) => chamfer(query, item)))
    const code = encoding.query(query)
    const sum = sumOf(query)
    found.encoded += bestOf(encoded, 50, (other) => dotProduct(code, other)).filter((row) => best.has(row)).length
    found.means += bestOf(means, 50, (other) => dotProduct(sum, other)).filter((row) => best.has(row)).length
  }
  expect(found.encoded / 400).toBeGreaterThanOrEqual(0.95)
  expect(found.encoded).toBeGreaterThan(found.means)
})

test('with one bucket and every dimension kept apart an encoding is the sum of a query and the mean of an item', () => {
  const encoding = new FixedDimensionalEncoding(2, { repetitions: 1, hyperplanes: 0, projected: 1024 })
  const query = encoding.query(Float32Array.of(1, 2, 3, 4))
  const item = encoding.item(Float32Array.of(1, 0, 0, 1, 1, 1))
  expect(dotProduct(query, item)).toBeCloseTo((4 * 2) / 3 + (6 * 2) / 3, 5)
  expect([...encoding.item(new Float32Array(0))].every((value) => value === 0)).toBe(true)
  expect(() => encoding.query(new Float32Array(3))).toThrow(/received 3 numbers, expected a multiple of 2/)
  expect(() => new FixedDimensionalEncoding(2, { hyperplanes: 9 })).toThrow(/received 9 hyperplanes/)
})

/** What the codes of some vectors stand for. */
function asKept(vectors: Float32Array): Float32Array {
  const kept = new Float32Array(vectors.length)
  for (let start = 0; start < vectors.length; start += DIMENSIONS) {
    const { codes, scale } = quantize(vectors.subarray(start, start + DIMENSIONS))
    dequantize(codes, scale, kept.subarray(start, start + DIMENSIONS))
  }
  return kept
}

test('a shortlist of all items is exact: any items, any replaced or taken away, any mask', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.record({ row: fc.nat(29), count: fc.nat(4) }), { maxLength: 60 }), fc.nat(12), (seed, calls, k) => {
      const random = mulberry32(seed)
      const draw = (count: number) =>
        normalize(
          Float32Array.from({ length: count * DIMENSIONS }, () => gaussian(random)),
          DIMENSIONS,
        )
      const index = new MultiVectorIndex(DIMENSIONS, { shortlist: 30 })
      index.resize(30)
      const model = new Map<number, Float32Array>()
      for (const { row, count } of calls) {
        if (count === 0) {
          index.unset(row)
          model.delete(row)
          continue
        }
        const vectors = draw(count)
        index.set(row, vectors)
        model.set(row, asKept(vectors))
      }
      const mask = Uint8Array.from({ length: 30 }, () => (random() < 0.7 ? 1 : 0))
      const query = draw(1 + (seed % 3))
      const hits = index.search(query, k, mask)
      const scores = Float32Array.from({ length: 30 }, (_, row) =>
        mask[row] && model.has(row) ? chamfer(query, model.get(row)!) : Number.NaN,
      )
      expect(hits.length).toBe(Math.min(k, scores.filter((score) => !Number.isNaN(score)).length))
      hits.rows.forEach((row, i) => {
        expect(Math.abs(hits.scores[i]! - scores[row]!)).toBeLessThan(1e-5)
        expect(hits.scores[i]).toBeCloseTo(index.score(query, row), 5)
      })
      const worst = hits.length === k && k > 0 ? hits.scores[k - 1]! : Number.POSITIVE_INFINITY
      scores.forEach((score, row) => {
        if (!Number.isNaN(score) && !hits.rows.includes(row)) expect(score).toBeLessThan(worst + 1e-5)
      })
      for (let row = 0; row < 30; row++) expect(index.has(row)).toBe(model.has(row))
    }),
    { numRuns: 60 },
  )
})

test('no vectors, or a part of one, are refused', () => {
  const index = new MultiVectorIndex(4)
  index.resize(1)
  expect(() => index.set(0, new Float32Array(0))).toThrow(/received no vector/)
  expect(() => index.set(0, new Float32Array(6))).toThrow(/received 6 numbers, expected a multiple of 4/)
  expect(index.has(0)).toBe(false)
  expect(index.score(new Float32Array(4), 0)).toBeNaN()
})
