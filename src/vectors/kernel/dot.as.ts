// AssemblyScript. Products of bytes, exact with relaxed SIMD and without.

/**
 * Products of 16 signed bytes with 16 bytes of 0..15, added up in eight int16 lanes, in any order. Eight such results may be added
 * without overflow: 8 x 2 x 128 x 15 < 2^15.
 */
@inline
export function products16(signed: v128, small: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i16x8.relaxed_dot_i8x16_i7x16_s(signed, small)
  return i16x8.add(i16x8.extmul_low_i8x16_s(signed, small), i16x8.extmul_high_i8x16_s(signed, small))
}

@inline
export function sumLanes(sum: v128): i32 {
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}
