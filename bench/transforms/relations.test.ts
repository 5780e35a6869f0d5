import { expect, test } from 'vitest'
import { draws } from '../../src/evaluate/draw.js'
import { normalize } from '../../src/vectors/normalize.js'
import { type LinkedPair, rotation, translation } from './relations.js'

const DIMENSIONS = 8
const ROWS = [...Array(20).keys()]
const { normal } = draws(3)
const drawn = () => normalize(Float32Array.from({ length: ROWS.length * DIMENSIONS }, normal), DIMENSIONS)
const at = (vectors: Float32Array, row: number) => vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)
const pairs: readonly LinkedPair[] = Array.from({ length: 10 }, (_, n) => [n, 10 + n])
const cosines = (vectors: Float32Array, of: (row: number) => Float32Array) =>
  pairs.reduce((sum, [from, to]) => sum + of(from).reduce((dot, value, d) => dot + value * at(vectors, to)[d]!, 0), 0)

test('a rotation of noisy pairs is nearer to their ends than that of any other two rows', () => {
  const vectors = drawn()
  const fitted = cosines(vectors, rotation(vectors, DIMENSIONS, pairs))
  const others = ROWS.flatMap((from) => ROWS.map((to) => cosines(vectors, rotation(vectors, DIMENSIONS, [[from, to]]))))

  expect(Math.max(...others)).toBeLessThan(fitted)
})

test('a rotation from rows to themselves turns nothing', () => {
  const vectors = drawn()
  const same = rotation(
    vectors,
    DIMENSIONS,
    ROWS.map((row) => [row, row]),
  )
  for (const row of ROWS) {
    same(row).forEach((value, d) => {
      expect(value).toBeCloseTo(at(vectors, row)[d]!, 5)
    })
  }
})

test('a translation leads from each start to its end where all pairs are one step', () => {
  const vectors = drawn()
  for (const [from, to] of pairs) at(vectors, to).set(at(vectors, from).map((value, d) => value + d / 10))
  const query = translation(vectors, DIMENSIONS, pairs.slice(0, 3))
  for (const [from, to] of pairs) {
    query(from).forEach((value, d) => {
      expect(value).toBeCloseTo(at(vectors, to)[d]!, 5)
    })
  }
})
