import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { planCompaction, readStoredBlock } from '../store/compaction.js'
import { MemoryStore } from '../store/memory-store.js'
import type { BlocksRead, VectorMeta } from '../store/store.js'
import { isVectorMeta } from '../store/stored-shapes.js'
import type { Block } from '../vectors/blocks.js'
import { writeWhole } from './output-file.js'

/**
 * Where vectors are kept unless told otherwise: with the other caches of the project, else of this user (`XDG_CACHE_HOME`, or
 * `.cache` in the home folder). Never in a folder that other users can write.
 */
export function defaultCacheFolder(cwd: string): string {
  const modules = join(cwd, 'node_modules')
  if (existsSync(modules)) return join(modules, '.cache', 'pagekin')
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pagekin')
}

interface StoredFile {
  readonly name: string
  readonly buffer: ArrayBuffer
}

/**
 * Vectors kept between runs: a folder for each fingerprint with one file for each block, named by its content. A file
 * appears whole or not at all (written elsewhere, then renamed), so a run that is cut keeps all chunks but the one in work,
 * and runs at the same time do not disturb one another. Catalogs share it: what one run does not need, another may.
 *
 * A folder that cannot be written is no failure: `note` is told, once, and the run goes on.
 */
export class VectorCache extends MemoryStore {
  readonly #folder: string
  readonly #note: (text: string) => void
  #noted = false

  constructor(folder: string, note: (text: string) => void) {
    super()
    this.#folder = folder
    this.#note = note
  }

  override async readMeta(encoderKey: string): Promise<VectorMeta | undefined> {
    try {
      const meta: unknown = JSON.parse(await readFile(this.#metaPath(encoderKey), 'utf8'))
      return isVectorMeta(meta) ? meta : undefined
    } catch {
      return undefined
    }
  }

  /** Vectors of other encoders are of other runs. */
  override async readOtherMeta(): Promise<undefined> {}

  override writeMeta(encoderKey: string, meta: VectorMeta): Promise<void> {
    return this.#write(this.#folder, this.#metaPath(encoderKey), JSON.stringify(meta))
  }

  override async readBlocks(fingerprint: string): Promise<BlocksRead> {
    const blocks: Block[] = []
    let corrupt = 0
    for (const { name, buffer } of await this.#files(fingerprint)) {
      const block = name === blockName(buffer) ? readStoredBlock(buffer) : 'corrupt'
      if (block === 'newer') continue
      if (block !== 'corrupt') {
        blocks.push(block)
        continue
      }
      corrupt++
      await this.#remove(fingerprint, name)
    }
    if (corrupt > 0) this.#note(`cache: ${corrupt} damaged ${corrupt === 1 ? 'file' : 'files'} in ${this.#folder} left out and deleted`)
    return { blocks, corrupt }
  }

  override async appendBlock(fingerprint: string, buffer: ArrayBuffer): Promise<void> {
    const folder = this.#folderOf(fingerprint)
    await this.#write(folder, join(folder, blockName(buffer)), new Uint8Array(buffer))
  }

  /** Joins small blocks; keeps every key, because other catalogs use this folder too. */
  override async compact(fingerprint: string): Promise<void> {
    const files = await this.#files(fingerprint)
    const keys = new Set(files.flatMap(({ buffer }) => keysOf(buffer)))
    const { remove, add } = planCompaction(
      files.map(({ buffer }, sequence) => ({ sequence, buffer })),
      keys,
    )
    for (const buffer of add) await this.appendBlock(fingerprint, buffer)
    // a cache that could not be written is left as it was
    if (this.#noted) return
    const written = new Set(add.map(blockName))
    const replaced = remove.map((sequence) => files[sequence]!.name).filter((name) => !written.has(name))
    for (const name of replaced) await this.#remove(fingerprint, name)
  }

  /** Other encoders' vectors stay: the next run may ask for them. */
  override async evictOthers(): Promise<void> {}

  async #files(fingerprint: string): Promise<StoredFile[]> {
    const folder = this.#folderOf(fingerprint)
    const names = await readdir(folder).catch(() => [])
    const read = names.filter(isBlockName).map(async (name): Promise<StoredFile | null> => {
      // another run may just have joined it to a larger one
      const bytes = await readFile(join(folder, name)).catch(() => null)
      return bytes && { name, buffer: new Uint8Array(bytes).buffer }
    })
    return (await Promise.all(read)).filter((file) => file !== null)
  }

  /** A foreign pack may name any text as its fingerprint, a path among them. */
  #folderOf(fingerprint: string): string {
    return join(this.#folder, /^[\w-]+$/.test(fingerprint) ? fingerprint : hash(fingerprint))
  }

  #metaPath(encoderKey: string): string {
    return join(this.#folder, `encoder-${hash(encoderKey)}.json`)
  }

  async #write(folder: string, path: string, content: string | Uint8Array): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(path, content)
    } catch (thrown) {
      if (!this.#noted) this.#note(`cache: ${this.#folder} cannot be written, vectors are not kept (${String(thrown)})`)
      this.#noted = true
    }
  }

  async #remove(fingerprint: string, name: string): Promise<void> {
    await rm(join(this.#folderOf(fingerprint), name), { force: true }).catch(() => {})
  }
}

function keysOf(buffer: ArrayBuffer): readonly string[] {
  const block = readStoredBlock(buffer)
  return typeof block === 'string' ? [] : block.keys
}

function blockName(buffer: ArrayBuffer): string {
  return `${hash(new Uint8Array(buffer))}.block`
}

function isBlockName(name: string): boolean {
  return name.endsWith('.block')
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}
