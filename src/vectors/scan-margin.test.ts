import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct } from './normalize.js'
import { dequantize, quantize } from './quantize.js'
import { mulberry32 } from './random.js'
import { roundingMargin } from './scan-margin.js'

test('the inner product with rounded numbers lies within the margin of that with the numbers, and the margin is no excuse', () => {
  let closest = Number.POSITIVE_INFINITY
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), fc.boolean(), (seed, dimensions, isCoarse) => {
      const random = mulberry32(seed)
      const draw = () => Float32Array.from({ length: dimensions }, () => random() - 0.5)
      const [query, row] = [draw(), draw()]
      const { codes, scale } = quantize(row)
      const step = isCoarse ? 16 : 1
      const rounded = dequantize(codes, scale).map((value, j) =>
        isCoarse ? (Math.floor((codes[j]! + 128) / 16) * 16 + 7.5 - 128) * scale : value,
      )
      const error = Math.abs(dotProduct(query, rounded) - dotProduct(query, row))
      const margin = roundingMargin(dimensions, step * scale, Math.sqrt(dotProduct(query, query)))
      // float32 rounds, too
      expect(error).toBeLessThanOrEqual(margin + 1e-6)
      if (error > 0) closest = Math.min(closest, margin / error)
    }),
    { numRuns: 1000 },
  )
  expect(closest).toBeLessThan(3)
})
