// AssemblyScript. Attention of the tokens of one text, in float32.
import { exp, largestOf, sumOf } from './functions.as'

/** Queries that are computed together. */
const QUERIES: usize = 4

export function attend(tokens: u32, width: u32, heads: u32, values: usize, scratch: usize, out: usize): void {
  const size = width / heads
  const outBytes = <usize>width << 2
  const rowBytes = 3 * outBytes
  const headBytes = <usize>size << 2
  // keys transposed, eight tokens at a time: a row of scores needs no sums across lanes. Contents without gaps: they stay in the cache
  const padded = (<usize>tokens + 7) & ~7
  const keyBytes = padded << 2
  const contents = scratch + headBytes * padded
  const scores = contents + headBytes * padded
  const factor = f32x4.splat(<f32>1 / sqrt<f32>(<f32>size))
  const last = <usize>tokens - 1
  for (let head: u32 = 0; head < heads; head++) {
    const queries = values + <usize>head * headBytes
    const keys = queries + outBytes
    for (let j: usize = 0; j < padded; j++) {
      // a token that only fills up has the last one's key, and no weight
      const key = keys + min(j, last) * rowBytes
      let to = scratch + (j << 2)
      for (let d: usize = 0; d < headBytes; d += 16) {
        const four = v128.load(key + d)
        v128.store32_lane(to, four, 0)
        v128.store32_lane(to + keyBytes, four, 1)
        v128.store32_lane(to + 2 * keyBytes, four, 2)
        v128.store32_lane(to + 3 * keyBytes, four, 3)
        to += keyBytes << 2
        v128.store(contents + j * headBytes + d, v128.load(key + outBytes + d))
      }
    }
    for (let i: usize = 0; i <= last; i += QUERIES) {
      // at the end the last token stands for those that are missing: its row is written again
      const i1 = min(i + 1, last)
      const i2 = min(i + 2, last)
      const i3 = min(i + 3, last)
      const q0 = queries + i * rowBytes
      const q1 = queries + i1 * rowBytes
      const q2 = queries + i2 * rowBytes
      const q3 = queries + i3 * rowBytes
      for (let j: usize = 0; j < keyBytes; j += 32) {
        let s00 = f32x4.splat(0)
        let s01 = s00
        let s10 = s00
        let s11 = s00
        let s20 = s00
        let s21 = s00
        let s30 = s00
        let s31 = s00
        let key = scratch + j
        for (let d: usize = 0; d < headBytes; d += 4, key += keyBytes) {
          const k0 = v128.load(key)
          const k1 = v128.load(key, 16)
          let q = v128.load32_splat(q0 + d)
          s00 = f32x4.add(s00, f32x4.mul(q, k0))
          s01 = f32x4.add(s01, f32x4.mul(q, k1))
          q = v128.load32_splat(q1 + d)
          s10 = f32x4.add(s10, f32x4.mul(q, k0))
          s11 = f32x4.add(s11, f32x4.mul(q, k1))
          q = v128.load32_splat(q2 + d)
          s20 = f32x4.add(s20, f32x4.mul(q, k0))
          s21 = f32x4.add(s21, f32x4.mul(q, k1))
          q = v128.load32_splat(q3 + d)
          s30 = f32x4.add(s30, f32x4.mul(q, k0))
          s31 = f32x4.add(s31, f32x4.mul(q, k1))
        }
        const to = scores + j
        v128.store(to, f32x4.mul(s00, factor))
        v128.store(to, f32x4.mul(s01, factor), 16)
        v128.store(to + keyBytes, f32x4.mul(s10, factor))
        v128.store(to + keyBytes, f32x4.mul(s11, factor), 16)
        v128.store(to + 2 * keyBytes, f32x4.mul(s20, factor))
        v128.store(to + 2 * keyBytes, f32x4.mul(s21, factor), 16)
        v128.store(to + 3 * keyBytes, f32x4.mul(s30, factor))
        v128.store(to + 3 * keyBytes, f32x4.mul(s31, factor), 16)
      }
      const share0 = softmax(scores, tokens, keyBytes)
      const share1 = softmax(scores + keyBytes, tokens, keyBytes)
      const share2 = softmax(scores + 2 * keyBytes, tokens, keyBytes)
      const share3 = softmax(scores + 3 * keyBytes, tokens, keyBytes)
      const to = out + <usize>head * headBytes
      for (let d: usize = 0; d < headBytes; d += 32) {
        let o00 = f32x4.splat(0)
        let o01 = o00
        let o10 = o00
        let o11 = o00
        let o20 = o00
        let o21 = o00
        let o30 = o00
        let o31 = o00
        let content = contents + d
        let weight = scores
        for (const end = scores + (<usize>tokens << 2); weight < end; weight += 4, content += headBytes) {
          const c0 = v128.load(content)
          const c1 = v128.load(content, 16)
          let w = v128.load32_splat(weight)
          o00 = f32x4.add(o00, f32x4.mul(w, c0))
          o01 = f32x4.add(o01, f32x4.mul(w, c1))
          w = v128.load32_splat(weight + keyBytes)
          o10 = f32x4.add(o10, f32x4.mul(w, c0))
          o11 = f32x4.add(o11, f32x4.mul(w, c1))
          w = v128.load32_splat(weight + 2 * keyBytes)
          o20 = f32x4.add(o20, f32x4.mul(w, c0))
          o21 = f32x4.add(o21, f32x4.mul(w, c1))
          w = v128.load32_splat(weight + 3 * keyBytes)
          o30 = f32x4.add(o30, f32x4.mul(w, c0))
          o31 = f32x4.add(o31, f32x4.mul(w, c1))
        }
        put(to + i * outBytes + d, o00, o01, share0)
        put(to + i1 * outBytes + d, o10, o11, share1)
        put(to + i2 * outBytes + d, o20, o21, share2)
        put(to + i3 * outBytes + d, o30, o31, share3)
      }
    }
  }
}

/** Makes weights of a row of scores. Returns what a sum with them is multiplied with, so that they add up to 1. */
function softmax(scores: usize, tokens: u32, bytes: usize): f32 {
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
  return <f32>1 / sumOf(total)
}

@inline
function put(to: usize, sum0: v128, sum1: v128, share: f32): void {
  v128.store(to, f32x4.mul(sum0, f32x4.splat(share)))
  v128.store(to, f32x4.mul(sum1, f32x4.splat(share)), 16)
}
