import { PagekinError } from '../errors.js'

/** The largest int8 code. -128 is not used, so that codes are symmetric about 0. */
export const MAX_CODE = 127

/** Below this scale float32 is so sparse that rounding the scale can lift a quotient above the largest code. */
export const TINY = 2 ** -120

/** A vector as int8 codes: element j is about `codes[j] * scale`. */
export interface Quantized {
  readonly codes: Int8Array
  readonly scale: number
}

/**
 * Symmetric int8 quantisation of one vector: `scale = max|x| / 127` (a float32), `code = round(x / scale)`. No element is off by more than
 * half a scale. A zero vector has scale 0 and codes 0. Throws `usage` for NaN or an infinity.
 */
export function quantize(vector: Float32Array): Quantized {
  const codes = new Int8Array(vector.length)
  return { codes, scale: quantizeInto(vector, codes, MAX_CODE) }
}

/** `quantize` into an array at least as long as the vector, with codes from -maxCode to maxCode. Returns the scale. */
export function quantizeInto(vector: Float32Array, codes: Int8Array | Int16Array, maxCode: number): number {
  let peak = 0
  for (let j = 0; j < vector.length; j++) {
    const magnitude = Math.abs(vector[j]!)
    if (!Number.isFinite(magnitude)) {
      throw new PagekinError('usage', `quantize: received ${vector[j]} at position ${j}, expected finite numbers`)
    }
    if (magnitude > peak) peak = magnitude
  }
  // a scale below the smallest float32 becomes 0, and the vector counts as zero
  const scale = Math.fround(peak / maxCode)
  if (scale < TINY) {
    for (let j = 0; j < vector.length; j++) codes[j] = scale === 0 ? 0 : clamp(Math.round(vector[j]! / scale), maxCode)
  } else {
    for (let j = 0; j < vector.length; j++) codes[j] = Math.round(vector[j]! / scale)
  }
  return scale
}

function clamp(code: number, maxCode: number): number {
  return Math.max(-maxCode, Math.min(maxCode, code))
}

/** Writes the vector that codes stand for, `codes[j] * scale`, to `out` (default: a new array). */
export function dequantize(codes: Int8Array, scale: number, out: Float32Array = new Float32Array(codes.length)): Float32Array {
  for (let j = 0; j < codes.length; j++) out[j] = codes[j]! * scale
  return out
}
