import fc from 'fast-check'
import { Matrix, solve } from 'ml-matrix'
import { expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { solvePositive } from './solve-positive.js'
import { applyUpgrade, fitUpgrade } from './upgrade.js'

const random = (length: number, seed: number) => {
  const next = mulberry32(seed)
  return Float32Array.from({ length }, () => next() - 0.5)
}
const matrix = (values: ArrayLike<number>, columns: number) => Matrix.from1DArray(values.length / columns, columns, Array.from(values))

test('the map is that of the normal equations, whether anchors or dimensions are fewer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 6 }), fc.nat(1000), (anchors, oldDimensions, seed) => {
      const fresh = random(anchors * 7, seed)
      const old = random(anchors * oldDimensions, seed + 1)
      const a = matrix(fresh, 7)
      const left = Matrix.add(a.transpose().mmul(a), Matrix.eye(7).mul(0.3))
      const expected = solve(left, a.transpose().mmul(matrix(old, oldDimensions))).to1DArray()

      const map = fitUpgrade(fresh, 7, old, oldDimensions, { ridge: 0.3 })

      expect(map).toHaveLength(7 * oldDimensions)
      map.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 4)
      })
    }),
    { numRuns: 50 },
  )
})

test('a rotation is found again from as many anchors as dimensions', () => {
  const fresh = normalize(random(40 * 6, 1), 6)
  const old = new Float32Array(fresh.length)
  for (let row = 0; row < 40; row++) for (let i = 0; i < 6; i++) old[row * 6 + ((i + 2) % 6)] = (i % 2 ? -1 : 1) * fresh[row * 6 + i]!
  const map = fitUpgrade(fresh, 6, old, 6, { ridge: 1e-6 })
  applyUpgrade(map, fresh, 6, 6).forEach((value, i) => {
    expect(value).toBeCloseTo(old[i]!, 4)
  })
})

test('rows that do not belong together and matrices without a factor are refused', () => {
  expect(() => fitUpgrade(new Float32Array(6), 3, new Float32Array(6), 2)).toThrow(/received 2 new rows of 3 and 3 old ones of 2/)
  expect(() => solvePositive(Float64Array.of(1, 2, 2, 1), 2, Float64Array.of(1, 1), 1)).toThrow(/pivot 1 of 2 is -3/)
})
