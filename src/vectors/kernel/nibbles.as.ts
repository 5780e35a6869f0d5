// AssemblyScript. Rows of int8 codes. Each code plus 128 is split into its upper and its lower nibble. The upper nibbles of all rows lie
// together, so that a scan reads half a byte a dimension. Of 32 dimensions, byte i of 16 holds number i in its lower four bits and number
// i + 16 in its upper four. If `lower` is 0, the lower nibbles are not kept and count as their middle, 8.

/** 32 lower nibbles: those at `from + at`, or the middle. */
@inline
export function lower32(from: usize, at: usize): v128 {
  return from ? v128.load(from + at) : i8x16.splat(<i8>0x88)
}

/** The first 16 of 32 codes. */
@inline
export function first16(upper: v128, lower: v128): v128 {
  const bits = v128.or(v128.and(i16x8.shl(upper, 4), i8x16.splat(<i8>0xf0)), v128.and(lower, i8x16.splat(15)))
  return v128.xor(bits, i8x16.splat(<i8>0x80))
}

/** The last 16 of 32 codes. */
@inline
export function last16(upper: v128, lower: v128): v128 {
  const bits = v128.or(v128.and(upper, i8x16.splat(<i8>0xf0)), v128.and(i16x8.shr_u(lower, 4), i8x16.splat(15)))
  return v128.xor(bits, i8x16.splat(<i8>0x80))
}

/** Splits `stride` codes, a multiple of 32. Returns the sum of their squares. */
export function splitCodes(stride: usize, codes: usize, upper: usize, lower: usize): i32 {
  let squares = i32x4.splat(0)
  for (let j: usize = 0; j < stride; j += 32) {
    const first = v128.load(codes + j)
    const last = v128.load(codes + j, 16)
    squares = i32x4.add(squares, i32x4.add(squaresOf(first), squaresOf(last)))
    const a = v128.xor(first, i8x16.splat(<i8>0x80))
    const b = v128.xor(last, i8x16.splat(<i8>0x80))
    const at = j >> 1
    v128.store(upper + at, v128.or(v128.and(i16x8.shr_u(a, 4), i8x16.splat(15)), v128.and(b, i8x16.splat(<i8>0xf0))))
    if (lower) v128.store(lower + at, v128.or(v128.and(a, i8x16.splat(15)), v128.and(i16x8.shl(b, 4), i8x16.splat(<i8>0xf0))))
  }
  return i32x4.extract_lane(squares, 0) + i32x4.extract_lane(squares, 1) + i32x4.extract_lane(squares, 2) + i32x4.extract_lane(squares, 3)
}

@inline
function squaresOf(codes: v128): v128 {
  const low = i16x8.extend_low_i8x16_s(codes)
  const high = i16x8.extend_high_i8x16_s(codes)
  return i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high))
}

/** Joins a row's codes again. */
export function joinCodes(stride: usize, upper: usize, lower: usize, codes: usize): void {
  for (let j: usize = 0; j < stride; j += 32) {
    const high = v128.load(upper + (j >> 1))
    const low = lower32(lower, j >> 1)
    v128.store(codes + j, first16(high, low))
    v128.store(codes + j, last16(high, low), 16)
  }
}

/** `out[j] = sum over i of factors[i] * code j of row list[i]`, in float64. `scratch` takes `stride` bytes. */
export function sumRows(
  count: u32,
  dimensions: usize,
  stride: usize,
  list: usize,
  upper: usize,
  lower: usize,
  factors: usize,
  scratch: usize,
  out: usize,
): void {
  for (let j: usize = 0; j < dimensions; j++) store<f64>(out + (j << 3), 0)
  for (let i: u32 = 0; i < count; i++) {
    const start = <usize>load<u32>(list + (<usize>i << 2)) * (stride >> 1)
    joinCodes(stride, upper + start, lower ? lower + start : 0, scratch)
    const factor = <f64>load<f32>(factors + (<usize>i << 2))
    for (let j: usize = 0; j < dimensions; j++) {
      const at = out + (j << 3)
      store<f64>(at, load<f64>(at) + factor * <f64>load<i8>(scratch + j))
    }
  }
}
