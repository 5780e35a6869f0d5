// AssemblyScript. Finds the nearest of several queries for each row, for k-means.
import { sumLanes } from '../../kernel/dot.as'

/** For each row, writes the number of the query with the largest inner product to `out`, the first of equals. Rows need no scale for it. */
export function nearest(
  rowCount: u32,
  stride: usize,
  codes: usize,
  sums: usize,
  queryCount: u32,
  queries: usize,
  queryScales: usize,
  out: usize,
): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    const rowCodes = codes + <usize>row * stride
    const shift = load<i32>(sums + (<usize>row << 2)) << 6
    let best: f32 = -Infinity
    let place: u32 = 0
    for (let q: u32 = 0; q < queryCount; q++) {
      const score = <f32>(dot(rowCodes, queries + <usize>q * stride, stride) - shift) * load<f32>(queryScales + (<usize>q << 2))
      if (score > best) {
        best = score
        place = q
      }
    }
    store<u32>(out + (<usize>row << 2), place)
  }
}

/** Inner product of int8 codes with query codes; `stride` is a multiple of 16. */
@inline
function dot(codes: usize, query: usize, stride: usize): i32 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  const end = codes + stride
  const unrolledEnd = codes + (stride & ~31)
  while (codes < unrolledEnd) {
    a = dot16(v128.load(codes), v128.load(query), a)
    b = dot16(v128.load(codes, 16), v128.load(query, 16), b)
    codes += 32
    query += 32
  }
  if (codes < end) a = dot16(v128.load(codes), v128.load(query), a)
  return sumLanes(i32x4.add(a, b))
}

/** Sum of the products of 16 signed bytes with 16 bytes of 0..127, added to four int32 sums. */
@inline
function dot16(signed: v128, small: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(signed, small, sum)
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(signed), i16x8.extend_low_i8x16_u(small))
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(signed), i16x8.extend_high_i8x16_u(small))
  return i32x4.add(sum, i32x4.add(low, high))
}
