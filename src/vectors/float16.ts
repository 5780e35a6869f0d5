/** The largest finite float16. */
export const MAX_FLOAT16 = 65_504

const WORD = new Uint32Array(1)
const FLOAT = new Float32Array(WORD.buffer)

/**
 * Float32 as IEEE 754 binary16 bits, rounded to nearest, ties to even; `out` is at least as long. The numbers must not exceed
 * `MAX_FLOAT16` in magnitude, nor be NaN: what they become then is not defined.
 */
export function toFloat16(values: Float32Array, out: Uint16Array): void {
  for (let i = 0; i < values.length; i++) {
    FLOAT[0] = values[i]!
    const bits = WORD[0]!
    const sign = (bits >>> 16) & 0x8000
    const magnitude = bits & 0x7fffffff
    if (magnitude < 0x38800000) {
      // below 2^-14: adding 0.5 makes float32 arithmetic round to steps of 2^-24, which are those of the subnormals
      FLOAT[0] = Math.abs(values[i]!) + 0.5
      out[i] = sign | (WORD[0]! - 0x3f000000)
    } else {
      out[i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13)
    }
  }
}

/** Float16 bits (finite) as float32, exactly; `out` is at least as long. */
export function fromFloat16(bits: Uint16Array, out: Float32Array): Float32Array {
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i]!
    // the fields move to their places in float32; 2^112 makes good the difference of the exponents' biases
    WORD[0] = (half & 0x7fff) << 13
    const magnitude = FLOAT[0]! * 2 ** 112
    out[i] = half & 0x8000 ? -magnitude : magnitude
  }
  return out
}
