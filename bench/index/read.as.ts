// AssemblyScript. Reads memory once, 64 bytes at a time, and does as little as it can with it.
export function read(from: usize, bytes: usize): i32 {
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  for (const end = from + bytes; from < end; from += 64) {
    a = v128.xor(a, v128.load(from))
    b = v128.xor(b, v128.load(from, 16))
    c = v128.xor(c, v128.load(from, 32))
    d = v128.xor(d, v128.load(from, 48))
  }
  return i32x4.extract_lane(v128.xor(v128.xor(a, b), v128.xor(c, d)), 0)
}
