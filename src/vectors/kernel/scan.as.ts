// AssemblyScript. Passes over rows that keep the best k in memory, so that no array of one score a row ever leaves it.
// Compiled twice, with relaxed SIMD and without: only `dot` differs, and its results do not. `scan-js.ts`,
// `hamming-js.ts`, `rescore-js.ts` and `sums-js.ts` are its twins: change both. Pointers are byte offsets into the imported memory; a pointer of 0
// means "absent".

/** Sum of the products of 16 int8 codes with 16 query codes (0..127), added to four sums in int32. Exact in both forms. */
@inline
function dot16(codes: usize, query: usize, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(v128.load(codes), v128.load(query), sum)
  const low = i32x4.dot_i16x8_s(v128.load_ext<i8>(codes), v128.load_ext<u8>(query))
  const high = i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 8), v128.load_ext<u8>(query, 8))
  return i32x4.add(sum, i32x4.add(low, high))
}

@inline
function sumLanes(sum: v128): i32 {
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}

/** Inner product of int8 codes with query codes; `stride` is a multiple of 16. */
@inline
function dot(codes: usize, query: usize, stride: usize): i32 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  const end = codes + stride
  const unrolledEnd = codes + (stride & ~63)
  while (codes < unrolledEnd) {
    a = dot16(codes, query, a)
    b = dot16(codes + 16, query + 16, b)
    a = dot16(codes + 32, query + 32, a)
    b = dot16(codes + 48, query + 48, b)
    codes += 64
    query += 64
  }
  while (codes < end) {
    a = dot16(codes, query, a)
    codes += 16
    query += 16
  }
  return sumLanes(i32x4.add(a, b))
}

/** Inner products of the last four rows that were read together. */
let ahead0: i32 = 0
let ahead1: i32 = 0
let ahead2: i32 = 0
let ahead3: i32 = 0

/** So many bytes of codes lie in a processor's cache. Reading four rows together is a quarter faster there and slower beyond (Chromium 156). */
const CACHE_BYTES: usize = 1 << 24

/** `dot` of four rows that follow each other: the query is loaded once for all of them. */
@inline
function dot4(codes: usize, query: usize, stride: usize): void {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  const end = codes + stride
  const third = stride << 1
  const fourth = third + stride
  while (codes < end) {
    a = dot16(codes, query, a)
    b = dot16(codes + stride, query, b)
    c = dot16(codes + third, query, c)
    d = dot16(codes + fourth, query, d)
    codes += 16
    query += 16
  }
  ahead0 = sumLanes(a)
  ahead1 = sumLanes(b)
  ahead2 = sumLanes(c)
  ahead3 = sumLanes(d)
}

@inline
function ahead(place: u32): i32 {
  return place < 2 ? (place == 0 ? ahead0 : ahead1) : place == 2 ? ahead2 : ahead3
}

/**
 * Scores every allowed row (or those of `list`) and keeps the best `k` as a heap whose root is the worst. Returns how many were kept.
 * A row's score is its highest over `queryCount` queries. Query codes lie 64 too high, which `sums` make good.
 */
