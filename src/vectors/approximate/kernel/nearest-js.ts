import type { NearestParameters } from './parameters.js'

const { fround } = Math

/** Added to each code of a query, so that it lies in 0..127: `i32x4.relaxed_dot_i8x16_i7x16_add_s` takes no sign there. */
export const QUERY_SHIFT = 64

/** The twin of `nearest` in `nearest.as.ts`. */
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

/** Four independent sums, so that no addition waits for the one before. */
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
