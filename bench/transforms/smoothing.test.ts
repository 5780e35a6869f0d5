import { expect, test } from 'vitest'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { prototypeSmoothing } from './prototype-smoothing.js'

const DIMENSIONS = 16
const ROWS = 40
const random = mulberry32(5)
const vectors = normalize(
  Float32Array.from({ length: ROWS * DIMENSIONS }, () => random() - 0.5),
  DIMENSIONS,
)
const at = (row: number, of = vectors) => of.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)

test('prototypes draw what few met further than what many met, and nothing where they count 0', () => {
  const met = Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? 0 : 1000))
  const smoothed = prototypeSmoothing(vectors, DIMENSIONS, met, { prototypes: 4, weight: 0.5 })
  const moved = Array.from({ length: ROWS }, (_, row) => 1 - dotProduct(at(row), at(row, smoothed)))

  expect(Math.min(...moved.filter((_, row) => row % 2 === 0))).toBeGreaterThan(Math.max(...moved.filter((_, row) => row % 2 === 1)))
  prototypeSmoothing(vectors, DIMENSIONS, met, { weight: 0 }).forEach((value, i) => {
    expect(value).toBeCloseTo(vectors[i]!, 5)
  })
})
