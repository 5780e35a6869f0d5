// AssemblyScript. Float32 vectors as int8 codes.

/** Below this scale, and for numbers that are not finite, `quantize` returns -1 and the caller does the work. */
const TINY: f32 = 7.52316384526264e-37

/**
 * `scale = max|x| / 127`, `code = round(x / scale)`, ties up. Equal to `quantize` in TypeScript bit for bit: the float64 quotient of two
 * float32 never lies so near to a tie that adding .5 rounds. `stride` is a multiple of 16; numbers beyond the dimensions are 0.
 * Returns the scale.
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
