import { PagekinError } from '../errors.js'
import type { Item, ItemId } from '../types.js'
import { type Block, unpackBlock } from '../vectors/blocks.js'
import { bucketOf } from './buckets.js'
import { fileName, hashesIn } from './manifest.js'
import { isItem } from './neighbours.js'
import type { Pack } from './open-pack.js'

/** A file of vectors as it was read. */
export interface VectorFile {
  readonly block: Block
  /** What `block` is a view of: one buffer of `packBlock`. */
  readonly buffer: ArrayBuffer
}

/** All items of a pack, in the order of its files. @throws PagekinError `pack-invalid`. */
export async function itemsOf(pack: Pack): Promise<Item[]> {
  const { items: hashes, rows } = pack.manifest
  const files = await Promise.all(hashes.map((hash) => (hash === '' ? [] : pack.json('items', hash))))
  const items = files.flat()
  if (!items.every(isItem)) throw new PagekinError('pack-invalid', 'items: expected lists of items with id and title')
  if (items.length !== rows) throw new PagekinError('pack-invalid', `items: received ${items.length}, expected ${rows}`)
  return items
}

/** The hashes of the files that hold the vectors of these items; all files where `ids` is left out. */
export function vectorFilesOf({ manifest: { vectors } }: Pack, ids?: Iterable<ItemId>): ReadonlySet<string> {
  if (!vectors) return new Set()
  const hashes = ids === undefined ? vectors : Array.from(ids, (id) => vectors[bucketOf(id, vectors.length)]!)
  return new Set(hashesIn(hashes))
}

/** A file of vectors, by its hash. @throws PagekinError `pack-invalid`, `pack-newer`. */
export async function vectorsIn(pack: Pack, hash: string): Promise<VectorFile> {
  const { buffer } = await pack.bytes('vectors', hash)
  const block = unpackBlock(buffer)
  const { dimensions } = pack.manifest.encoder ?? {}
  if (block.dimensions !== dimensions) {
    throw new PagekinError('pack-invalid', `${fileName('vectors', hash)}: received ${block.dimensions} dimensions, expected ${dimensions}`)
  }
  return { block, buffer }
}
