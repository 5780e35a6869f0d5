import { PagekinError } from '../errors.js'
import { fileHash, jsonHash } from './file-hash.js'
import { fileName, MANIFEST_NAME, neighboursName, type PackManifest, type PartName, readManifest } from './manifest.js'

/**
 * Where the files of a pack come from: the network, a folder. Rejects for a file that is not there.
 *
 * @param isAgain What was read under this name before is damaged: a copy kept on the way (an HTTP cache) is not to be trusted.
 */
export type ReadFile = (name: string, isAgain: boolean) => Promise<Uint8Array<ArrayBuffer>>

/**
 * Opens a pack: reads and checks its manifest. The files it names are read when they are asked for.
 *
 * @throws PagekinError `pack-invalid`, `pack-newer`, and what `read` rejects with.
 */
export async function openPack(read: ReadFile): Promise<Pack> {
  const text = new TextDecoder().decode(await read(MANIFEST_NAME, false))
  return new Pack(await readManifest(text), read)
}

/** A pack whose manifest has been read. Its methods throw `pack-invalid` for a file that is not the one that the manifest names. */
export class Pack {
  readonly manifest: PackManifest
  readonly #read: ReadFile
  readonly #neighbours = new Map<number, Promise<unknown>>()

  constructor(manifest: PackManifest, read: ReadFile) {
    this.manifest = manifest
    this.#read = read
  }

  /** What a file of neighbours of a pack in lists says; read once. It is named by its place, so its checksum is inside. */
  neighbours(place: number): Promise<unknown> {
    const known = this.#neighbours.get(place)
    if (known) return known
    const coming = this.#readNeighbours(place)
    this.#neighbours.set(place, coming)
    coming.catch(() => this.#neighbours.delete(place))
    return coming
  }

  async #readNeighbours(place: number): Promise<unknown> {
    const name = neighboursName(place)
    for (const isAgain of [false, true]) {
      try {
        const { checksum, body } = JSON.parse(new TextDecoder().decode(await this.#read(name, isAgain)))
        if (checksum === (await jsonHash([place, body]))) return body
      } catch (thrown) {
        if (thrown instanceof PagekinError) throw thrown
      }
    }
    throw new PagekinError('pack-invalid', `${name}: its content does not have its checksum`)
  }

  /** What a JSON file of the pack says, by its hash. */
  async json(part: PartName, hash: string): Promise<unknown> {
    const text = new TextDecoder().decode(await this.bytes(part, hash))
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new PagekinError('pack-invalid', `${fileName(part, hash)}: it is not JSON`, { cause })
    }
  }

  /** A file of the pack, by its hash. */
  async bytes(part: PartName, hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const name = fileName(part, hash)
    let received = 0
    for (const isAgain of [false, true]) {
      const bytes = await this.#read(name, isAgain)
      // a view into a larger buffer (files of Node are) would not be a block
      if ((await fileHash(bytes)).startsWith(hash)) return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
      received = bytes.length
    }
    throw new PagekinError('pack-invalid', `${name}: received ${received} bytes that are not those it is named by`)
  }
}
