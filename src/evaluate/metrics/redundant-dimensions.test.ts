import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { gaussian } from '../../vectors/vectors.test-helper.js'
import { mergeRedundantDimensions } from './redundant-dimensions.js'

const ROWS = 200

/** Rows of independent numbers, followed by copies of some of them: scaled, shifted and with noise. */
function planted(seed: number, own: number, copies: readonly { of: number; slope: number }[], noise: number): Float32Array {
  const random = mulberry32(seed)
  return Float32Array.from(
    Array.from({ length: ROWS }, () => {
      const row = Array.from({ length: own }, () => gaussian(random))
      return [...row, ...copies.map(({ of, slope }) => slope * row[of]! + 3 + noise * gaussian(random))]
    }).flat(),
  )
}

test('copies are found, with what they are worth, and inner products keep their differences', () => {
  const copy = fc.record({ of: fc.nat(11), slope: fc.constantFrom(-2, 0.5, 1, 3) })
  fc.assert(
    fc.property(fc.nat(), fc.array(copy, { maxLength: 5 }), (seed, copies) => {
      const dimensions = 12 + copies.length
      const sample = planted(seed, 12, copies, 0)
      const reduction = mergeRedundantDimensions(sample, dimensions)
      expect(reduction.dimensions).toBe(12)
      reduction.merged.forEach(({ dimension, into, slope }, i) => {
        expect([dimension, into]).toEqual([12 + i, copies[i]!.of])
        expect(slope).toBeCloseTo(copies[i]!.slope, 5)
      })
      const row = (at: number) => sample.subarray(at * dimensions, (at + 1) * dimensions)
      const query = reduction.query(row(0))
      const missing = (at: number) => dotProduct(row(0), row(at)) - dotProduct(query, reduction.row(row(at)))
      for (let at = 2; at < 20; at++) expect(missing(at)).toBeCloseTo(missing(1), 3)
    }),
    { numRuns: 50 },
  )
})

test('what is independent, noisier than the threshold allows, or constant, stays', () => {
  expect(mergeRedundantDimensions(planted(1, 20, [], 0), 20).merged).toEqual([])
  expect(mergeRedundantDimensions(planted(2, 5, [{ of: 1, slope: 1 }], 1), 6).merged).toEqual([])
  const constant = Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? 1 : i))
  expect(mergeRedundantDimensions(constant, 2)).toMatchObject({ dimensions: 2, merged: [] })
  expect(() => mergeRedundantDimensions(new Float32Array(5), 2)).toThrow(/received 5 numbers, expected 2 rows of 2/)
})
