import fc from 'fast-check'
import { SVD } from 'ml-matrix'
import { expect, test } from 'vitest'
import { effectiveRank } from './effective-rank.js'

const matrix = fc.integer({ min: 1, max: 6 }).chain((d) =>
  fc.record({
    d: fc.constant(d),
    rows: fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 9 }),
  }),
)

const of = (rows: readonly (readonly number[])[], d: number) => effectiveRank(Float32Array.from(rows.flat()), d)

/** exp of the entropy of a distribution, written as a product. */
const perplexity = (values: readonly number[]) => {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.filter((value) => value > 0).reduce((product, value) => product * (value / total) ** -(value / total), 1)
}

test('by hand: a diagonal matrix has its entries as singular values', () => {
  expect(
    of(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      3,
    ),
  ).toBeCloseTo(3, 10)
  expect(
    of(
      [
        [3, 0],
        [0, 1],
      ],
      2,
    ),
  ).toBeCloseTo(0.75 ** -0.75 * 0.25 ** -0.25, 10)
  expect(
    of(
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      2,
    ),
  ).toBeCloseTo(1, 6)
})

test('equals the perplexity of the singular values that an SVD of the matrix itself finds', () => {
  fc.assert(
    fc.property(matrix, ({ rows, d }) => {
      fc.pre(rows.flat().some((value) => value !== 0))
      const singular = new SVD(rows as number[][], { autoTranspose: true }).diagonal
      expect(of(rows, d)).toBeCloseTo(perplexity(singular), 4)
    }),
  )
})

test('is the same for the transpose, for any unit, and lies in 1 to min(n, d)', () => {
  fc.assert(
    fc.property(matrix, ({ rows, d }) => {
      fc.pre(rows.flat().some((value) => value !== 0))
      const transpose = Array.from({ length: d }, (_, c) => rows.map((row) => row[c]!))
      const rank = of(rows, d)
      expect(of(transpose, rows.length)).toBeCloseTo(rank, 4)
      expect(
        of(
          rows.map((row) => row.map((value) => value * 4)),
          d,
        ),
      ).toBeCloseTo(rank, 4)
      expect(rank).toBeGreaterThan(1 - 1e-6)
      expect(rank).toBeLessThan(Math.min(rows.length, d) + 1e-6)
    }),
  )
})

test('zeros and no rows are NaN', () => {
  expect(of([[0, 0]], 2)).toBeNaN()
  expect(of([], 2)).toBeNaN()
  expect(() => effectiveRank(new Float32Array(3), 2)).toThrow(/3 numbers for 2 dimensions/)
})
