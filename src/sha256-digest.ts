/**
 * SHA-256 (FIPS 180-4) without `crypto.subtle`, which browsers hide from pages that are not served over https, and which
 * costs a trip to another thread per call: for texts of some hundred bytes this is faster.
 */

/** First 32 bits of the fractional parts of the square (`power` 1/2) or cube (1/3) roots of the first primes. */
function fractionalRoots(count: number, power: number): Uint32Array {
  const roots = new Uint32Array(count)
  let found = 0
  for (let candidate = 2; found < count; candidate++) {
    let prime = true
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false
    if (prime) roots[found++] = (candidate ** power % 1) * 2 ** 32
  }
  return roots
}

const INITIAL = fractionalRoots(8, 1 / 2)
const ROUND = fractionalRoots(64, 1 / 3)

function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / 64)
  const buffer = new Uint8Array(blocks * 64)
  buffer.set(bytes)
  buffer[bytes.length] = 0x80
  const view = new DataView(buffer.buffer)
  view.setUint32(buffer.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(buffer.length - 4, (bytes.length << 3) >>> 0)
  return view
}

function compress(state: Int32Array, schedule: Int32Array): void {
  for (let t = 16; t < 64; t++) {
    const w15 = schedule[t - 15]!
    const w2 = schedule[t - 2]!
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3)
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10)
    schedule[t] = (schedule[t - 16]! + s0 + schedule[t - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[t]! + schedule[t]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = state[0]! + a
  state[1] = state[1]! + b
  state[2] = state[2]! + c
  state[3] = state[3]! + d
  state[4] = state[4]! + e
  state[5] = state[5]! + f
  state[6] = state[6]! + g
  state[7] = state[7]! + h
}

/** The 32 bytes of the SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = new Int32Array(INITIAL)
  const schedule = new Int32Array(64)
  const view = padded(bytes)
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(offset + t * 4)
    compress(state, schedule)
  }
  const digest = new Uint8Array(32)
  const words = new DataView(digest.buffer)
  state.forEach((word, index) => {
    words.setInt32(index * 4, word)
  })
  return digest
}
