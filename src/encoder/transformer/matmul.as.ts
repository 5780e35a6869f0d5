// AssemblyScript. The matrix product: rows of int8 activations with packed weights of six bits, exact in int32.
import { gelu } from './functions.as'

/** Rows and columns that are computed together: more would not fit into sixteen registers. */
const ROWS: u32 = 3
const COLUMNS: u32 = 8

/** Bytes of an activation: plain SIMD multiplies int16. */
@inline export const ACTIVATION_BYTES: usize = ASC_FEATURE_RELAXED_SIMD ? 1 : 2

/** 1 if sums of four products are added in int16 first: 4 x 128 x 63 < 2^15. Faster where a sum of four in int32 is no instruction. */
let narrow: i32 = 0

export function addInInt16(chosen: i32): void {
  narrow = chosen
}

/** Four sums of four products, of four inputs and the next four. */
@inline
function narrowStep(sum: v128, x: v128, w0: v128, y: v128, w1: v128, ones: v128): v128 {
  const first = i16x8.relaxed_dot_i8x16_i7x16_s(x, w0)
  const second = i16x8.relaxed_dot_i8x16_i7x16_s(y, w1)
  return i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.add(first, second), ones))
}

@inline
function step(sum: v128, x: v128, weights: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(x, weights, sum)
}

