import { PagekinError } from '../errors.js'
import { crc32 } from './crc32.js'

/**
 * A block is rows of int8 vectors with the hashes of the content they were made from, in one buffer:
 *
 *     bytes 0..3    magic "PKVB"
 *           4..7    CRC-32 of every byte from 8 on
 *           8..11   version of the format
 *          12..15   length of the buffer in bytes         up to here the same in every version
 *          16..19   dimensions
 *          20..23   rows
 *          24..31   0
 *     then          keys    16 bytes a row
 *                   scales  float32 a row, padded with 0 to 16 bytes
 *                   codes   int8, dimensions a row, padded with 0 to 16 bytes
 *
 * All little endian, as is every engine that runs WebAssembly.
 */
export interface Block {
  readonly dimensions: number
  /** Content hash of each row, or `draftKey` of it: 32 lower-case hexadecimal digits. */
  readonly keys: readonly string[]
  /** Row-major, `keys.length * dimensions`. */
  readonly codes: Int8Array
  /** One a row; finite, not negative. */
  readonly scales: Float32Array
}

const MAGIC = 0x42564b50
const VERSION = 1
const HEADER_BYTES = 32
const CHECKED_FROM = 8
const KEY_BYTES = 16
const KEY = /^[0-9a-f]{32}$/
/** The two hexadecimal digits of each byte, in the order of memory. */
const HEX = new Uint16Array(
  new TextEncoder().encode(Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('')).buffer,
)

/** The key of the vector of a text's first words, from the text's content hash; and back. */
export function draftKey(hash: string): string {
  return (15 - Number.parseInt(hash[0]!, 16)).toString(16) + hash.slice(1)
}

/** Writes rows as one buffer for `unpackBlock`. Throws `usage` if the parts do not fit together. */
export function packBlock(block: Block): ArrayBuffer {
  const { dimensions, keys, codes, scales } = block
  const rows = keys.length
  if (!isDimensions(dimensions)) throw new PagekinError('usage', `packBlock: received ${dimensions} dimensions, expected 1 to 65,536`)
  if (codes.length !== rows * dimensions || scales.length !== rows) {
    throw new PagekinError(
      'usage',
      `packBlock: received ${codes.length} codes and ${scales.length} scales, expected ${rows * dimensions} and ${rows}`,
    )
  }
  const badScale = findBadScale(scales)
  if (badScale >= 0) throw new PagekinError('usage', `packBlock: row ${badScale} has the scale ${scales[badScale]}, expected 0 or more`)

  const layout = layOut(rows, dimensions)
  const buffer = new ArrayBuffer(layout.byteLength)
  writeKeys(new Uint8Array(buffer, layout.keys, rows * KEY_BYTES), keys)
  new Float32Array(buffer, layout.scales, rows).set(scales)
  new Int8Array(buffer, layout.codes, rows * dimensions).set(codes)
  const header = new DataView(buffer)
  header.setUint32(0, MAGIC, true)
  header.setUint32(8, VERSION, true)
  header.setUint32(12, layout.byteLength, true)
  header.setUint32(16, dimensions, true)
  header.setUint32(20, rows, true)
  header.setUint32(4, crc32(new Uint8Array(buffer, CHECKED_FROM)), true)
  return buffer
}

/**
 * Reads a buffer written by `packBlock`. `codes` and `scales` are views of it, not copies. The buffer may come from storage or the network:
 * throws `pack-invalid` for anything but a whole, unchanged block, and `pack-newer` for a block of a later version.
 */
export function unpackBlock(buffer: unknown): Block {
  if (!(buffer instanceof ArrayBuffer)) throw invalid(`received ${typeof buffer}, expected an ArrayBuffer`)
  if (buffer.byteLength < HEADER_BYTES) throw invalid(`received ${buffer.byteLength} bytes, expected ${HEADER_BYTES} or more`)
  const header = new DataView(buffer)
  if (header.getUint32(0, true) !== MAGIC) throw invalid('it does not begin with the mark of a block')
  const byteLength = header.getUint32(12, true)
  if (byteLength !== buffer.byteLength) throw invalid(`received ${buffer.byteLength} bytes, expected ${byteLength}`)
  if (crc32(new Uint8Array(buffer, CHECKED_FROM)) !== header.getUint32(4, true)) throw invalid('its bytes do not have their checksum')
  const version = header.getUint32(8, true)
  if (version > VERSION) throw new PagekinError('pack-newer', `unpackBlock: received version ${version}, expected ${VERSION}`)

  const dimensions = header.getUint32(16, true)
  const rows = header.getUint32(20, true)
  const layout = layOut(rows, dimensions)
  if (version !== VERSION || !isDimensions(dimensions) || layout.byteLength !== byteLength) {
    throw invalid(`version ${version} with ${rows} rows of ${dimensions} dimensions does not make ${byteLength} bytes`)
  }
  const scales = new Float32Array(buffer, layout.scales, rows)
  const badScale = findBadScale(scales)
  if (badScale >= 0) throw invalid(`row ${badScale} has the scale ${scales[badScale]}, expected 0 or more`)
  return {
    dimensions,
    keys: readKeys(new Uint8Array(buffer, layout.keys, rows * KEY_BYTES)),
    codes: new Int8Array(buffer, layout.codes, rows * dimensions),
    scales,
  }
}

function layOut(rows: number, dimensions: number): { keys: number; scales: number; codes: number; byteLength: number } {
  const scales = HEADER_BYTES + rows * KEY_BYTES
  const codes = scales + align(rows * Float32Array.BYTES_PER_ELEMENT)
  return { keys: HEADER_BYTES, scales, codes, byteLength: codes + align(rows * dimensions) }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}

function isDimensions(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_536
}

/** The first row whose scale is negative, NaN or infinite, or -1. */
function findBadScale(scales: Float32Array): number {
  return scales.findIndex((scale) => !(scale >= 0 && scale < Number.POSITIVE_INFINITY))
}

function writeKeys(bytes: Uint8Array, keys: readonly string[]): void {
  keys.forEach((key, row) => {
    if (!KEY.test(key)) {
      throw new PagekinError('usage', `packBlock: row ${row} has the key ${JSON.stringify(key)}, expected 32 lower-case hex digits`)
    }
    for (let i = 0; i < KEY_BYTES; i++) bytes[row * KEY_BYTES + i] = Number.parseInt(key.slice(2 * i, 2 * i + 2), 16)
  })
}

function readKeys(bytes: Uint8Array): string[] {
  // slicing one long string takes a tenth of the time of adding up digits
  const digits = new Uint16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) digits[i] = HEX[bytes[i]!]!
  const text = new TextDecoder().decode(digits)
  return Array.from({ length: bytes.length / KEY_BYTES }, (_, row) => text.slice(row * 2 * KEY_BYTES, (row + 1) * 2 * KEY_BYTES))
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `unpackBlock: ${why}`)
}
