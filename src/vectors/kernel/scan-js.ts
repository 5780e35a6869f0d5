import { TopK } from '../top-k.js'
import type { BestParameters, ScanParameters } from './parameters.js'

const { fround } = Math

/**
 * The twin of `scan` in `scan.as.ts`, for pages that may not compile WebAssembly. Inner products are exact in both. Each later operation
 * is rounded to float32 in the same order, so that the totals are the same bits.
 */
export function scanInJs(buffer: ArrayBuffer, p: ScanParameters): void {
  const { rowCount, stride, queryCount } = p
  const upper = new Uint8Array(buffer, p.upper)
  const queries = new Int8Array(buffer, p.queries, queryCount * stride)
  const queryScales = new Float32Array(buffer, p.queryScales, queryCount)
  const lifts = new Float32Array(buffer, p.lifts, queryCount)
  const offsets = new Float32Array(buffer, p.offsets, queryCount)
  const present = new Uint8Array(buffer, p.present)
  const scales = float32From(buffer, p.scales)
  const inverses = p.inverses ? float32From(buffer, p.inverses) : undefined
  const biases = p.biases ? float32From(buffer, p.biases) : undefined
  const mask = p.mask ? new Uint8Array(buffer, p.mask) : undefined
  const totals = new Float32Array(buffer, p.totals, rowCount)
  const alpha = fround(p.alpha)
  const beta = fround(p.beta)
  const missing = fround(p.missing)

  for (let row = 0; row < rowCount; row++) {
    let total = missing
    if (mask && !mask[row]) total = Number.NaN
    else if (present[row]) {
      let highest = Number.NEGATIVE_INFINITY
      for (let q = 0; q < queryCount; q++) {
        const inner = dot(upper, (row * stride) / 2, queries, q * stride, stride / 2)
        const lifted = fround(fround(inner) + lifts[q]!)
        let score = fround(fround(fround(lifted * scales[row]!) * queryScales[q]!) + offsets[q]!)
        if (inverses) score = fround(score * inverses[row]!)
        if (score > highest) highest = score
      }
      total = fround(fround(alpha * highest) + beta)
    }
    totals[row] = biases ? total + biases[row]! : total
  }
}

/** The twin of `best` in `heap.as.ts`. */
export function bestInJs(buffer: ArrayBuffer, p: BestParameters): number {
  const totals = new Float32Array(buffer, p.totals, p.count)
  const scores = new Float32Array(buffer, p.heapScores, p.k)
  const rows = new Uint32Array(buffer, p.heapRows, p.k)
  const best = new TopK(scores, rows)
  let size = 0
  totals.forEach((total, row) => {
    if (!(total >= p.floor)) return
    if (p.k < p.count) best.offer(row, total)
    else {
      scores[size] = total
      rows[size++] = row
    }
  })
  return p.k < p.count ? best.size : size
}

/** All float32 from an offset to the end of the buffer. */
export function float32From(buffer: ArrayBuffer, offset: number): Float32Array {
  return new Float32Array(buffer, offset, (buffer.byteLength - offset) >> 2)
}

/** Inner product of a row's upper nibbles with query codes. */
function dot(upper: Uint8Array, start: number, query: Int8Array, queryStart: number, bytes: number): number {
  let a = 0
  let b = 0
  for (let block = 0; block < bytes; block += 16) {
    const at = queryStart + 2 * block
    for (let i = 0; i < 16; i++) {
      const both = upper[start + block + i]!
      a = (a + (both & 15) * query[at + i]!) | 0
      b = (b + (both >> 4) * query[at + i + 16]!) | 0
    }
  }
  return (a + b) | 0
}
