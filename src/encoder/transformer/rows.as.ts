// AssemblyScript. Passes that treat each row by itself.
import { added, largestOf, magic, sumOf } from './functions.as'
import { ACTIVATION_BYTES } from './matmul.as'

export function lookUp(
  rows: u32,
  width: u32,
  ids: usize,
  table: usize,
  tableScales: usize,
  activations: usize,
  scales: usize,
  offsets: usize,
  sums: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    const id = <usize>load<u32>(ids + (<usize>row << 2))
    const codes = table + id * width
    const to = activations + <usize>row * width * ACTIVATION_BYTES
    let total = i32x4.splat(0)
    for (let j: usize = 0; j < width; j += 8) {
      const eight = v128.load8x8_s(codes + j)
      if (ASC_FEATURE_RELAXED_SIMD) store<i64>(to + j, load<i64>(codes + j))
      else v128.store(to + 2 * j, eight)
      total = i32x4.add(total, i32x4.extadd_pairwise_i16x8_s(eight))
    }
    const at = <usize>row << 2
    store<f32>(scales + at, load<f32>(tableScales + (id << 2)))
    store<f32>(offsets + at, 0)
    store<i32>(sums + at, 32 * added(total))
  }
}

export function quantize(rows: u32, width: u32, values: usize, activations: usize, scales: usize, offsets: usize, sums: usize): void {
  const bytes = <usize>width << 2
  const nearest = magic()
  // what the bits of a sum with it lie above a code
  const above = i32x4.add(nearest, i32x4.splat(128))
  for (let row: u32 = 0; row < rows; row++) {
    const from = values + <usize>row * bytes
    const end = from + bytes
    let to = activations + <usize>row * width * ACTIVATION_BYTES
    let least0 = f32x4.splat(0)
    let least1 = least0
    let most0 = least0
    let most1 = least0
    for (let j = from; j < end; j += 32) {
      const a = v128.load(j)
      const b = v128.load(j, 16)
      least0 = f32x4.pmin(least0, a)
      most0 = f32x4.pmax(most0, a)
      least1 = f32x4.pmin(least1, b)
      most1 = f32x4.pmax(most1, b)
    }
    const low = -largestOf(f32x4.neg(f32x4.pmin(least0, least1)))
    const range = largestOf(f32x4.pmax(most0, most1)) - low
    const factor = f32x4.splat(range > 0 ? <f32>255 / range : 0)
    const shift = f32x4.splat(low)
    let total = i32x4.splat(0)
    for (let j = from; j < end; j += 32) {
      const a = i32x4.sub(f32x4.add(f32x4.mul(f32x4.sub(v128.load(j), shift), factor), nearest), above)
      const b = i32x4.sub(f32x4.add(f32x4.mul(f32x4.sub(v128.load(j, 16), shift), factor), nearest), above)
      total = i32x4.add(total, i32x4.add(a, b))
      const eight = i16x8.narrow_i32x4_s(a, b)
      if (ASC_FEATURE_RELAXED_SIMD) v128.store64_lane(to, i8x16.narrow_i16x8_s(eight, eight), 0)
      else v128.store(to, eight)
      to += 8 * ACTIVATION_BYTES
    }
    const scale = range / 255
    const at = <usize>row << 2
    store<f32>(scales + at, scale)
    store<f32>(offsets + at, low + scale * 128)
    store<i32>(sums + at, 32 * added(total))
  }
}

export function addNorm(rows: u32, width: u32, values: usize, added: usize, gains: usize, shifts: usize, out: usize): void {
  const bytes = <usize>width << 2
  for (let row: u32 = 0; row < rows; row++) {
    const from = values + <usize>row * bytes
    const other = added + <usize>row * bytes
    const to = out + <usize>row * bytes
    let total = f32x4.splat(0)
    for (let j: usize = 0; j < bytes; j += 16) {
      const sum = f32x4.add(v128.load(from + j), v128.load(other + j))
      v128.store(to + j, sum)
      total = f32x4.add(total, sum)
    }
    const mean = f32x4.splat(sumOf(total) / <f32>width)
    let squares = f32x4.splat(0)
    for (let j: usize = 0; j < bytes; j += 16) {
      const difference = f32x4.sub(v128.load(to + j), mean)
      squares = f32x4.add(squares, f32x4.mul(difference, difference))
    }
    const inverse = f32x4.splat(<f32>1 / sqrt<f32>(sumOf(squares) / <f32>width + 1e-12))
    for (let j: usize = 0; j < bytes; j += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(to + j), mean), inverse)
      v128.store(to + j, f32x4.add(f32x4.mul(normal, v128.load(gains + j)), v128.load(shifts + j)))
    }
  }
}

export function meanRows(rows: u32, width: u32, values: usize, out: usize): void {
  const bytes = <usize>width << 2
  const share = f32x4.splat(<f32>1 / <f32>rows)
  for (let j: usize = 0; j < bytes; j += 16) {
    let sum = f32x4.splat(0)
    for (let row: u32 = 0; row < rows; row++) sum = f32x4.add(sum, v128.load(values + <usize>row * bytes + j))
    v128.store(out + j, f32x4.mul(sum, share))
  }
}
