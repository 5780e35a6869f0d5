import { joinInto } from './nibbles-js.js'
import type { RescoreParameters } from './parameters.js'
import { float32From } from './scan-js.js'

/** The twin of `rescoreCodes` in `rescore.as.ts`. It sums in float64, so it differs by the float32 rounding there. */
export function rescoreCodesInJs(buffer: ArrayBuffer, p: RescoreParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const out = new Float32Array(buffer, p.out, p.count)
  const query = new Float32Array(buffer, p.query, p.stride)
  const scales = float32From(buffer, p.scales)
  const codes = new Int8Array(p.stride)
  for (let i = 0; i < p.count; i++) {
    joinInto(buffer, p, list[i]!, codes)
    let inner = 0
    for (let j = 0; j < codes.length; j++) inner += codes[j]! * query[j]!
    out[i] = inner * scales[list[i]!]!
  }
}
