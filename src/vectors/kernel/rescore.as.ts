// AssemblyScript. Inner products of a float32 query with the int8 rows of a list.
import { first16, last16, lower32 } from './nibbles.as'

/** `out[i] = scale * (query . codes)` for each row of `list`; `stride` is a multiple of 32. */
export function rescoreCodes(
  count: u32,
  stride: usize,
  list: usize,
  upper: usize,
  lower: usize,
  scales: usize,
  query: usize,
  out: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const row: usize = load<u32>(list + (<usize>i << 2))
    const start = row * (stride >> 1)
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    for (let j: usize = 0; j < stride; j += 32) {
      const high = v128.load(upper + start + (j >> 1))
      const low = lower32(lower, start + (j >> 1))
      const first = first16(high, low)
      const last = last16(high, low)
      const at = query + (j << 2)
      a = f32x4.add(a, f32x4.add(f32x4.mul(quarter0(first), v128.load(at)), f32x4.mul(quarter0(last), v128.load(at, 64))))
      b = f32x4.add(b, f32x4.add(f32x4.mul(quarter1(first), v128.load(at, 16)), f32x4.mul(quarter1(last), v128.load(at, 80))))
      c = f32x4.add(c, f32x4.add(f32x4.mul(quarter2(first), v128.load(at, 32)), f32x4.mul(quarter2(last), v128.load(at, 96))))
      d = f32x4.add(d, f32x4.add(f32x4.mul(quarter3(first), v128.load(at, 48)), f32x4.mul(quarter3(last), v128.load(at, 112))))
    }
    store<f32>(out + (<usize>i << 2), sumFloats(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))) * load<f32>(scales + (row << 2)))
  }
}

@inline
function quarter0(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(codes)))
}

@inline
function quarter1(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(i16x8.extend_low_i8x16_s(codes)))
}

@inline
function quarter2(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(i16x8.extend_high_i8x16_s(codes)))
}

@inline
function quarter3(codes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(i16x8.extend_high_i8x16_s(codes)))
}

@inline
function sumFloats(sum: v128): f32 {
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
}
