// AssemblyScript. Attention of the tokens of one text: products of int16, exact in int32; the rest in float32.
import { exp, largestOf, magic, sumOf } from './functions.as'
import { step16 } from './matmul.as'

/** Queries that are computed together. */
const QUERIES: usize = 4
/** Sums of products stay below: of queries with keys, which have so many steps on each side of 0 that they do. */
const MOST_SUM: f32 = 2e9
/** Steps of contents, and of weights that add up to 1. */
const FINE_STEPS: f32 = 32767

export function attend(tokens: u32, width: u32, heads: u32, values: usize, scratch: usize, out: usize): void {
  const size = <usize>(width / heads)
  const outBytes = <usize>width << 2
  const rowBytes = 3 * outBytes
  const headBytes = size << 2
  const codeBytes = size << 1
  const padded = (<usize>tokens + 7) & ~7
  const last = <usize>tokens - 1
  const steps = floor<f32>(sqrt<f32>(MOST_SUM / <f32>size))
  // codes of queries as they are; of keys two numbers of each token side by side, so that a row of scores needs no sums across lanes; of
  // contents each number of two tokens side by side
  const keyBytes = padded << 2
  const keys = scratch + codeBytes * padded
  const contents = keys + codeBytes * padded
  const scores = contents + codeBytes * padded
  for (let head: u32 = 0; head < heads; head++) {
    const from = values + <usize>head * headBytes
    const queryMost = mostOf(from, tokens, rowBytes, headBytes)
    const keyMost = mostOf(from + outBytes, tokens, rowBytes, headBytes)
    const contentMost = mostOf(from + 2 * outBytes, tokens, rowBytes, headBytes)
    const querySteps = stepsOf(steps, queryMost)
    const keySteps = stepsOf(steps, keyMost)
    const contentSteps = stepsOf(FINE_STEPS, contentMost)
    const factor = f32x4.splat((queryMost / steps) * (keyMost / steps) * (<f32>1 / sqrt<f32>(<f32>size)))
    const share = f32x4.splat(contentMost / FINE_STEPS / FINE_STEPS)
    for (let j: usize = 0; j < padded; j += 2) {
      // a token that only fills up is the last one again, and has no weight
      const one = from + min(j, last) * rowBytes
      const other = from + min(j + 1, last) * rowBytes
      const query = scratch + j * codeBytes
      let key = keys + (j << 2)
      for (let d: usize = 0; d < headBytes; d += 32) {
        v128.store(query + (d >> 1), codes(one + d, querySteps))
        v128.store(query + codeBytes + (d >> 1), codes(other + d, querySteps))
        const k0 = codes(one + outBytes + d, keySteps)
        const k1 = codes(other + outBytes + d, keySteps)
        const low = v128.shuffle<i32>(k0, k1, 0, 4, 1, 5)
        const high = v128.shuffle<i32>(k0, k1, 2, 6, 3, 7)
        v128.store64_lane(key, low, 0)
        v128.store64_lane(key + keyBytes, low, 1)
        v128.store64_lane(key + 2 * keyBytes, high, 0)
        v128.store64_lane(key + 3 * keyBytes, high, 1)
        key += keyBytes << 2
        const c0 = codes(one + 2 * outBytes + d, contentSteps)
        const c1 = codes(other + 2 * outBytes + d, contentSteps)
        const content = contents + j * codeBytes + d
        v128.store(content, v128.shuffle<i16>(c0, c1, 0, 8, 1, 9, 2, 10, 3, 11))
        v128.store(content, v128.shuffle<i16>(c0, c1, 4, 12, 5, 13, 6, 14, 7, 15), 16)
      }
    }
    for (let i: usize = 0; i <= last; i += QUERIES) {
      const queries = scratch + i * codeBytes
      for (let j: usize = 0; j < keyBytes; j += 32) {
        const to = scores + j
        multiply(queries, codeBytes, codeBytes, keys + j, keyBytes, factor, to, to + keyBytes, to + 2 * keyBytes, to + 3 * keyBytes)
      }
      softmax(scores, tokens, keyBytes)
      softmax(scores + keyBytes, tokens, keyBytes)
      softmax(scores + 2 * keyBytes, tokens, keyBytes)
      softmax(scores + 3 * keyBytes, tokens, keyBytes)
      // at the end the last token stands for those that are missing: its row is written again
      const to = out + <usize>head * headBytes
      const to0 = to + i * outBytes
      const to1 = to + min(i + 1, last) * outBytes
      const to2 = to + min(i + 2, last) * outBytes
      const to3 = to + min(i + 3, last) * outBytes
      for (let d: usize = 0; d < headBytes; d += 32) {
        multiply(scores, keyBytes, <usize>tokens << 1, contents + d, headBytes, share, to0 + d, to1 + d, to2 + d, to3 + d)
      }
    }
  }
}

