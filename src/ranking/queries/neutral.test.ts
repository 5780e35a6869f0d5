import { expect, test } from 'vitest'
import { FlatIndex } from '../../vectors/flat-index.js'
import { dotProduct } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { differencesOf, neutralized } from './neutral.js'

const DIMENSIONS = 16
const random = mulberry32(1)
const vector = () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5)

function randomIndex(rows: number): FlatIndex {
  const index = new FlatIndex(DIMENSIONS)
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, vector())
  index.setCentre(index.mean())
  return index
}

test('three groups differ in two directions, which are orthonormal and hold every difference of their means', () => {
  const index = randomIndex(30)
  const groups = [0, 1, 2].map((group) => Array.from({ length: 10 }, (_, i) => group * 10 + i))
  const directions = differencesOf(groups, index)
  expect(directions).toHaveLength(2)
  directions.forEach((one, i) => {
    directions.forEach((other, j) => {
      expect(dotProduct(one, other)).toBeCloseTo(i === j ? 1 : 0, 5)
    })
  })
  const [a, , c] = groups.map((rows) => index.meanOf(rows, true))
  const difference = c!.map((value, i) => value - a![i]!)
  const along = directions.map((direction) => dotProduct(direction, difference))
  expect(Math.hypot(...along)).toBeCloseTo(Math.hypot(...difference), 5)
})

test('a neutral query scores the same what differs in these directions alone', () => {
  const index = randomIndex(20)
  const directions = differencesOf([[0, 1, 2], [3, 4], []], index)
  expect(directions).toHaveLength(1)
  const query = vector()
  const { parts } = neutralized(
    { kind: 'vector', weight: 1, space: 'centred', parts: [{ vector: query, reason: (weight) => ({ kind: 'meaning', weight }) }] },
    directions,
  )
  const one = vector()
  const other = one.map((value, i) => value + 3 * directions[0]![i]!)
  expect(dotProduct(parts[0]!.vector, other)).toBeCloseTo(dotProduct(parts[0]!.vector, one), 5)
  expect(dotProduct(query, other)).not.toBeCloseTo(dotProduct(query, one), 2)
})
