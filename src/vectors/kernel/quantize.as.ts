// AssemblyScript. Float32 vectors as int8 codes and as float16.

/** Below this scale, and where a number is not finite, the caller sees to it: -1 is returned. */
const TINY: f32 = 7.52316384526264e-37

/**
 * `scale = max|x| / 127`, `code = round(x / scale)`, halves up: `quantize` bit for bit, since the quotient of two float32 in float64 is
 * never so near to a half that adding one rounds. `stride` a multiple of 16, zeros beyond the dimensions. Returns the scale.
 */
export function quantize(stride: usize, vector: usize, codes: usize): f32 {
  let peaks = f32x4.splat(0)
  for (let j: usize = 0; j < stride; j += 4) peaks = f32x4.max(peaks, f32x4.abs(v128.load(vector + (j << 2))))
  const peak = max(
    max(f32x4.extract_lane(peaks, 0), f32x4.extract_lane(peaks, 1)),
    max(f32x4.extract_lane(peaks, 2), f32x4.extract_lane(peaks, 3)),
  )
  const scale = peak / 127
  if (!(scale >= TINY && peak < Infinity)) return -1
  const step = f64x2.splat(<f64>scale)
  for (let j: usize = 0; j < stride; j += 16) {
    const at = vector + (j << 2)
    const low = i16x8.narrow_i32x4_s(four(at, step), four(at + 16, step))
    const high = i16x8.narrow_i32x4_s(four(at + 32, step), four(at + 48, step))
    v128.store(codes + j, i8x16.narrow_i16x8_s(low, high))
  }
  return scale
}

@inline
function four(at: usize, step: v128): v128 {
  const low = i32x4.trunc_sat_f64x2_s_zero(rounded(f64x2.promote_low_f32x4(v128.load(at)), step))
  const high = i32x4.trunc_sat_f64x2_s_zero(rounded(f64x2.promote_low_f32x4(v128.load64_zero(at, 8)), step))
  return i64x2.shuffle(low, high, 0, 2)
}

@inline
function rounded(values: v128, step: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.div(values, step), f64x2.splat(0.5)))
}

/** Float32 as IEEE 754 binary16, rounded to nearest, ties to even; `count` a multiple of 8. Returns the largest magnitude. */
export function toFloat16(count: usize, values: usize, out: usize): f32 {
  let peaks = f32x4.splat(0)
  for (let j: usize = 0; j < count; j += 8) {
    const low = v128.load(values + (j << 2))
    const high = v128.load(values + (j << 2), 16)
    peaks = f32x4.max(peaks, f32x4.max(f32x4.abs(low), f32x4.abs(high)))
    v128.store(out + (j << 1), i16x8.narrow_i32x4_u(half(low), half(high)))
  }
  return max(
    max(f32x4.extract_lane(peaks, 0), f32x4.extract_lane(peaks, 1)),
    max(f32x4.extract_lane(peaks, 2), f32x4.extract_lane(peaks, 3)),
  )
}

@inline
function half(values: v128): v128 {
  const sign = v128.and(i32x4.shr_u(values, 16), i32x4.splat(0x8000))
  const magnitude = v128.and(values, i32x4.splat(0x7fffffff))
  // below 2^-14: adding 0.5 makes float32 arithmetic round to steps of 2^-24, which are those of the subnormals
  const small = i32x4.sub(f32x4.add(magnitude, f32x4.splat(0.5)), i32x4.splat(0x3f000000))
  const odd = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(1))
  const normal = i32x4.shr_u(i32x4.add(i32x4.add(magnitude, i32x4.splat(0x0fff - 0x38000000)), odd), 13)
  return v128.or(sign, v128.bitselect(small, normal, i32x4.lt_s(magnitude, i32x4.splat(0x38800000))))
}
