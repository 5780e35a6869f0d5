// @module-tag long
import { expect, test } from 'vitest'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { topK } from '../../src/vectors/top-k.js'
import { clustered, gaussian } from '../../src/vectors/vectors.test-helper.js'
import { FixedDimensionalEncoding } from './fixed-dimensional-encoding.js'

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