export function scan(
  rowCount: u32,
  stride: usize,
  list: usize,
  codes: usize,
  present: usize,
  scales: usize,
  sums: usize,
  inverses: usize,
  biases: usize,
  mask: usize,
  queryCount: u32,
  queries: usize,
  queryScales: usize,
  offsets: usize,
  alpha: f32,
  beta: f32,
  missing: f32,
  k: u32,
  heapScores: usize,
  heapRows: usize,
): u32 {
  let size: u32 = 0
  // where rows are left out, four together read too much
  const fours: u32 = list || mask || queryCount != 1 || <usize>rowCount * stride > CACHE_BYTES ? 0 : rowCount & ~3
  for (let at: u32 = 0; at < rowCount; at++) {
    if (at < fours && (at & 3) == 0) dot4(codes + <usize>at * stride, queries, stride)
    const row = list ? load<u32>(list + (<usize>at << 2)) : at
    if (mask && !load<u8>(mask + row)) continue
    const word: usize = (<usize>row) << 2
    let total = missing
    if (load<u8>(present + row)) {
      const rowCodes = codes + <usize>row * stride
      const shift = load<i32>(sums + word) << 6
      const scale = load<f32>(scales + word)
      let best: f32 = -Infinity
      for (let q: u32 = 0; q < queryCount; q++) {
        const inner = at < fours ? ahead(at & 3) : dot(rowCodes, queries + <usize>q * stride, stride)
        let score = <f32>(inner - shift) * scale * load<f32>(queryScales + (<usize>q << 2))
        if (inverses) score = (score + load<f32>(offsets + (<usize>q << 2))) * load<f32>(inverses + word)
        if (score > best) best = score
      }
      total = alpha * best + beta
    }
    if (biases) total += load<f32>(biases + word)
    size = offer(heapScores, heapRows, size, k, total, row)
  }
  return size
}

/** For each row the query with the largest inner product, the first of equals: where it lies goes to `out`. Rows need no scale for that. */
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

/**
 * Scores every allowed row by the number of bits in which its signature differs from the query's: `total = table[distance] + bias`.
 * Keeps the best as `scan` does. `stride` is a multiple of 8.
 */
export function hamming(
  rowCount: u32,
  stride: usize,
  signatures: usize,
  present: usize,
  biases: usize,
  mask: usize,
  query: usize,
  table: usize,
  missing: f32,
  k: u32,
  heapScores: usize,
  heapRows: usize,
): u32 {
  let size: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    if (mask && !load<u8>(mask + row)) continue
    let total = missing
    if (load<u8>(present + row)) {
      const start = signatures + <usize>row * stride
      let distance: i64 = 0
      for (let byte: usize = 0; byte < stride; byte += 8) distance += popcnt(load<i64>(start + byte) ^ load<i64>(query + byte))
      total = load<f32>(table + (<usize>distance << 2))
    }
    if (biases) total += load<f32>(biases + (<usize>row << 2))
    size = offer(heapScores, heapRows, size, k, total, row)
  }
  return size
}

/** Inner products of a float32 query with int8 rows: `out[i] = scale * (query . codes)` for each row of `list`. */
export function rescoreInt8(count: u32, stride: usize, list: usize, codes: usize, scales: usize, query: usize, out: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const row: usize = load<u32>(list + (<usize>i << 2))
    const start = codes + row * stride
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    for (let j: usize = 0; j < stride; j += 16) {
      const low = v128.load_ext<i8>(start + j)
      const high = v128.load_ext<i8>(start + j, 8)
      const at = query + (j << 2)
      a = f32x4.add(a, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low)), v128.load(at)))
      b = f32x4.add(b, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low)), v128.load(at, 16)))
      c = f32x4.add(c, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high)), v128.load(at, 32)))
      d = f32x4.add(d, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high)), v128.load(at, 48)))
    }
    store<f32>(out + (<usize>i << 2), sumFloats(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))) * load<f32>(scales + (row << 2)))
  }
}

/** Inner products of a float32 query with float16 rows (IEEE 754 binary16, no infinities, no NaN); `stride` in bytes, a multiple of 16. */
export function rescoreFloat16(count: u32, stride: usize, list: usize, halves: usize, query: usize, out: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const start = halves + <usize>load<u32>(list + (<usize>i << 2)) * stride
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    for (let j: usize = 0; j < stride; j += 16) {
      const at = query + (j << 1)
      a = f32x4.add(a, f32x4.mul(widen(v128.load_ext<i16>(start + j)), v128.load(at)))
      b = f32x4.add(b, f32x4.mul(widen(v128.load_ext<i16>(start + j, 8)), v128.load(at, 16)))
    }
    store<f32>(out + (<usize>i << 2), sumFloats(f32x4.add(a, b)))
  }
}

