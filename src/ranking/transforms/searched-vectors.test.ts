import { describe, expect, test } from 'vitest'
import { draws } from '../../evaluate/draw.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { dotProduct, normalize } from '../../vectors/normalize.js'
import { type TaughtSearch, trainOnSearches, withVectors } from './searched-vectors.js'

const DIMENSIONS = 16
const ROWS = 40

function setUp(seed: number) {
  const { normal, integer } = draws(seed)
  const unit = () => normalize(Float32Array.from({ length: DIMENSIONS }, () => normal()))
  const index = new FlatIndex(DIMENSIONS)
  index.resize(ROWS + 1)
  // the last row has no vector
  for (let row = 0; row < ROWS; row++) index.set(row, unit())
  const searches = Array.from({ length: 25 }, (): TaughtSearch => {
    const counts = new Map(Array.from({ length: integer(1, 3) }, () => [integer(0, ROWS / 2), integer(1, 4)]))
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return { vector: unit(), shares: new Map([...counts].map(([row, count]) => [row, count / total])) }
  })
  return { index, searches, found: new Set(searches.flatMap(({ shares }) => [...shares.keys()])) }
}

const cosine = (a: Float32Array, b: Float32Array) => dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))

describe('trained vectors', () => {
  test('are those of gradient descent on the whole loss, row by row', () => {
    const { index, searches, found } = setUp(2)
    const texts = Array.from({ length: ROWS }, (_, row) => [...index.vector(row)])
    const vectors = texts.map((text) => [...text])
    for (let step = 0; step < 20; step++) {
      const chances = searches.map(({ vector }) => {
        const powers = vectors.map((one) => Math.exp(dotProduct(one, vector) / 0.05))
        const total = powers.reduce((sum, power) => sum + power, 0)
        return powers.map((power) => power / total)
      })
      for (const row of found) {
        const own = searches.filter(({ shares }) => shares.has(row)).length
        const next = vectors[row]!.map((value, d) => {
          const slope = searches.reduce(
            (sum, { vector, shares }, at) => sum + (chances[at]![row]! - (shares.get(row) ?? 0)) * vector[d]!,
            0,
          )
          return value - 0.4 * (slope / own + 0.1 * (value - texts[row]![d]!))
        })
        vectors[row] = [...normalize(Float32Array.from(next))]
      }
    }

    const moved = trainOnSearches(index, searches)

    expect(new Set(moved.keys())).toEqual(found)
    // codes round the cosines of each step
    for (const row of found) expect(cosine(moved.get(row)!, Float32Array.from(vectors[row]!))).toBeGreaterThan(0.999)
  })

  test('make what searches led to likelier for each of them together than texts do', () => {
    for (const seed of [3, 4, 5]) {
      const { index, searches } = setUp(seed)
      const { index: moved } = withVectors(index, trainOnSearches(index, searches))
      const lossOf = (at: FlatIndex) =>
        searches.reduce((sum, { vector, shares }) => {
          const powers = Array.from(at.scores(vector, [...Array(ROWS).keys()]), (one) => Math.exp(one / 0.05))
          const total = powers.reduce((all, power) => all + power, 0)
          return [...shares].reduce((all, [row, share]) => all - share * Math.log(powers[row]! / total), sum)
        }, 0)
      expect(lossOf(moved)).toBeLessThan(0.3 * lossOf(index))
    }
  })
})

test('rows that no search led to keep their codes, and a row without a vector gets none', () => {
  const { index, searches, found } = setUp(6)
  const lost: TaughtSearch = { vector: searches[0]!.vector, shares: new Map([[ROWS, 1]]) }
  for (const move of [trainOnSearches]) {
    const { index: moved } = withVectors(index, move(index, [...searches, lost]))
    for (let row = 0; row < ROWS; row++) if (!found.has(row)) expect(moved.codes(row)).toEqual(index.codes(row))
    expect(moved.has(ROWS)).toBe(false)
    expect(move(index, [])).toEqual(new Map())
  }
})
