import { expect, test } from 'vitest'
import { FlatIndex } from '../../vectors/flat-index.js'
import { dotProduct, normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import type { Vectors } from '../rank.js'
import { VectorSample } from '../vector-sample.js'
import { toldApartTerm } from './told-apart.js'

const DIMENSIONS = 16
const ROWS = 60
/** The row without a vector. */
const BARE = 7
const reasonOf = (row: number) => (weight: number) => ({ kind: 'unlike', id: `${row}`, title: '', weight }) as const
const dismissed = (...rows: number[]) => rows.map((row) => ({ row, reason: reasonOf(row) }))

function vectorsOf(): Vectors {
  const random = mulberry32(5)
  const index = new FlatIndex(DIMENSIONS, { capacity: ROWS })
  index.resize(ROWS)
  for (let row = 0; row < ROWS; row++) {
    const vector = normalize(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.3))
    if (row !== BARE) index.set(row, vector)
  }
  index.setCentre(index.mean())
  return { index, sample: new VectorSample(index) }
}

/** The least of `sum over items of (w x_j - y_j)^2 / n_j + 10 / (n + 10) |w|^2`, by steps down its slope. */
function leastSquares(items: readonly Float32Array[], told: readonly number[]): Float64Array {
  const way = new Float64Array(DIMENSIONS)
  const counts = told.map((y) => told.filter((other) => other === y).length)
  for (let step = 0; step < 5000; step++) {
    const slope = way.map((value) => (10 / (told.length + 10)) * value)
    items.forEach((item, j) => {
      const error = (item.reduce((sum, value, d) => sum + value * way[d]!, 0) - told[j]!) / counts[j]!
      for (let d = 0; d < DIMENSIONS; d++) slope[d]! += error * item[d]!
    })
    for (let d = 0; d < DIMENSIONS; d++) way[d]! -= 0.1 * slope[d]!
  }
  return way
}

test('is the ridge regression in which taken and dismissed items weigh the same, about the mean of all; a row without a vector is average', () => {
  const vectors = vectorsOf()
  const { index } = vectors
  const [taken, unwanted] = [
    [20, 21, 22, BARE, 23, 24],
    [3, 42],
  ]
  const centred = (row: number) => index.centre(index.vector(row))
  const told = [...taken.filter((row) => row !== BARE), ...unwanted]

  const { scores, weight } = toldApartTerm(taken, dismissed(...unwanted), vectors, 8)!

  const way = leastSquares(
    told.map(centred),
    told.map((row) => (unwanted.includes(row) ? -1 : 1)),
  )
  const known = Array.from({ length: ROWS }, (_, row) => (row === BARE ? null : dotProduct(centred(row), Float32Array.from(way))))
  const mean = known.reduce<number>((sum, score) => sum + (score ?? 0), 0) / (ROWS - 1)
  expect(weight).toBe(8)
  known.forEach((score, row) => {
    expect(scores[row]).toBeCloseTo(score === null ? 0 : score - mean, 3)
  })
})

test('the reason is the dismissed item that is nearest', () => {
  const vectors = vectorsOf()
  const { index } = vectors
  const asked = [3, 11, 42]
  const { reason } = toldApartTerm([20], dismissed(...asked), vectors, 1)!

  for (const row of [0, 1, 2, 30]) {
    const cosines = asked.map((other) => dotProduct(index.centre(index.vector(row)), index.centre(index.vector(other))))
    expect(reason(row, -1)).toMatchObject({ id: `${asked[cosines.indexOf(Math.max(...cosines))]}`, weight: -1 })
  }
})

test('a row without a vector has a reason, too: of a weight of 0', () => {
  const { reason, scores } = toldApartTerm([20], dismissed(3), vectorsOf(), 1)!

  expect([scores[BARE], reason(BARE, 0)]).toEqual([0, { kind: 'unlike', id: '3', title: '', weight: 0 }])
})

test('what is like a dismissed item falls for a visitor who took nothing, too', () => {
  const vectors = vectorsOf()
  const { scores } = toldApartTerm([], dismissed(3), vectors, 1)!

  expect(scores.indexOf(Math.min(...scores))).toBe(3)
})

test('one item more or less is heard in the next answer', () => {
  const vectors = vectorsOf()
  const asked: [number[], number[]][] = [
    [[20], [3]],
    [[20], [3, 11]],
    [[20, 3], [11]],
    [[], [11]],
    [[20], [3]],
  ]
  const answers = asked.map(([taken, unwanted]) => toldApartTerm(taken, dismissed(...unwanted), vectors, 1)!)
  const anew = asked.map(([taken, unwanted]) => toldApartTerm(taken, dismissed(...unwanted), vectorsOf(), 1)!)

  expect(answers.map(({ scores }) => scores)).toEqual(anew.map(({ scores }) => scores))
})

test('without a dismissed item that has a vector there is no term', () => {
  expect(toldApartTerm([20], dismissed(BARE), vectorsOf(), 1)).toBeNull()
  expect(toldApartTerm([20], dismissed(), vectorsOf(), 1)).toBeNull()
})
