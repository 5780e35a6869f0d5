import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct } from './normalize.js'
import { dequantize, quantize, quantizeInto } from './quantize.js'
import { mulberry32 } from './random.js'
import { scanMargin } from './scan-margin.js'

test('the inner product of codes lies within the margin of that of the vectors, and the margin is no excuse', () => {
  let closest = Number.POSITIVE_INFINITY
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), fc.boolean(), (seed, dimensions, rowsAreCodes) => {
      const random = mulberry32(seed)
      const draw = () => Float32Array.from({ length: dimensions }, () => random() - 0.5)
      const [query, row] = [draw(), draw()]
      const queryCodes = new Int8Array(dimensions)
      const queryScale = quantizeInto(query, queryCodes, 63)
      const { codes, scale } = quantize(row)
      const rounded = dequantize(codes, scale)
      const meant = rowsAreCodes ? rounded : row
      const error = Math.abs(dotProduct(queryCodes, codes) * queryScale * scale - dotProduct(query, meant))
      const length = (vector: Float32Array) => Math.sqrt(dotProduct(vector, vector))
      const margin = scanMargin({
        dimensions,
        queryLength: length(query),
        queryScale,
        longestRow: length(rounded),
        coarsestRow: rowsAreCodes ? 0 : scale,
      })
      expect(error).toBeLessThanOrEqual(margin)
      if (error > 0) closest = Math.min(closest, margin / error)
    }),
    { numRuns: 1000 },
  )
  expect(closest).toBeLessThan(3)
})
