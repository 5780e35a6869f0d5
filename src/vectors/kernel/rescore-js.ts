import { fromFloat16 } from '../float16.js'
import type { RescoreParameters } from './parameters.js'
import { float32From } from './scan-js.js'

/** The twin of `rescoreInt8` and `rescoreFloat16` in `scan.as.ts`: sums in float64, so equal but for float32 rounding there. */
export function rescoreInJs(buffer: ArrayBuffer, p: RescoreParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const out = new Float32Array(buffer, p.out, p.count)
  const query = float32From(buffer, p.query)
  if (p.type === 'int8') {
    const codes = new Int8Array(buffer, p.rows)
    const scales = float32From(buffer, p.scales)
    for (let i = 0; i < p.count; i++) {
      const start = list[i]! * p.stride
      let sum = 0
      for (let j = 0; j < p.stride; j++) sum += codes[start + j]! * query[j]!
      out[i] = sum * scales[list[i]!]!
    }
    return
  }
  const width = p.stride / 2
  const halves = new Uint16Array(buffer, p.rows, (buffer.byteLength - p.rows) >> 1)
  const row = new Float32Array(width)
  for (let i = 0; i < p.count; i++) {
    fromFloat16(halves.subarray(list[i]! * width, (list[i]! + 1) * width), row)
    let sum = 0
    for (let j = 0; j < width; j++) sum += row[j]! * query[j]!
    out[i] = sum
  }
}
