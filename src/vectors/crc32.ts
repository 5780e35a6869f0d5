const POLYNOMIAL = 0xedb88320

/** Four tables of 256. Table t holds the remainder of a byte that t zero bytes follow. */
const TABLES = makeTables()

/**
 * CRC-32 of bytes, as in gzip and PNG (RFC 1952, section 8). It finds every burst of up to 32 wrong bits. Every read of a block takes one,
 * so it goes four bytes a step (slicing by four: Kounavis and Berry, 2005). A view that does not begin at a multiple of four bytes goes one
 * byte a step.
 */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = TABLES
  let crc = -1
  const aligned = bytes.byteOffset % Int32Array.BYTES_PER_ELEMENT === 0
  const words = new Int32Array(bytes.buffer, aligned ? bytes.byteOffset : 0, aligned ? bytes.length >>> 2 : 0)
  for (let i = 0; i < words.length; i++) {
    crc ^= words[i]!
    crc = t3[crc & 255]! ^ t2[(crc >>> 8) & 255]! ^ t1[(crc >>> 16) & 255]! ^ t0[crc >>> 24]!
  }
  for (let i = words.byteLength; i < bytes.length; i++) crc = t0[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const tables = [new Int32Array(256), new Int32Array(256), new Int32Array(256), new Int32Array(256)] as const
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1
    tables[0][byte] = remainder
  }
  for (let t = 1; t < 4; t++) {
    for (let byte = 0; byte < 256; byte++) {
      const shorter = tables[t - 1]![byte]!
      tables[t]![byte] = tables[0][shorter & 255]! ^ (shorter >>> 8)
    }
  }
  return tables
}
