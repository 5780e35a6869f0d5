// AssemblyScript. Attention of the tokens of one text, in float32.
import { exp, largestOf, sumOf } from './functions.as'

export function attend(tokens: u32, width: u32, heads: u32, values: usize, scratch: usize, out: usize): void {
  const size = width / heads
  const rowBytes = (<usize>width * 3) << 2
  const headBytes = <usize>size << 2
  // keys transposed, eight tokens at a time: a row of scores needs no sums across lanes
  const padded = (<usize>tokens + 7) & ~7
  const keyBytes = padded << 2
  const scores = scratch + headBytes * padded
  const factor = f32x4.splat(<f32>1 / sqrt<f32>(<f32>size))
  for (let head: u32 = 0; head < heads; head++) {
    const queries = values + <usize>head * headBytes
    const keys = queries + (<usize>width << 2)
    const contents = keys + (<usize>width << 2)
    for (let j: usize = 0; j < padded; j++) {
      for (let d: usize = 0; d < size; d++) {
        store<f32>(scratch + d * keyBytes + (j << 2), j < tokens ? load<f32>(keys + j * rowBytes + (d << 2)) : 0)
      }
    }
    for (let i: usize = 0; i < tokens; i++) {
      const query = queries + i * rowBytes
      let most = f32x4.splat(-3e38)
      for (let j: usize = 0; j < keyBytes; j += 32) {
        let s0 = f32x4.splat(0)
        let s1 = s0
        let key = scratch + j
        for (let d: usize = 0; d < headBytes; d += 4, key += keyBytes) {
          const q = v128.load32_splat(query + d)
          s0 = f32x4.add(s0, f32x4.mul(q, v128.load(key)))
          s1 = f32x4.add(s1, f32x4.mul(q, v128.load(key, 16)))
        }
        s0 = f32x4.mul(s0, factor)
        s1 = f32x4.mul(s1, factor)
        v128.store(scores + j, s0)
        v128.store(scores + j, s1, 16)
      }
      // tokens that only fill up get no weight
      for (let j: usize = tokens; j < padded; j++) store<f32>(scores + (j << 2), -3e38)
      for (let j: usize = 0; j < keyBytes; j += 16) most = f32x4.max(most, v128.load(scores + j))
      const top = f32x4.splat(largestOf(most))
      let total = f32x4.splat(0)
      for (let j: usize = 0; j < keyBytes; j += 16) {
        const weight = exp(f32x4.sub(v128.load(scores + j), top))
        v128.store(scores + j, weight)
        total = f32x4.add(total, weight)
      }
      const share = f32x4.splat(<f32>1 / sumOf(total))
      const to = out + ((i * width) << 2) + <usize>head * headBytes
      for (let d: usize = 0; d < headBytes; d += 32) {
        let o0 = f32x4.splat(0)
        let o1 = o0
        let content = contents + d
        for (let j: usize = 0; j < tokens; j++, content += rowBytes) {
          const weight = v128.load32_splat(scores + (j << 2))
          o0 = f32x4.add(o0, f32x4.mul(weight, v128.load(content)))
          o1 = f32x4.add(o1, f32x4.mul(weight, v128.load(content, 16)))
        }
        v128.store(to + d, f32x4.mul(o0, share))
        v128.store(to + d, f32x4.mul(o1, share), 16)
      }
    }
  }
}
