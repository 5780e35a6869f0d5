// AssemblyScript. The pass over all rows, and the entry of the module. No array of one score a row ever leaves the memory. The module is
// compiled twice, with relaxed SIMD and without. Only `dot.as.ts` differs, and its results do not. The files named *-js.ts are the
// JavaScript twins: change both. Pointers are byte offsets into the imported memory; a pointer of 0 means "absent".
import { products16, sumLanes } from './dot.as'

export { best } from './heap.as'
export { joinCodes, splitCodes, sumRows } from './nibbles.as'
export { quantize } from './quantize.as'
export { rescoreCodes } from './rescore.as'

/** Bytes of upper nibbles whose products fit into an int16 sum. */
const CHUNK: usize = 64

/** Sums in int16 of the products of 32 query codes with 32 upper nibbles. */
@inline
function products32(first: v128, last: v128, both: v128): v128 {
  const a = products16(first, v128.and(both, i8x16.splat(15)))
  return i16x8.add(a, products16(last, v128.and(i16x8.shr_u(both, 4), i8x16.splat(15))))
}

/** Inner product of a row's upper nibbles with query codes; `bytes` is a multiple of 16. */
@inline
function dot(upper: usize, query: usize, bytes: usize): i32 {
  let sum = i32x4.splat(0)
  const end = upper + bytes
  while (upper < end) {
    const stop = min(upper + CHUNK, end)
    let part = i16x8.splat(0)
    while (upper < stop) {
      part = i16x8.add(part, products32(v128.load(query), v128.load(query, 16), v128.load(upper)))
      upper += 16
      query += 32
    }
    sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(part))
  }
  return sumLanes(sum)
}

/** Inner products of four consecutive rows. The query is loaded once for all four. */
@inline
function dot4(upper: usize, query: usize, bytes: usize): v128 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  const end = upper + bytes
  const third = bytes << 1
  const fourth = third + bytes
  while (upper < end) {
    const stop = min(upper + CHUNK, end)
    let row0 = i16x8.splat(0)
    let row1 = i16x8.splat(0)
    let row2 = i16x8.splat(0)
    let row3 = i16x8.splat(0)
    while (upper < stop) {
      const first = v128.load(query)
      const last = v128.load(query, 16)
      row0 = i16x8.add(row0, products32(first, last, v128.load(upper)))
      row1 = i16x8.add(row1, products32(first, last, v128.load(upper + bytes)))
      row2 = i16x8.add(row2, products32(first, last, v128.load(upper + third)))
      row3 = i16x8.add(row3, products32(first, last, v128.load(upper + fourth)))
      upper += 16
      query += 32
    }
    a = i32x4.add(a, i32x4.extadd_pairwise_i16x8_s(row0))
    b = i32x4.add(b, i32x4.extadd_pairwise_i16x8_s(row1))
    c = i32x4.add(c, i32x4.extadd_pairwise_i16x8_s(row2))
    d = i32x4.add(d, i32x4.extadd_pairwise_i16x8_s(row3))
  }
  // adds neighbouring lanes twice: the sum of each row ends in its own lane
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7))
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 2, 4, 6), i32x4.shuffle(c, d, 1, 3, 5, 7))
  return i32x4.add(i32x4.shuffle(ab, cd, 0, 2, 4, 6), i32x4.shuffle(ab, cd, 1, 3, 5, 7))
}

/** Four bytes as four lanes: all bits set if the byte is not 0. */
@inline
function flags4(bytes: usize): v128 {
  const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)))
  return i32x4.ne(wide, i32x4.splat(0))
}

/**
 * Scores every allowed row by the upper nibbles of its codes. Writes one total a row, NaN if the row is no hit. A row's score is its
 * highest over all queries. `lifts` add back the mean of the dropped lower nibble, plus the rounding margin.
 */
export function scan(
  rowCount: u32,
  stride: usize,
  upper: usize,
  present: usize,
  scales: usize,
  inverses: usize,
  biases: usize,
  mask: usize,
  queryCount: u32,
  queries: usize,
  queryScales: usize,
  lifts: usize,
  offsets: usize,
  alpha: f32,
  beta: f32,
  missing: f32,
  totals: usize,
): void {
  const bytes = stride >> 1
  const fours: u32 = rowCount & ~3
  for (let row: u32 = 0; row < fours; row += 4) {
    const word: usize = (<usize>row) << 2
    if (mask && !load<u32>(mask + row)) {
      v128.store(totals + word, f32x4.splat(NaN))
      continue
    }
    let best = f32x4.splat(-Infinity)
    for (let q: u32 = 0; q < queryCount; q++) {
      const place: usize = (<usize>q) << 2
      const inner = f32x4.convert_i32x4_s(dot4(upper + <usize>row * bytes, queries + <usize>q * stride, bytes))
      const lifted = f32x4.mul(f32x4.add(inner, v128.load32_splat(lifts + place)), v128.load(scales + word))
      let score = f32x4.add(f32x4.mul(lifted, v128.load32_splat(queryScales + place)), v128.load32_splat(offsets + place))
      if (inverses) score = f32x4.mul(score, v128.load(inverses + word))
      best = v128.bitselect(score, best, f32x4.gt(score, best))
    }
    const scored = f32x4.add(f32x4.mul(f32x4.splat(alpha), best), f32x4.splat(beta))
    let total = v128.bitselect(scored, f32x4.splat(missing), flags4(present + row))
    if (biases) total = f32x4.add(total, v128.load(biases + word))
    if (mask) total = v128.bitselect(total, f32x4.splat(NaN), flags4(mask + row))
    v128.store(totals + word, total)
  }
  for (let row: u32 = fours; row < rowCount; row++) {
    const word: usize = (<usize>row) << 2
    let total = missing
    if (mask && !load<u8>(mask + row)) total = NaN
    else if (load<u8>(present + row)) {
      let best: f32 = -Infinity
      for (let q: u32 = 0; q < queryCount; q++) {
        const place: usize = (<usize>q) << 2
        const inner = <f32>dot(upper + <usize>row * bytes, queries + <usize>q * stride, bytes)
        const lifted = (inner + load<f32>(lifts + place)) * load<f32>(scales + word)
        let score = lifted * load<f32>(queryScales + place) + load<f32>(offsets + place)
        if (inverses) score *= load<f32>(inverses + word)
        if (score > best) best = score
      }
      total = alpha * best + beta
    }
    if (biases) total += load<f32>(biases + word)
    store<f32>(totals + word, total)
  }
}
