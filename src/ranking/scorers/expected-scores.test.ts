import fc from 'fast-check'
import { inverse, Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { expectedScores } from './expected-scores.js'

const coordinate = fc.double({ min: -1, max: 1, noNaN: true })
const scored = fc
  .record({
    vectors: fc.array(fc.option(fc.tuple(coordinate, coordinate, coordinate), { freq: 4, nil: undefined }), {
      minLength: 2,
      maxLength: 15,
    }),
    seeds: fc.array(coordinate, { minLength: 30, maxLength: 30 }),
    share: fc.integer({ min: 1, max: 15 }),
  })
  .map(({ vectors, seeds, share }) => {
    const unit = vectors.map((vector) => {
      const length = vector && Math.hypot(...vector)
      return vector && length! > 1e-3 ? vector.map((value) => value / length!) : undefined
    })
    const places = [...unit.keys()].reverse().slice(0, share)
    return { unit, places, cheap: unit.map((_, row) => 2 * seeds[row]!), scores: places.map((_, at) => 3 * seeds[29 - at]!) }
  })
const dot = (a: readonly number[] | undefined, b: readonly number[] | undefined) =>
  a && b ? a.reduce((sum, value, at) => sum + value * b[at]!, 0) : Number.NaN
const expectedOf = ({ unit, ...rest }: typeof scored extends fc.Arbitrary<infer T> ? T : never) =>
  expectedScores({ ...rest, cosinesOf: (place) => unit.map((vector) => dot(unit[place], vector)) })

describe('expectedScores', () => {
  test('is the regression that its comment writes down, by the inverse of the whole matrix', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const { unit, cheap, places, scores } = rows
        const kernel = Matrix.zeros(unit.length, unit.length)
        for (let i = 0; i < unit.length; i++) {
          for (let j = 0; j < unit.length; j++) kernel.set(i, j, (dot(unit[i], unit[j]) || 0) ** 2 + 10 + cheap[i]! * cheap[j]!)
        }
        const all = [...unit.keys()]
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
        const known = Matrix.add(kernel.selection(places, places), Matrix.eye(places.length).mul(0.3))
        const told = Matrix.columnVector(scores.map((score) => score - mean))
        const expected = kernel.selection(all, places).mmul(inverse(known)).mmul(told).to1DArray()
        expectedOf(rows).forEach((value, row) => {
          expect(value).toBeCloseTo(expected[row]! + mean, 6)
        })
      }),
    )
  })

  test('follows the scale of the scores, and where it begins', () => {
    fc.assert(
      fc.property(scored, fc.double({ min: 0.1, max: 9, noNaN: true }), fc.integer({ min: -50, max: 50 }), (rows, scale, shift) => {
        const plain = expectedOf(rows)
        const changed = expectedOf({ ...rows, scores: rows.scores.map((score) => scale * score + shift) })
        plain.forEach((value, row) => {
          expect(changed[row]).toBeCloseTo(scale * value + shift, 5)
        })
      }),
    )
  })

  test('expects more of a row that is like one of a high score', () => {
    const cosines = [
      [1, 0, 0.9, 0.1],
      [0, 1, 0.1, 0.9],
    ]
    const [, , near, far] = expectedScores({
      cheap: [0, 0, 0, 0],
      places: [0, 1],
      scores: [5, 1],
      cosinesOf: (place) => cosines[place]!,
    })
    expect(near).toBeGreaterThan(far!)
  })
})
