import { TopK } from '../top-k.js'
import type { ScanParameters } from './scan-parameters.js'

const { fround } = Math

/**
 * The twin of `scan.as.ts` for pages that may not compile WebAssembly, over the same memory layout. The dot product is
 * exact in both; each later operation is rounded to float32 in the same order, so that the scores are the same bits.
 */
export function scanInJs(buffer: ArrayBuffer, p: ScanParameters): number {
  const { rowCount, stride } = p
  const codes = new Int8Array(buffer, p.codes, rowCount * stride)
  const query = new Int16Array(buffer, p.query, stride)
  const present = new Uint8Array(buffer, p.present, rowCount)
  const scales = new Float32Array(buffer, p.scales, rowCount)
  const inverses = p.inverses ? new Float32Array(buffer, p.inverses, rowCount) : undefined
  const biases = p.biases ? new Float32Array(buffer, p.biases, rowCount) : undefined
  const mask = p.mask ? new Uint8Array(buffer, p.mask, rowCount) : undefined
  const best = new TopK(new Float32Array(buffer, p.heapScores, p.k), new Uint32Array(buffer, p.heapRows, p.k))
  const queryScale = fround(p.queryScale)
  const offset = fround(p.offset)
  const alpha = fround(p.alpha)
  const beta = fround(p.beta)
  const missing = fround(p.missing)

  for (let row = 0; row < rowCount; row++) {
    if (mask && !mask[row]) continue
    let total = missing
    if (present[row]) {
      let score = fround(fround(fround(dot(codes, row * stride, query)) * scales[row]!) * queryScale)
      if (inverses) score = fround(fround(score + offset) * inverses[row]!)
      total = fround(fround(alpha * score) + beta)
    }
    if (biases) total = fround(total + biases[row]!)
    best.offer(row, total)
  }
  return best.size
}

/** Four independent sums: each addition need not wait for the one before. */
function dot(codes: Int8Array, start: number, query: Int16Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let j = 0, at = start; j < query.length; j += 4, at += 4) {
    a = (a + codes[at]! * query[j]!) | 0
    b = (b + codes[at + 1]! * query[j + 1]!) | 0
    c = (c + codes[at + 2]! * query[j + 2]!) | 0
    d = (d + codes[at + 3]! * query[j + 3]!) | 0
  }
  return (a + b + c + d) | 0
}
