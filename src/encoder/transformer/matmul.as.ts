// AssemblyScript. The matrix product: rows of int8 activations with packed weights of six bits, exact in int32.
import { gelu } from './functions.as'

/** Rows and columns that are computed together: as many sums as fit into registers. */
const ROWS: u32 = 4
const COLUMNS: u32 = 8

/** Bytes of an activation: plain SIMD multiplies int16. */
@inline export const ACTIVATION_BYTES: usize = ASC_FEATURE_RELAXED_SIMD ? 1 : 2

/** Whether sums of four products are added in int16 first: 4 x 128 x 63 < 2^15. Faster where a sum of four in int32 is no instruction. */
let narrow: bool = false

export function addInInt16(chosen: bool): void {
  narrow = chosen
}

@inline
function narrowStep(sum: v128, activations: usize, w0: v128, w1: v128, ones: v128): v128 {
  const first = i16x8.relaxed_dot_i8x16_i7x16_s(v128.load32_splat(activations), w0)
  const second = i16x8.relaxed_dot_i8x16_i7x16_s(v128.load32_splat(activations, 4), w1)
  return i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.add(first, second), ones))
}

@inline
function step(sum: v128, activations: usize, weights: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load32_splat(activations), weights, sum)
}

@inline
function step16(sum: v128, activations: v128, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(activations, weights))
}

@inline
function pairs(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7))
}

export function matmul(
  rows: u32,
  inputs: u32,
  outputs: u32,
  activations: usize,
  scales: usize,
  offsets: usize,
  sums: usize,
  weights: usize,
  columnScales: usize,
  columnSums: usize,
  biases: usize,
  activate: u32,
  out: usize,
): void {
  const stride = <usize>inputs * ACTIVATION_BYTES
  for (let column: u32 = 0; column < outputs; column += COLUMNS) {
    const panel = weights + <usize>column * inputs
    for (let row: u32 = 0; row < rows; row += ROWS) {
      let a00 = i32x4.splat(0)
      let a01 = a00
      let a10 = a00
      let a11 = a00
      let a20 = a00
      let a21 = a00
      let a30 = a00
      let a31 = a00
      const first = activations + <usize>row * stride
      const end = first + stride
      if (ASC_FEATURE_RELAXED_SIMD && narrow) {
        let w = panel
        const ones = i16x8.splat(1)
        for (let a = first; a < end; a += 8, w += 64) {
          const w0 = v128.load(w)
          const w1 = v128.load(w, 16)
          const w2 = v128.load(w, 32)
          const w3 = v128.load(w, 48)
          a00 = narrowStep(a00, a, w0, w2, ones)
          a01 = narrowStep(a01, a, w1, w3, ones)
          a10 = narrowStep(a10, a + stride, w0, w2, ones)
          a11 = narrowStep(a11, a + stride, w1, w3, ones)
          a20 = narrowStep(a20, a + 2 * stride, w0, w2, ones)
          a21 = narrowStep(a21, a + 2 * stride, w1, w3, ones)
          a30 = narrowStep(a30, a + 3 * stride, w0, w2, ones)
          a31 = narrowStep(a31, a + 3 * stride, w1, w3, ones)
        }
      } else if (ASC_FEATURE_RELAXED_SIMD) {
        let w = panel
        for (let a = first; a < end; a += 4, w += 32) {
          const w0 = v128.load(w)
          const w1 = v128.load(w, 16)
          a00 = step(a00, a, w0)
          a01 = step(a01, a, w1)
          a10 = step(a10, a + stride, w0)
          a11 = step(a11, a + stride, w1)
          a20 = step(a20, a + 2 * stride, w0)
          a21 = step(a21, a + 2 * stride, w1)
          a30 = step(a30, a + 3 * stride, w0)
          a31 = step(a31, a + 3 * stride, w1)
        }
      } else {
        // four columns at a time: int16 products leave two sums a column
        for (let half: usize = 0; half < 32; half += 16) {
          let b00 = i32x4.splat(0)
          let b01 = b00
          let b10 = b00
          let b11 = b00
          let b20 = b00
          let b21 = b00
          let b30 = b00
          let b31 = b00
          let w = panel + half
          for (let a = first; a < end; a += 8, w += 32) {
            const both = v128.load(w)
            const w0 = i16x8.extend_low_i8x16_s(both)
            const w1 = i16x8.extend_high_i8x16_s(both)
            let four = v128.load64_splat(a)
            b00 = step16(b00, four, w0)
            b01 = step16(b01, four, w1)
            four = v128.load64_splat(a + stride)
            b10 = step16(b10, four, w0)
            b11 = step16(b11, four, w1)
            four = v128.load64_splat(a + 2 * stride)
            b20 = step16(b20, four, w0)
            b21 = step16(b21, four, w1)
            four = v128.load64_splat(a + 3 * stride)
            b30 = step16(b30, four, w0)
            b31 = step16(b31, four, w1)
          }
          if (half == 0) {
            a00 = pairs(b00, b01)
            a10 = pairs(b10, b11)
            a20 = pairs(b20, b21)
            a30 = pairs(b30, b31)
          } else {
            a01 = pairs(b00, b01)
            a11 = pairs(b10, b11)
            a21 = pairs(b20, b21)
            a31 = pairs(b30, b31)
          }
        }
      }
      const at = <usize>column << 2
      const s0 = v128.load(columnScales + at)
      const s1 = v128.load(columnScales + at, 16)
      const c0 = v128.load(columnSums + at)
      const c1 = v128.load(columnSums + at, 16)
      const b0 = v128.load(biases + at)
      const b1 = v128.load(biases + at, 16)
      const width = <usize>outputs << 2
      const to = out + <usize>row * width + at
      const r = <usize>row << 2
      finish(to, a00, scales + r, offsets + r, sums + r, s0, c0, b0, activate)
      finish(to + 16, a01, scales + r, offsets + r, sums + r, s1, c1, b1, activate)
      finish(to + width, a10, scales + r + 4, offsets + r + 4, sums + r + 4, s0, c0, b0, activate)
      finish(to + width + 16, a11, scales + r + 4, offsets + r + 4, sums + r + 4, s1, c1, b1, activate)
      finish(to + 2 * width, a20, scales + r + 8, offsets + r + 8, sums + r + 8, s0, c0, b0, activate)
      finish(to + 2 * width + 16, a21, scales + r + 8, offsets + r + 8, sums + r + 8, s1, c1, b1, activate)
      finish(to + 3 * width, a30, scales + r + 12, offsets + r + 12, sums + r + 12, s0, c0, b0, activate)
      finish(to + 3 * width + 16, a31, scales + r + 12, offsets + r + 12, sums + r + 12, s1, c1, b1, activate)
    }
  }
}

/** Four sums of one row become numbers. */
function finish(
  to: usize,
  sum: v128,
  scale: usize,
  offset: usize,
  rowSum: usize,
  columnScale: v128,
  columnSum: v128,
  bias: v128,
  activate: u32,
): void {
  const inner = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(sum, v128.load32_splat(rowSum))), v128.load32_splat(scale))
  const whole = f32x4.add(inner, f32x4.mul(columnSum, v128.load32_splat(offset)))
  const value = f32x4.add(f32x4.mul(whole, columnScale), bias)
  v128.store(to, activate ? gelu(value) : value)
}
