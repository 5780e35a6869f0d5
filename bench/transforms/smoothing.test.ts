import { Matrix } from 'ml-matrix'
import { expect, test } from 'vitest'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { neighbourSmoothing } from './neighbour-smoothing.js'
import { prototypeSmoothing } from './prototype-smoothing.js'
import { similarItems } from './similar-items.js'

const DIMENSIONS = 16
const ROWS = 40
const random = mulberry32(5)
const vectors = normalize(
  Float32Array.from({ length: ROWS * DIMENSIONS }, () => random() - 0.5),
  DIMENSIONS,
)
const at = (row: number, of = vectors) => of.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)

const index = new FlatIndex(DIMENSIONS, { capacity: ROWS })
index.resize(ROWS)
for (let row = 0; row < ROWS; row++) index.set(row, at(row))
const graph = similarItems(index, 3)

test('the graph of similar items has an edge where one is among the nearest of the other, in both rows', () => {
  const nearest = Array.from({ length: ROWS }, (_, row) =>
    [...Array(ROWS).keys()]
      .filter((other) => other !== row)
      .sort((a, b) => dotProduct(at(row), at(b)) - dotProduct(at(row), at(a)))
      .slice(0, 3),
  )
  for (let row = 0; row < ROWS; row++) {
    const expected = [...Array(ROWS).keys()].filter((other) => nearest[row]!.includes(other) || nearest[other]!.includes(row))

    expect([...graph.rows.subarray(graph.offset[row]!, graph.offset[row + 1]!)]).toEqual(expected)
  }
})

test('smoothing over neighbours adds their normalised share, as matrices say it', () => {
  const adjacency = Matrix.zeros(ROWS, ROWS)
  for (let row = 0; row < ROWS; row++) {
    for (let e = graph.offset[row]!; e < graph.offset[row + 1]!; e++) adjacency.set(row, graph.rows[e]!, 1)
  }
  const root = Matrix.diag(adjacency.sum('row').map((degree) => degree ** -0.5))
  const operator = root.mmul(adjacency).mmul(root)
  const near = operator.mmul(operator).mmul(Matrix.from1DArray(ROWS, DIMENSIONS, Array.from(vectors)))

  const smoothed = neighbourSmoothing(graph, vectors, DIMENSIONS, { steps: 2, weight: 0.3 })

  for (let row = 0; row < ROWS; row++) {
    const length = Math.hypot(...near.getRow(row))
    for (let d = 0; d < DIMENSIONS; d++) {
      expect(smoothed[row * DIMENSIONS + d]).toBeCloseTo(at(row)[d]! + (0.3 * near.get(row, d)) / length, 4)
    }
  }
})

test('prototypes draw what few met further than what many met, and nothing where they count 0', () => {
  const met = Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? 0 : 1000))
  const smoothed = prototypeSmoothing(vectors, DIMENSIONS, met, { prototypes: 4, weight: 0.5 })
  const moved = Array.from({ length: ROWS }, (_, row) => 1 - dotProduct(at(row), at(row, smoothed)))

  expect(Math.min(...moved.filter((_, row) => row % 2 === 0))).toBeGreaterThan(Math.max(...moved.filter((_, row) => row % 2 === 1)))
  prototypeSmoothing(vectors, DIMENSIONS, met, { weight: 0 }).forEach((value, i) => {
    expect(value).toBeCloseTo(vectors[i]!, 5)
  })
})
