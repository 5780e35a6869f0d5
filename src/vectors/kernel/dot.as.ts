// AssemblyScript. Inner products of bytes, exact with relaxed SIMD and without.

/** Sum of the products of 16 signed bytes with 16 bytes of 0..127, added to four sums in int32. */
@inline
export function dot16(signed: v128, small: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(signed, small, sum)
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(signed), i16x8.extend_low_i8x16_u(small))
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(signed), i16x8.extend_high_i8x16_u(small))
  return i32x4.add(sum, i32x4.add(low, high))
}

/**
 * Sums in int16, in any order, of the products of 16 signed bytes with 16 of 0..15. Eight such sums may be added: 8 x 2 x 128 x 15 is
 * less than 2^15.
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
