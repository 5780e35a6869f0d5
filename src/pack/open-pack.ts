import { PagekinError } from '../errors.js'
import type { Item, ItemId } from '../types.js'
import { type Block, unpackBlock } from '../vectors/blocks.js'
import { bucketOf } from './buckets.js'
import { fileHash } from './file-hash.js'
import { fileName, MANIFEST_NAME, type PackManifest, type PartName, readManifest } from './manifest.js'
import { isItem, type Neighbours, neighboursIn } from './neighbours.js'

/**
 * Where the files of a pack come from: the network, a folder. Rejects for a file that is not there.
 *
 * @param isAgain What was read under this name before is damaged: a copy kept on the way (an HTTP cache) is not to be trusted.
 */
export type ReadFile = (name: string, isAgain: boolean) => Promise<Uint8Array<ArrayBuffer>>

/** A file of vectors as it was read. */
export interface VectorFile {
  readonly block: Block
  /** What `block` is a view of: one buffer of `packBlock`. */
  readonly buffer: ArrayBuffer
}

/**
 * Opens a pack: reads and checks its manifest. The files it names are read when they are asked for.
 *
 * @throws PagekinError `pack-invalid`, `pack-newer`, and what `read` rejects with.
 */
export async function openPack(read: ReadFile): Promise<Pack> {
  const text = new TextDecoder().decode(await read(MANIFEST_NAME, false))
  return new Pack(await readManifest(text), read)
}

/** A pack whose manifest has been read. All methods throw `pack-invalid` for a file that is not the one that the manifest names. */
export class Pack {
  readonly manifest: PackManifest
  readonly #read: ReadFile

  constructor(manifest: PackManifest, read: ReadFile) {
    this.manifest = manifest
    this.#read = read
  }

  /** All items, in the order of their files. */
  async items(): Promise<Item[]> {
    const { items: hashes, rows } = this.manifest
    const files = await Promise.all(hashes.map((hash) => (hash === '' ? [] : this.#json('items', hash))))
    const items = files.flat()
    if (!items.every(isItem)) throw new PagekinError('pack-invalid', 'items: expected lists of items with id and title')
    if (items.length !== rows) throw new PagekinError('pack-invalid', `items: received ${items.length}, expected ${rows}`)
    return items
  }

  /** The hashes of the files that hold the vectors of these items; all files where `ids` is left out. */
  vectorFilesOf(ids?: Iterable<ItemId>): ReadonlySet<string> {
    const { vectors } = this.manifest
    if (!vectors) return new Set()
    const hashes = ids === undefined ? vectors : Array.from(ids, (id) => vectors[bucketOf(id, vectors.length)]!)
    return new Set(hashes.filter((hash) => hash !== ''))
  }

  /** A file of vectors, by its hash. */
  async vectors(hash: string): Promise<VectorFile> {
    const { buffer } = await this.#file('vectors', hash)
    const block = unpackBlock(buffer)
    const { dimensions } = this.manifest.encoder ?? {}
    if (block.dimensions !== dimensions) {
      throw new PagekinError(
        'pack-invalid',
        `${fileName('vectors', hash)}: received ${block.dimensions} dimensions, expected ${dimensions}`,
      )
    }
    return { block, buffer }
  }

  /** Items like this one; undefined where the pack has none for it. Reads one file. */
  async neighbours(id: ItemId): Promise<Neighbours | undefined> {
    const { neighbours } = this.manifest
    const hash = neighbours?.[bucketOf(id, neighbours.length)]
    return hash ? neighboursIn(await this.#json('neighbours', hash), id) : undefined
  }

  async #json(part: PartName, hash: string): Promise<unknown> {
    const text = new TextDecoder().decode(await this.#file(part, hash))
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new PagekinError('pack-invalid', `${fileName(part, hash)}: it is not JSON`, { cause })
    }
  }

  async #file(part: PartName, hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const name = fileName(part, hash)
    let bytes = await this.#read(name, false)
    if ((await fileHash(bytes)) !== hash) bytes = await this.#read(name, true)
    if ((await fileHash(bytes)) !== hash) {
      throw new PagekinError('pack-invalid', `${name}: received ${bytes.length} bytes that are not those it is named by`)
    }
    // a view into a larger buffer (files of Node are) would not be a block
    return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
  }
}
