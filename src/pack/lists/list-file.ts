import { PagekinError } from '../../errors.js'

/**
 * One list of an inverted file, little endian: what a page reads to know which cards are near a query.
 *
 *     "PKLS", rows (uint32), dimensions (uint16), files of cards (uint16), 4 bytes of 0
 *     6 bytes a file of cards: its name
 *     uint16 a file of cards: its rows. Rows stand in the order of the files
 *     uint32 a row: CRC-32 of its id
 *     float32 a row: its scale
 *     dimensions / 2 bytes a row: codes of 4 bits, the first in the low half, 8 for 0
 *
 * The head of a list is the same with 0 dimensions, and so without scales: enough for an item that is known by its id or a word.
 */
export interface ListFile {
  readonly dimensions: number
  /** Names of the files of cards. */
  readonly cards: readonly string[]
  /** Rows of each of them. */
  readonly counts: readonly number[]
  /** CRC-32 of each row's id. */
  readonly ids: Uint32Array
  readonly scales: Float32Array
  /** From -3 to 3, row by row. */
  readonly codes: Int8Array
}

const MAGIC = 0x534c4b50
const HEADER_BYTES = 16
/** Of the name of a file: a page reads two for each list. */
export const NAME_BYTES = 6
/** Of codes in lists and of centroids: more dimensions tell more than finer steps (docs/measurements.md#packs-in-lists). */
export const MAX_STEP = 3

export function packList({ dimensions, cards, counts, ids, scales, codes }: ListFile): Uint8Array<ArrayBuffer> {
  const layout = layOut(ids.length, dimensions, cards.length)
  const bytes = new Uint8Array(layout.end)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, ids.length, true)
  view.setUint16(8, dimensions, true)
  view.setUint16(10, cards.length, true)
  bytes.set(hexToBytes(cards), HEADER_BYTES)
  counts.forEach((count, i) => {
    view.setUint16(layout.counts + 2 * i, count, true)
  })
  ids.forEach((id, row) => {
    view.setUint32(layout.ids + 4 * row, id, true)
  })
  scales.forEach((scale, row) => {
    view.setFloat32(layout.scales + 4 * row, scale, true)
  })
  bytes.set(toNibbles(codes), layout.codes)
  return bytes
}

/** The head of a list. */
export function packHead(list: ListFile): Uint8Array<ArrayBuffer> {
  return packList({ ...list, dimensions: 0, scales: new Float32Array(), codes: new Int8Array() })
}

/** @throws PagekinError `pack-invalid` for all that is no whole list. */
export function unpackList(bytes: Uint8Array<ArrayBuffer>): ListFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) throw invalid('it does not begin with the mark of a list')
  const rows = view.getUint32(4, true)
  const dimensions = view.getUint16(8, true)
  const files = view.getUint16(10, true)
  const layout = layOut(rows, dimensions, files)
  if (layout.end !== bytes.length) {
    throw invalid(`received ${bytes.length} bytes, expected ${layout.end} of ${rows} rows with ${dimensions} dimensions`)
  }
  const counts = Array.from({ length: files }, (_, i) => view.getUint16(layout.counts + 2 * i, true))
  if (counts.reduce((sum, count) => sum + count, 0) !== rows) throw invalid(`its files of cards do not have ${rows} rows`)
  return {
    dimensions,
    cards: bytesToHex(bytes.subarray(HEADER_BYTES, HEADER_BYTES + files * NAME_BYTES)),
    counts,
    ids: Uint32Array.from({ length: rows }, (_, row) => view.getUint32(layout.ids + 4 * row, true)),
    scales: Float32Array.from({ length: dimensions > 0 ? rows : 0 }, (_, row) => view.getFloat32(layout.scales + 4 * row, true)),
    codes: fromNibbles(bytes.subarray(layout.codes)),
  }
}

function layOut(rows: number, dimensions: number, files: number) {
  const counts = HEADER_BYTES + files * NAME_BYTES
  const ids = counts + 2 * files
  const scales = ids + 4 * rows
  const codes = scales + (dimensions > 0 ? 4 * rows : 0)
  return { counts, ids, scales, codes, end: codes + (rows * dimensions) / 2 }
}

/** Two codes a byte. */
function toNibbles(codes: Int8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: codes.length / 2 }, (_, i) => (codes[2 * i]! + 8) | ((codes[2 * i + 1]! + 8) << 4))
}

function fromNibbles(bytes: Uint8Array): Int8Array<ArrayBuffer> {
  const codes = new Int8Array(bytes.length * 2)
  bytes.forEach((byte, i) => {
    codes[2 * i] = (byte & 15) - 8
    codes[2 * i + 1] = (byte >> 4) - 8
  })
  return codes
}

/** Names of files; 0 for an empty one. */
export function hexToBytes(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(names.length * NAME_BYTES)
  names.forEach((name, i) => {
    for (let j = 0; 2 * j < name.length; j++) bytes[i * NAME_BYTES + j] = Number.parseInt(name.slice(2 * j, 2 * j + 2), 16)
  })
  return bytes
}

export function bytesToHex(bytes: Uint8Array): string[] {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
  return Array.from({ length: bytes.length / NAME_BYTES }, (_, i) => {
    const name = hex.slice(i * NAME_BYTES, (i + 1) * NAME_BYTES).join('')
    return name === '0'.repeat(2 * NAME_BYTES) ? '' : name
  })
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `list: ${why}`)
}