/**
 * Four rows of codes, `rowBytes` apart, times eight columns: `bytes` of each row are read, two codes at a time, which stand side by side in a
 * column, too. The sums times `factor` go to four places.
 */
function multiply(
  rows: usize,
  rowBytes: usize,
  bytes: usize,
  columns: usize,
  columnBytes: usize,
  factor: v128,
  to0: usize,
  to1: usize,
  to2: usize,
  to3: usize,
): void {
  let s00 = i32x4.splat(0)
  let s01 = s00
  let s10 = s00
  let s11 = s00
  let s20 = s00
  let s21 = s00
  let s30 = s00
  let s31 = s00
  let column = columns
  for (let row = rows, end = rows + bytes; row < end; row += 4, column += columnBytes) {
    const c0 = v128.load(column)
    const c1 = v128.load(column, 16)
    let x = v128.load32_splat(row)
    s00 = step16(s00, x, c0)
    s01 = step16(s01, x, c1)
    x = v128.load32_splat(row + rowBytes)
    s10 = step16(s10, x, c0)
    s11 = step16(s11, x, c1)
    x = v128.load32_splat(row + 2 * rowBytes)
    s20 = step16(s20, x, c0)
    s21 = step16(s21, x, c1)
    x = v128.load32_splat(row + 3 * rowBytes)
    s30 = step16(s30, x, c0)
    s31 = step16(s31, x, c1)
  }
  put(to0, s00, s01, factor)
  put(to1, s10, s11, factor)
  put(to2, s20, s21, factor)
  put(to3, s30, s31, factor)
}

/** The largest absolute number of one head. */
function mostOf(values: usize, tokens: u32, rowBytes: usize, headBytes: usize): f32 {
  let most = f32x4.splat(0)
  for (let row = values, end = values + tokens * rowBytes; row < end; row += rowBytes) {
    for (let d: usize = 0; d < headBytes; d += 16) most = f32x4.pmax(most, f32x4.abs(v128.load(row + d)))
  }
  return largestOf(most)
}

@inline
function stepsOf(steps: f32, most: f32): v128 {
  return f32x4.splat(most > 0 ? steps / most : 0)
}

/** Eight numbers in steps. */
@inline
function codes(at: usize, steps: v128): v128 {
  const low = i32x4.sub(f32x4.add(f32x4.mul(v128.load(at), steps), magic()), magic())
  const high = i32x4.sub(f32x4.add(f32x4.mul(v128.load(at, 16), steps), magic()), magic())
  return i16x8.narrow_i32x4_s(low, high)
}

/** Makes weights of a row of scores, that add up to 1: int16 at the beginning of the row. */
function softmax(scores: usize, tokens: u32, bytes: usize): void {
  const end = scores + bytes
  for (let j = scores + (<usize>tokens << 2); j < end; j += 4) store<f32>(j, -3e38)
  let most = v128.load(scores)
  for (let j = scores + 16; j < end; j += 16) most = f32x4.pmax(most, v128.load(j))
  const top = f32x4.splat(largestOf(most))
  let total = f32x4.splat(0)
  for (let j = scores; j < end; j += 16) {
    const weight = exp(f32x4.sub(v128.load(j), top))
    v128.store(j, weight)
    total = f32x4.add(total, weight)
  }
  const steps = f32x4.splat(FINE_STEPS / sumOf(total))
  for (let j = scores, to = scores; j < end; j += 32, to += 16) v128.store(to, codes(j, steps))
}

@inline
function put(to: usize, sum0: v128, sum1: v128, factor: v128): void {
  v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(sum0), factor))
  v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(sum1), factor), 16)
}
