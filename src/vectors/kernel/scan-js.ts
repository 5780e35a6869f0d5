import { TopK } from '../top-k.js'
import type { NearestParameters, ScanParameters } from './parameters.js'

const { fround } = Math

/** What is added to each code of a query, so that it lies in 0..127 (`i32x4.relaxed_dot_i8x16_i7x16_add_s` takes no sign there). */
export const QUERY_SHIFT = 64

/**
 * The twin of `scan` in `scan.as.ts` for pages that may not compile WebAssembly, over the same memory layout. The dot product is
 * exact in both; each later operation is rounded to float32 in the same order, so that the scores are the same bits.
 */
export function scanInJs(buffer: ArrayBuffer, p: ScanParameters): number {
  const { rowCount, stride, queryCount } = p
  const codes = new Int8Array(buffer, p.codes)
  const queries = new Uint8Array(buffer, p.queries, queryCount * stride)
  const queryScales = new Float32Array(buffer, p.queryScales, queryCount)
  const offsets = new Float32Array(buffer, p.offsets, queryCount)
  const list = p.list ? new Uint32Array(buffer, p.list, rowCount) : undefined
  const present = new Uint8Array(buffer, p.present)
  const scales = float32From(buffer, p.scales)
  const sums = new Int32Array(buffer, p.sums, (buffer.byteLength - p.sums) >> 2)
  const inverses = p.inverses ? float32From(buffer, p.inverses) : undefined
  const biases = p.biases ? float32From(buffer, p.biases) : undefined
  const mask = p.mask ? new Uint8Array(buffer, p.mask) : undefined
  const best = new TopK(new Float32Array(buffer, p.heapScores, p.k), new Uint32Array(buffer, p.heapRows, p.k))
  const alpha = fround(p.alpha)
  const beta = fround(p.beta)
  const missing = fround(p.missing)

  for (let at = 0; at < rowCount; at++) {
    const row = list ? list[at]! : at
    if (mask && !mask[row]) continue
    let total = missing
    if (present[row]) {
      const shift = sums[row]! * QUERY_SHIFT
      let highest = Number.NEGATIVE_INFINITY
      for (let q = 0; q < queryCount; q++) {
        const inner = dot(codes, row * stride, queries, q * stride, stride) - shift
        let score = fround(fround(fround(inner) * scales[row]!) * queryScales[q]!)
        if (inverses) score = fround(fround(score + offsets[q]!) * inverses[row]!)
        if (score > highest) highest = score
      }
      total = fround(fround(alpha * highest) + beta)
    }
    if (biases) total = fround(total + biases[row]!)
    best.offer(row, total)
  }
  return best.size
}

/** The twin of `nearest` in `scan.as.ts`. */
export function nearestInJs(buffer: ArrayBuffer, p: NearestParameters): void {
  const { stride } = p
  const codes = new Int8Array(buffer, p.codes, p.rowCount * stride)
  const queries = new Uint8Array(buffer, p.queries, p.queryCount * stride)
  const scales = new Float32Array(buffer, p.queryScales, p.queryCount)
  const sums = new Int32Array(buffer, p.sums, p.rowCount)
  const out = new Uint32Array(buffer, p.out, p.rowCount)
  for (let row = 0; row < p.rowCount; row++) {
    const shift = sums[row]! * QUERY_SHIFT
    let best = Number.NEGATIVE_INFINITY
    for (let q = 0; q < p.queryCount; q++) {
      const score = fround(fround(dot(codes, row * stride, queries, q * stride, stride) - shift) * scales[q]!)
      if (score <= best) continue
      best = score
      out[row] = q
    }
  }
}

/** All float32 from an offset to the end of the buffer. */
export function float32From(buffer: ArrayBuffer, offset: number): Float32Array {
  return new Float32Array(buffer, offset, (buffer.byteLength - offset) >> 2)
}

/** Four independent sums: each addition need not wait for the one before. */
function dot(codes: Int8Array, start: number, query: Uint8Array, queryStart: number, stride: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let j = queryStart, at = start; j < queryStart + stride; j += 4, at += 4) {
    a = (a + codes[at]! * query[j]!) | 0
    b = (b + codes[at + 1]! * query[j + 1]!) | 0
    c = (c + codes[at + 2]! * query[j + 2]!) | 0
    d = (d + codes[at + 3]! * query[j + 3]!) | 0
  }
  return (a + b + c + d) | 0
}
