import { fromFloat16 } from '../float16.js'
import type { RescoreCodesParameters, RescoreHalvesParameters } from './parameters.js'
import { joinInto } from './rows-js.js'
import { float32From } from './scan-js.js'

/** The twin of `rescoreInt8` in `rescore.as.ts`: sums in float64, so equal but for float32 rounding there. */
export function rescoreCodesInJs(buffer: ArrayBuffer, p: RescoreCodesParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const out = new Float32Array(buffer, p.out, p.count)
  const query = new Float32Array(buffer, p.query, p.stride)
  const scales = float32From(buffer, p.scales)
  const codes = new Int8Array(p.stride)
  for (let i = 0; i < p.count; i++) {
    joinInto(buffer, p, list[i]!, codes)
    out[i] = inner(codes, query) * scales[list[i]!]!
  }
}

/** The twin of `rescoreFloat16` in `rescore.as.ts`. */
export function rescoreHalvesInJs(buffer: ArrayBuffer, p: RescoreHalvesParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const out = new Float32Array(buffer, p.out, p.count)
  const width = p.stride / 2
  const query = new Float32Array(buffer, p.query, width)
  const row = new Float32Array(width)
  for (let i = 0; i < p.count; i++) {
    fromFloat16(new Uint16Array(buffer, p.halves + list[i]! * p.stride, width), row)
    out[i] = inner(row, query)
  }
}

function inner(row: Int8Array | Float32Array, query: Float32Array): number {
  let sum = 0
  for (let j = 0; j < row.length; j++) sum += row[j]! * query[j]!
  return sum
}
