import { MAX_CODE, quantizeInto, TINY } from '../quantize.js'

/** The twin of `quantize` in `quantize.as.ts`. */
export function quantizeInJs(buffer: ArrayBuffer, stride: number, vector: number, codes: number): number {
  const values = new Float32Array(buffer, vector, stride)
  if (!values.every(Number.isFinite)) return -1
  const scale = quantizeInto(values, new Int8Array(buffer, codes, stride), MAX_CODE)
  return scale < TINY ? -1 : scale
}
