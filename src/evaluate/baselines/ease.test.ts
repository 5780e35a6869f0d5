import fc from 'fast-check'
import { inverse, Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { itemItemScores } from '../../ranking/scorers/item-item.js'
import { toSequences } from '../../ranking/sequences.js'
import { mulberry32 } from '../../vectors/random.js'
import { easeScores, easeWeights, fitEase, smallerSide } from './ease.js'
import { invertPositiveDefinite } from './positive-definite.js'

const ROWS = 7
const lists = fc.array(fc.array(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 10 })

/** B by the formula, the inverse by ml-matrix. */
function directB(made: readonly number[][], lambda: number): number[][] {
  const x = new Matrix(made.map((list) => Array.from({ length: ROWS }, (_, row) => Number(list.includes(row)))))
  const p = inverse(x.transpose().mmul(x).add(Matrix.eye(ROWS).mul(lambda)))
  return Array.from({ length: ROWS }, (_, i) => Array.from({ length: ROWS }, (_, j) => (i === j ? 0 : -p.get(i, j) / p.get(j, j))))
}

describe('invertPositiveDefinite', () => {
  test('agrees with ml-matrix', () => {
    for (const n of [1, 2, 9, 40]) {
      const random = mulberry32(n)
      const half = new Matrix(Array.from({ length: n }, () => Array.from({ length: n }, () => random() - 0.5)))
      const matrix = half.mmul(half.transpose()).add(Matrix.eye(n).mul(0.1))
      const expected = inverse(matrix)

      const found = invertPositiveDefinite(Float64Array.from(matrix.to1DArray()), n)

      found.forEach((value, at) => {
        expect(value).toBeCloseTo(expected.get(Math.floor(at / n), at % n), 6)
      })
    }
  })

  test('refuses a matrix that is not positive definite, and one that is not square', () => {
    expect(() => invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toThrow('pivot 1 is -3')
    expect(() => invertPositiveDefinite(new Float64Array(5), 2)).toThrow('expected 2 x 2')
  })
})

describe('fitEase', () => {
  test('gives the scores of the closed form, solved among items and among users', () => {
    fc.assert(
      fc.property(
        lists,
        fc.constantFrom(0.5, 3, 50),
        fc.uniqueArray(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 3 }),
        (made, lambda, past) => {
          const b = directB(made, lambda)
          for (const space of ['users', 'items'] as const) {
            const out = new Float32Array(ROWS)
            easeScores(
              past.map((row) => ({ row, weight: 1 })),
              fitEase(toSequences(made, ROWS), lambda, space),
              out,
            )
            for (let j = 0; j < ROWS; j++) {
              if (!past.includes(j))
                expect(out[j], `${space} ${j}`).toBeCloseTo(
                  past.reduce((sum, i) => sum + b[i]![j]!, 0),
                  4,
                )
            }
          }
        },
      ),
    )
  })

  test('is held by a page as its largest weights: with all of them, the same scores', () => {
    const made = [
      [0, 1, 2],
      [1, 2, 3],
      [0, 4],
      [4, 5, 6, 1],
    ]
    const ease = fitEase(toSequences(made, ROWS), 2)
    const [whole, kept] = [new Float32Array(ROWS), new Float32Array(ROWS)]

    easeScores(
      [
        { row: 1, weight: 1 },
        { row: 4, weight: 1 },
      ],
      ease,
      whole,
    )
    itemItemScores(
      [
        { row: 1, weight: 1 },
        { row: 4, weight: 1 },
      ],
      easeWeights(ease, ROWS),
      kept,
    )

    for (const row of [0, 2, 3, 5, 6]) expect(kept[row]).toBeCloseTo(whole[row]!, 5)
    const { offset, weights } = easeWeights(ease, 2)
    expect([...offset]).toEqual(Array.from({ length: ROWS + 1 }, (_, row) => 2 * row))
    expect(weights.every((weight) => weight !== 0)).toBe(true)
  })

  test('solves on the smaller side, and refuses what it cannot', () => {
    expect(smallerSide(toSequences([[0]], 2))).toBe('users')
    expect(smallerSide(toSequences([[0], [1], [0]], 2))).toBe('items')
    expect(() => fitEase(toSequences([[0]], 2), 0)).toThrow('lambda 0')
    expect(() => fitEase(toSequences([[0]], 7000), 1, 'items')).toThrow('at most 6000')
  })
})
