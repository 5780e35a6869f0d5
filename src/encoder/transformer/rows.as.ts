// AssemblyScript. Passes that treat each row by itself.
import { largestOf, sumOf } from './functions.as'
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
    let sum: i32 = 0
    for (let j: usize = 0; j < width; j += 8) {
      const eight = v128.load8x8_s(codes + j)
      if (ASC_FEATURE_RELAXED_SIMD) store<i64>(to + j, load<i64>(codes + j))
      else v128.store(to + 2 * j, eight)
      const ones = i32x4.dot_i16x8_s(eight, i16x8.splat(1))
      sum += i32x4.extract_lane(ones, 0) + i32x4.extract_lane(ones, 1) + i32x4.extract_lane(ones, 2) + i32x4.extract_lane(ones, 3)
    }
    const at = <usize>row << 2
    store<f32>(scales + at, load<f32>(tableScales + (id << 2)))
    store<f32>(offsets + at, 0)
    store<i32>(sums + at, 32 * sum)
  }
}

export function quantize(rows: u32, width: u32, values: usize, activations: usize, scales: usize, offsets: usize, sums: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    const from = values + ((<usize>row * width) << 2)
    const to = activations + <usize>row * width * ACTIVATION_BYTES
    const bytes = <usize>width << 2
    let least = f32x4.splat(0)
    let most = least
    for (let j: usize = 0; j < bytes; j += 16) {
      const four = v128.load(from + j)
      least = f32x4.min(least, four)
      most = f32x4.max(most, four)
    }
    const low = -largestOf(f32x4.neg(least))
    const range = largestOf(most) - low
    const scale = range / 255
    const inverse = range > 0 ? <f32>255 / range : 0
    const factor = f32x4.splat(inverse)
    const shift = f32x4.splat(low)
    let total = i32x4.splat(0)
    for (let j: usize = 0; j < width; j += 8) {
      const a = code(v128.load(from + 4 * j), shift, factor)
      const b = code(v128.load(from + 4 * j, 16), shift, factor)
      total = i32x4.add(total, i32x4.add(a, b))
      const eight = i16x8.narrow_i32x4_s(a, b)
      if (ASC_FEATURE_RELAXED_SIMD) v128.store64_lane(to + j, i8x16.narrow_i16x8_s(eight, eight), 0)
      else v128.store(to + 2 * j, eight)
    }
    const sum = i32x4.extract_lane(total, 0) + i32x4.extract_lane(total, 1) + i32x4.extract_lane(total, 2) + i32x4.extract_lane(total, 3)
    const at = <usize>row << 2
    store<f32>(scales + at, scale)
    store<f32>(offsets + at, low + scale * 128)
    store<i32>(sums + at, 32 * sum)
  }
}

@inline
function code(values: v128, shift: v128, factor: v128): v128 {
  const steps = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(f32x4.sub(values, shift), factor)))
  return i32x4.sub(i32x4.min_s(steps, i32x4.splat(255)), i32x4.splat(128))
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
