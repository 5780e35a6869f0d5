import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fillPass,
  layOut,
  PLAIN,
  passColumns,
  RELAXED,
  ROWS,
  randomOf,
  share,
  stream,
  TWIN,
  totalsOf,
  used,
} from '../../kernel/kernel.test-helper.js'
import { ManyRowsPasses } from './many-rows.js'
import type { HammingParameters } from './parameters.js'

test('the nearest query of a row is the same in all three, and the one a loop finds', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (stream, blocks, queryCount) => {
      const random = randomOf(stream)
      const stride = 16 * blocks
      const columns = { codes: ROWS * stride, sums: 4 * ROWS, queries: queryCount * stride, queryScales: 4 * queryCount, out: 4 * ROWS }
      const at = layOut(RELAXED, columns, random)
      const codes = new Int8Array(RELAXED.buffer, at.codes, ROWS * stride)
      const queries = new Uint8Array(RELAXED.buffer, at.queries, queryCount * stride)
      for (let j = 0; j < queries.length; j++) queries[j] = random(128)
      const scales = new Float32Array(RELAXED.buffer, at.queryScales, queryCount).map(() => random(1000) / 1000)
      new Float32Array(RELAXED.buffer, at.queryScales, queryCount).set(scales)
      const sums = new Int32Array(RELAXED.buffer, at.sums, ROWS)
      for (let row = 0; row < ROWS; row++) sums[row] = codes.subarray(row * stride, (row + 1) * stride).reduce((sum, code) => sum + code, 0)
      share([RELAXED, PLAIN, TWIN])
      const expected = Array.from({ length: ROWS }, (_, row) => {
        const scores = Array.from(scales, (scale, q) => {
          let inner = 0
          for (let j = 0; j < stride; j++) inner += codes[row * stride + j]! * (queries[q * stride + j]! - 64)
          return Math.fround(inner * scale)
        })
        return scores.indexOf(Math.max(...scores))
      })
      for (const instance of [RELAXED, PLAIN, TWIN]) {
        new ManyRowsPasses(instance, instance === RELAXED).nearest({ ...at, rowCount: ROWS, stride, queryCount })
        expect([...new Uint32Array(instance.buffer, at.out, ROWS)]).toEqual(expected)
      }
    }),
    { numRuns: 100 },
  )
})

test('bits that differ are counted alike with WebAssembly and without, and as a loop over bits counts them', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 8 }), used, (stream, words, used) => {
      const random = randomOf(stream)
      const stride = 8 * words
      const columns = { ...passColumns, signatures: ROWS * stride, query: stride, table: 4 * (8 * stride + 1) }
      const at = layOut(PLAIN, columns, random)
      fillPass(PLAIN.buffer, at, random)
      new Float32Array(PLAIN.buffer, at.table, 8 * stride + 1).forEach((_, distance, table) => {
        table[distance] = -distance
      })
      share([PLAIN, TWIN])
      const parameters: HammingParameters = {
        ...at,
        rowCount: ROWS,
        stride,
        missing: -9.5,
        biases: used.biases ? at.biases : 0,
        mask: used.mask ? at.mask : 0,
      }
      for (const instance of [PLAIN, TWIN]) new ManyRowsPasses(instance, false).hamming(parameters)
      expect(Buffer.compare(totalsOf(TWIN, parameters), totalsOf(PLAIN, parameters))).toBe(0)

      const bytes = new Uint8Array(PLAIN.buffer)
      if (used.biases) return
      new Float32Array(PLAIN.buffer, at.totals, ROWS).forEach((total, row) => {
        let distance = 0
        for (let j = 0; j < stride; j++) {
          for (let bit = 0; bit < 8; bit++) distance += ((bytes[at.signatures + row * stride + j]! ^ bytes[at.query + j]!) >> bit) & 1
        }
        const allowed = !used.mask || bytes[at.mask + row]
        expect(total).toBe(allowed ? (bytes[at.present + row] ? -distance : -9.5) : Number.NaN)
      })
    }),
    { numRuns: 100 },
  )
})