/** Four sums of two products of int16. */
@inline
export function step16(sum: v128, x: v128, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, weights))
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
  const width = <usize>outputs << 2
  // a constant would be built anew at each use
  const ones = i16x8.splat(<i16>narrow)
  for (let column: u32 = 0; column < outputs; column += COLUMNS) {
    const panel = weights + <usize>column * inputs
    const at = <usize>column << 2
    for (let row: u32 = 0; row < rows; row += ROWS) {
      let s00 = i32x4.splat(0)
      let s01 = s00
      let s10 = s00
      let s11 = s00
      let s20 = s00
      let s21 = s00
      const first = activations + <usize>row * stride
      const end = first + stride
      let b = end
      let c = end + stride
      let w = panel
      if (ASC_FEATURE_RELAXED_SIMD && narrow) {
        for (let a = first; a < end; a += 8, w += 64) {
          const w0 = v128.load(w)
          const w1 = v128.load(w, 16)
          const w2 = v128.load(w, 32)
          const w3 = v128.load(w, 48)
          let x = v128.load32_splat(a)
          let y = v128.load32_splat(a, 4)
          s00 = narrowStep(s00, x, w0, y, w2, ones)
          s01 = narrowStep(s01, x, w1, y, w3, ones)
          x = v128.load32_splat(b)
          y = v128.load32_splat(b, 4)
          s10 = narrowStep(s10, x, w0, y, w2, ones)
          s11 = narrowStep(s11, x, w1, y, w3, ones)
          x = v128.load32_splat(c)
          y = v128.load32_splat(c, 4)
          s20 = narrowStep(s20, x, w0, y, w2, ones)
          s21 = narrowStep(s21, x, w1, y, w3, ones)
          b += 8
          c += 8
        }
      } else if (ASC_FEATURE_RELAXED_SIMD) {
        // twice as many sums: an instruction that adds up waits for the one before
        let t00 = s00
        let t01 = s00
        let t10 = s00
        let t11 = s00
        let t20 = s00
        let t21 = s00
        for (let a = first; a < end; a += 8, w += 64) {
          let w0 = v128.load(w)
          let w1 = v128.load(w, 16)
          let x = v128.load32_splat(a)
          s00 = step(s00, x, w0)
          s01 = step(s01, x, w1)
          x = v128.load32_splat(b)
          s10 = step(s10, x, w0)
          s11 = step(s11, x, w1)
          x = v128.load32_splat(c)
          s20 = step(s20, x, w0)
          s21 = step(s21, x, w1)
          w0 = v128.load(w, 32)
          w1 = v128.load(w, 48)
          x = v128.load32_splat(a, 4)
          t00 = step(t00, x, w0)
          t01 = step(t01, x, w1)
          x = v128.load32_splat(b, 4)
          t10 = step(t10, x, w0)
          t11 = step(t11, x, w1)
          x = v128.load32_splat(c, 4)
          t20 = step(t20, x, w0)
          t21 = step(t21, x, w1)
          b += 8
          c += 8
        }
        s00 = i32x4.add(s00, t00)
        s01 = i32x4.add(s01, t01)
        s10 = i32x4.add(s10, t10)
        s11 = i32x4.add(s11, t11)
        s20 = i32x4.add(s20, t20)
        s21 = i32x4.add(s21, t21)
      } else {
        // four columns at a time: int16 products leave two sums a column
        for (let half: usize = 0; half < 32; half += 16) {
          let t00 = i32x4.splat(0)
          let t01 = t00
          let t10 = t00
          let t11 = t00
          let t20 = t00
          let t21 = t00
          b = end
          c = end + stride
          w = panel + half
          for (let a = first; a < end; a += 8, w += 32) {
            const both = v128.load(w)
            const w0 = i16x8.extend_low_i8x16_s(both)
            const w1 = i16x8.extend_high_i8x16_s(both)
            let x = v128.load64_splat(a)
            t00 = step16(t00, x, w0)
            t01 = step16(t01, x, w1)
            x = v128.load64_splat(b)
            t10 = step16(t10, x, w0)
            t11 = step16(t11, x, w1)
            x = v128.load64_splat(c)
            t20 = step16(t20, x, w0)
            t21 = step16(t21, x, w1)
            b += 8
            c += 8
          }
          if (half == 0) {
            s00 = pairs(t00, t01)
            s10 = pairs(t10, t11)
            s20 = pairs(t20, t21)
          } else {
            s01 = pairs(t00, t01)
            s11 = pairs(t10, t11)
            s21 = pairs(t20, t21)
          }
        }
      }
      const to = out + <usize>row * width + at
      const r = <usize>row << 2
      const q0 = v128.load(columnScales + at)
      const q1 = v128.load(columnScales + at, 16)
      const c0 = v128.load(columnSums + at)
      const c1 = v128.load(columnSums + at, 16)
      const b0 = v128.load(biases + at)
      const b1 = v128.load(biases + at, 16)
      let sum = v128.load32_splat(sums + r)
      let scale = v128.load32_splat(scales + r)
      let offset = v128.load32_splat(offsets + r)
      s00 = value(s00, sum, scale, offset, q0, c0, b0)
      s01 = value(s01, sum, scale, offset, q1, c1, b1)
      sum = v128.load32_splat(sums + r, 4)
      scale = v128.load32_splat(scales + r, 4)
      offset = v128.load32_splat(offsets + r, 4)
      s10 = value(s10, sum, scale, offset, q0, c0, b0)
      s11 = value(s11, sum, scale, offset, q1, c1, b1)
      sum = v128.load32_splat(sums + r, 8)
      scale = v128.load32_splat(scales + r, 8)
      offset = v128.load32_splat(offsets + r, 8)
      s20 = value(s20, sum, scale, offset, q0, c0, b0)
      s21 = value(s21, sum, scale, offset, q1, c1, b1)
      if (activate) {
        s00 = gelu(s00)
        s01 = gelu(s01)
        s10 = gelu(s10)
        s11 = gelu(s11)
        s20 = gelu(s20)
        s21 = gelu(s21)
      }
      v128.store(to, s00)
      v128.store(to, s01, 16)
      v128.store(to + width, s10)
      v128.store(to + width, s11, 16)
      v128.store(to + 2 * width, s20)
      v128.store(to + 2 * width, s21, 16)
    }
  }
}

/** Four sums of one row become numbers. */
@inline
function value(sum: v128, rowSum: v128, scale: v128, offset: v128, columnScale: v128, columnSum: v128, bias: v128): v128 {
  const inner = f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(sum, rowSum)), scale)
  const whole = f32x4.add(inner, f32x4.mul(columnSum, offset))
  return f32x4.add(f32x4.mul(whole, columnScale), bias)
}
