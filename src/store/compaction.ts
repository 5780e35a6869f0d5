import { PagekinError } from '../errors.js'
import { type Block, draftKey, packBlock, unpackBlock } from '../vectors/blocks.js'

/** Large blocks are read from IndexedDB much faster than one record an item (docs/measurements.md#blocks-in-indexeddb). */
const ROWS_PER_BLOCK = 4096

/** A block as it is stored: `buffer` may be anything, since other scripts of the site can write there too. */
export interface StoredBlock {
  readonly sequence: number
  readonly buffer: unknown
}

/** What to write, in one transaction. */
export interface Compaction {
  readonly remove: readonly number[]
  readonly add: readonly ArrayBuffer[]
}

interface LooseBlock {
  readonly sequence: number
  readonly block: Block
  /** The rows that stay. */
  readonly rows: readonly number[]
}

/** The block in `buffer`; `corrupt` when it is none; `newer` when a later version of pagekin wrote it. */
export function readStoredBlock(buffer: unknown): Block | 'corrupt' | 'newer' {
  try {
    return unpackBlock(buffer)
  } catch (thrown) {
    if (!(thrown instanceof PagekinError)) throw thrown
    return thrown.code === 'pack-newer' ? 'newer' : 'corrupt'
  }
}

/**
 * The keys that a compaction should keep, when `known` are the content hashes of all catalogs we know of. A vector that none of them
 * uses may belong to a catalog that a page hands over as data, which is never stored: it stays until such vectors are more
 * than the known ones. A draft goes once the whole text has a vector.
 */
export function keysToKeep(stored: readonly StoredBlock[], known: ReadonlySet<string>): ReadonlySet<string> {
  const blocks = stored.map(({ buffer }) => readStoredBlock(buffer)).filter((block) => typeof block !== 'string')
  const keys = new Set(blocks.flatMap((block) => block.keys))
  const drafts: string[] = []
  const unknown: string[] = []
  for (const key of keys) {
    const whole = draftKey(key)
    if (known.has(key) || (known.has(whole) && keys.has(whole))) continue
    if (known.has(whole)) drafts.push(key)
    else unknown.push(key)
  }
  return new Set([...known, ...drafts, ...(unknown.length > known.size ? [] : unknown)])
}

/**
 * Plans how the blocks of one fingerprint, in order of writing, become blocks of `rowsPerBlock` rows that hold each key of
 * `keep` once. Damaged blocks are removed; full blocks that lose no row, and blocks of a later version, stay as they are.
 */
export function planCompaction(
  stored: readonly StoredBlock[],
  keep: ReadonlySet<string>,
  rowsPerBlock: number = ROWS_PER_BLOCK,
): Compaction {
  const seen = new Set<string>()
  const remove: number[] = []
  const looseByDimensions = new Map<number, LooseBlock[]>()
  for (const { sequence, buffer } of stored) {
    const block = readStoredBlock(buffer)
    if (block === 'newer') continue
    if (block === 'corrupt') {
      remove.push(sequence)
      continue
    }
    const rows = keptRows(block, keep, seen)
    if (rows.length === block.keys.length && rows.length >= rowsPerBlock) continue
    const loose = looseByDimensions.get(block.dimensions)
    if (loose) loose.push({ sequence, block, rows })
    else looseByDimensions.set(block.dimensions, [{ sequence, block, rows }])
  }

  const add: ArrayBuffer[] = []
  for (const loose of looseByDimensions.values()) {
    const [first] = loose
    if (loose.length === 1 && first!.rows.length === first!.block.keys.length) continue
    remove.push(...loose.map(({ sequence }) => sequence))
    add.push(...join(loose, rowsPerBlock))
  }
  return { remove, add }
}

/** Notes the kept keys in `seen`. */
function keptRows(block: Block, keep: ReadonlySet<string>, seen: Set<string>): number[] {
  const rows: number[] = []
  block.keys.forEach((key, row) => {
    if (!keep.has(key) || seen.has(key)) return
    seen.add(key)
    rows.push(row)
  })
  return rows
}

function join(loose: readonly LooseBlock[], rowsPerBlock: number): ArrayBuffer[] {
  const places = loose.flatMap(({ block, rows }) => rows.map((row) => ({ block, row })))
  const buffers: ArrayBuffer[] = []
  for (let start = 0; start < places.length; start += rowsPerBlock) {
    buffers.push(gather(places.slice(start, start + rowsPerBlock)))
  }
  return buffers
}

function gather(places: readonly { readonly block: Block; readonly row: number }[]): ArrayBuffer {
  const { dimensions } = places[0]!.block
  const codes = new Int8Array(places.length * dimensions)
  const scales = new Float32Array(places.length)
  const keys = places.map(({ block, row }, to) => {
    codes.set(block.codes.subarray(row * dimensions, (row + 1) * dimensions), to * dimensions)
    scales[to] = block.scales[row]!
    return block.keys[row]!
  })
  return packBlock({ dimensions, keys, codes, scales })
}