/** `out[j] = sum over i of factors[i] * code j of row list[i]`, in float64. */
export function sumRows(count: u32, dimensions: usize, stride: usize, list: usize, codes: usize, factors: usize, out: usize): void {
  for (let j: usize = 0; j < dimensions; j++) store<f64>(out + (j << 3), 0)
  for (let i: u32 = 0; i < count; i++) {
    const start = codes + <usize>load<u32>(list + (<usize>i << 2)) * stride
    const factor = <f64>load<f32>(factors + (<usize>i << 2))
    for (let j: usize = 0; j < dimensions; j++) {
      const at = out + (j << 3)
      store<f64>(at, load<f64>(at) + factor * <f64>load<i8>(start + j))
    }
  }
}

export function sumOfCodes(codes: usize, dimensions: usize): i32 {
  let sum = 0
  for (let j: usize = 0; j < dimensions; j++) sum += load<i8>(codes + j)
  return sum
}

export function squaresOfCodes(codes: usize, dimensions: usize): i32 {
  let squares = 0
  for (let j: usize = 0; j < dimensions; j++) {
    const code: i32 = load<i8>(codes + j)
    squares += code * code
  }
  return squares
}

/** Four float16, sign-extended to 32 bits, as float32: the bits move to their place, and 2^112 sets the exponent right, subnormals too. */
@inline
function widen(halves: v128): v128 {
  const sign = v128.and(halves, i32x4.splat(<i32>0x80000000))
  const rest = i32x4.shl(v128.and(halves, i32x4.splat(0x7fff)), 13)
  return v128.or(sign, f32x4.mul(rest, i32x4.splat(0x77800000)))
}

@inline
function sumFloats(sum: v128): f32 {
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
}

/** Offers a hit to a heap of `size` hits that may hold `k`; returns the new size. NaN is never kept. */
@inline
function offer(scores: usize, rows: usize, size: u32, k: u32, total: f32, row: u32): u32 {
  if (size < k) {
    if (total != total) return size
    siftUp(scores, rows, size, total, row)
    return size + 1
  }
  if (k && total >= load<f32>(scores) && isWorse(load<f32>(scores), load<u32>(rows), total, row)) siftDown(scores, rows, size, total, row)
  return size
}

/** Whether a is a worse hit than b: lower score, or the same score on a later row. */
@inline
function isWorse(scoreA: f32, rowA: u32, scoreB: f32, rowB: u32): bool {
  return scoreA < scoreB || (scoreA == scoreB && rowA > rowB)
}

/** Adds a hit at the free place `at` of the heap. */
function siftUp(scores: usize, rows: usize, at: u32, score: f32, row: u32): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentScore = load<f32>(scores + (parent << 2))
    const parentRow = load<u32>(rows + (parent << 2))
    if (!isWorse(score, row, parentScore, parentRow)) break
    store<f32>(scores + (at << 2), parentScore)
    store<u32>(rows + (at << 2), parentRow)
    at = parent
  }
  store<f32>(scores + (at << 2), score)
  store<u32>(rows + (at << 2), row)
}

/** Puts a hit in the place of the root of a heap of `size` hits. */
function siftDown(scores: usize, rows: usize, size: u32, score: f32, row: u32): void {
  let at: u32 = 0
  while (true) {
    let child: u32 = 2 * at + 1
    if (child >= size) break
    let childScore = load<f32>(scores + (child << 2))
    let childRow = load<u32>(rows + (child << 2))
    if (child + 1 < size) {
      const rightScore = load<f32>(scores + ((child + 1) << 2))
      const rightRow = load<u32>(rows + ((child + 1) << 2))
      if (isWorse(rightScore, rightRow, childScore, childRow)) {
        child++
        childScore = rightScore
        childRow = rightRow
      }
    }
    if (!isWorse(childScore, childRow, score, row)) break
    store<f32>(scores + (at << 2), childScore)
    store<u32>(rows + (at << 2), childRow)
    at = child
  }
  store<f32>(scores + (at << 2), score)
  store<u32>(rows + (at << 2), row)
}
