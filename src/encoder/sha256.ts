/** Lower-case hexadecimal SHA-256. Uses the platform's where there is one: pages served over plain http have none. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // typed as always there, which holds in secure contexts only
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  return hex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes))
}

/** SHA-256 (FIPS 180-4) in plain JavaScript: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const { roundConstants, initialHash } = constants()
  const state = Uint32Array.from(initialHash)
  const schedule = new Uint32Array(64)
  const whole = bytes.length - (bytes.length % 64)
  const body = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let offset = 0; offset < whole; offset += 64) compress(state, schedule, roundConstants, body, offset)
  const tail = padded(bytes.subarray(whole), bytes.length)
  for (let offset = 0; offset < tail.byteLength; offset += 64) compress(state, schedule, roundConstants, tail, offset)
  const digest = new DataView(new ArrayBuffer(32))
  for (let word = 0; word < 8; word++) digest.setUint32(word * 4, state[word]!)
  return new Uint8Array(digest.buffer)
}

function compress(state: Uint32Array, schedule: Uint32Array, roundConstants: Uint32Array, block: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = block.getUint32(offset + t * 4)
  for (let t = 16; t < 64; t++) {
    const w15 = schedule[t - 15]!
    const w2 = schedule[t - 2]!
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    schedule[t] = s1 + schedule[t - 7]! + s0 + schedule[t - 16]!
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g)
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + roundConstants[t]! + schedule[t]!) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + after[i]!
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** The last bytes, a one bit, zeros, and the length in bits as 64-bit big-endian. */
function padded(rest: Uint8Array, length: number): DataView {
  const block = new Uint8Array(rest.length < 56 ? 64 : 128)
  block.set(rest)
  block[rest.length] = 0x80
  const view = new DataView(block.buffer)
  view.setUint32(block.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(block.length - 4, (length << 3) >>> 0)
  return view
}

let cached: { roundConstants: Uint32Array; initialHash: Uint32Array } | undefined

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
function constants(): { roundConstants: Uint32Array; initialHash: Uint32Array } {
  if (cached) return cached
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  const fraction = (root: number) => (root - Math.floor(root)) * 2 ** 32
  cached = {
    roundConstants: Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    initialHash: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  }
  return cached
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
