import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pool } from './pooling.js'

/** Hidden states and a mask with a 1 in every row, padded on either side. */
const batches = fc
  .record({ batch: fc.integer({ min: 1, max: 4 }), tokens: fc.integer({ min: 1, max: 6 }), dimensions: fc.integer({ min: 1, max: 5 }) })
  .chain(({ batch, tokens, dimensions }) =>
    fc.record({
      batch: fc.constant(batch),
      tokens: fc.constant(tokens),
      dimensions: fc.constant(dimensions),
      hidden: fc.array(fc.integer({ min: -64, max: 64 }), {
        minLength: batch * tokens * dimensions,
        maxLength: batch * tokens * dimensions,
      }),
      spans: fc.array(fc.tuple(fc.nat(tokens - 1), fc.nat(tokens - 1)), { minLength: batch, maxLength: batch }),
    }),
  )

test('pooling equals the mean, the first and the last of the unmasked rows, taken one by one', () => {
  fc.assert(
    fc.property(batches, ({ batch, tokens, dimensions, hidden, spans }) => {
      const mask = new Int32Array(batch * tokens)
      spans.forEach(([a, b], text) => {
        mask.fill(1, text * tokens + Math.min(a, b), text * tokens + Math.max(a, b) + 1)
      })
      for (const pooling of ['mean', 'cls', 'last'] as const) {
        const pooled = pool(Float32Array.from(hidden), mask, batch, tokens, pooling)
        spans.forEach(([a, b], text) => {
          const rows = []
          for (let token = Math.min(a, b); token <= Math.max(a, b); token++) {
            const start = (text * tokens + token) * dimensions
            rows.push(hidden.slice(start, start + dimensions))
          }
          const chosen = pooling === 'mean' ? rows : pooling === 'cls' ? rows.slice(0, 1) : rows.slice(-1)
          const expected = Array.from({ length: dimensions }, (_, d) =>
            Math.fround(chosen.reduce((sum, row) => sum + row[d]!, 0) / chosen.length),
          )
          expect([...pooled.subarray(text * dimensions, (text + 1) * dimensions)].map((x) => x + 0)).toEqual(expected.map((x) => x + 0))
        })
      }
    }),
  )
})

test('a mask without a token and a mask of another size are refused', () => {
  expect(() => pool(new Float32Array(4), new Int32Array(2), 1, 2, 'mean')).toThrow(/usage.*without a 1/)
  expect(() => pool(new Float32Array(4), new Int32Array([1, 1, 1]), 1, 2, 'mean')).toThrow(/usage.*mask of 3/)
})
