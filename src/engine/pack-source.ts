import type { CatalogVersion } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import type { ItemInteractions } from '../log/summary-of-log.js'
import { openPackCache } from '../model-cache.js'
import type { FetchFilesOptions } from '../pack/fetch-files.js'
import { readInteractions } from '../pack/interactions.js'
import { hashesIn } from '../pack/manifest.js'
import { openPack, Pack, type ReadFile } from '../pack/open-pack.js'
import { itemsOf, type VectorFile, vectorFilesOf, vectorsIn } from '../pack/read-pack.js'
import { type PackPart, type PackSearches, readSearches } from '../pack/searches.js'
import type { EngineConfig } from '../protocol.js'
import type { VectorMeta } from '../store/store.js'
import type { ItemId } from '../types.js'
import { after } from '../waiting.js'
import type { CatalogAnswer } from './catalog-source.js'
import type { ListsHost } from './lists-source.js'
import type { StateBoard } from './state-board.js'

/** Files of vectors that are read at a time. */
const BATCH = 16
/** Files of vectors that are read before it is known which of them are needed. */
const AHEAD = 64
/** An engine that could answer by words waits this long for a pack: what is shown once stays where the visitor sees it. */
const WAIT_MS = 1000

/** The pack of the config, if it names one. */
export function openPackSource(
  { config: { packUrl, storage, held }, readPack }: PackParts,
  board: StateBoard,
  signal: AbortSignal,
): PackSource | undefined {
  if (packUrl === undefined || !readPack) return undefined
  return new PackSource(
    readPack(packUrl, { signal, onFile: (bytes) => board.received('pack', bytes), onKept: (error) => board.fail('kept', error) }),
    board,
    storage === 'indexeddb' && held === undefined ? packUrl : undefined,
  )
}

export interface PackParts {
  readonly config: Pick<EngineConfig, 'packUrl' | 'storage' | 'held'>
  /** Reads files of the pack at an address. */
  readonly readPack?: (url: string, options: FetchFilesOptions) => ReadFile
}

/**
 * The pack that a page names. It is opened once, and again if the site has replaced it meanwhile. If its vectors are damaged, the
 * state says so and the engine goes on without them.
 */
export class PackSource {
  readonly #read: ReadFile
  readonly #board: StateBoard
  readonly #keepAt: string | undefined
  #opened: Promise<Pack> | undefined
  #manifest: Uint8Array<ArrayBuffer> | undefined
  /** Files of vectors on their way. */
  readonly #coming = new Map<string, Promise<VectorFile | null>>()
  /** Content hashes whose vectors were looked for. They are not looked for twice. */
  readonly #sought = new Set<string>()
  #searches: Promise<PackSearches | undefined> | undefined
  #patience: Promise<undefined> | undefined

  /** @param keepAt Where addresses in the Cache API begin of what a visit without the pack needs. By default nothing is kept. */
  constructor(read: ReadFile, board: StateBoard, keepAt?: string) {
    this.#read = read
    this.#board = board
    this.#keepAt = keepAt
  }

  /** Starts reading what a first visit needs. Whoever needs it reports a failure. */
  readAhead(): void {
    void this.searches()
    // the requests for these go first: items wait for them
    void this.#open()
      .then(() => after(0, undefined))
      .then(async () => {
        const pack = await this.#open()
        for (const hash of [...vectorFilesOf(pack)].slice(0, AHEAD)) void this.#file(pack, hash)
      })
      .catch(() => undefined)
  }

  /** Begins anew: the network is back, or all vectors were forgotten. */
  restart(): void {
    this.#board.recovered('pack')
    this.#opened = undefined
    this.#coming.clear()
    this.#sought.clear()
  }

  /** The network is back: begins anew if the pack, or what searches have given items, could not be read. */
  async retry(): Promise<void> {
    if (await this.searches()) return
    this.#searches = undefined
    this.restart()
  }

  /** The items as a catalog. Its version is the checksum of the pack. @throws PagekinError `pack-invalid`, `pack-newer`, `timeout`. */
  async catalog({ etag }: CatalogVersion): Promise<CatalogAnswer> {
    return this.#from(await this.#open(), async (pack) => {
      const { checksum, lists } = pack.manifest
      if (lists) return { kind: 'lists' }
      return etag === checksum ? { kind: 'not-modified' } : { kind: 'items', items: await itemsOf(pack), version: { etag: checksum } }
    })
  }

  /** Resolves when the pack, for whatever it is needed while the engine opens, has been waited for long enough. */
  patience(): Promise<undefined> {
    this.#patience ??= after(WAIT_MS, undefined)
    return this.#patience
  }

  /** What its lists are read with; undefined if it has none. */
  async lists(): Promise<Pick<ListsHost, 'pack' | 'read' | 'manifest'> | undefined> {
    const pack = await this.#open()
    return pack.manifest.lists ? { pack, read: this.#read, manifest: this.#manifest! } : undefined
  }

  /** Which encoder made its vectors; undefined if it has none, or cannot be read. */
  async meta(): Promise<VectorMeta | undefined> {
    try {
      const { encoder } = (await this.#open()).manifest
      return encoder ? { fingerprint: encoder.fingerprint, dimensions: encoder.dimensions, dtype: encoder.dtype } : undefined
    } catch (thrown) {
      this.fail(thrown)
      return undefined
    }
  }

  /** The files with the vectors of these items, a batch at a time. Looks for the vector of a text once. */
  async *vectorFiles(items: readonly { readonly id: ItemId; readonly hash: string }[]): AsyncGenerator<readonly VectorFile[]> {
    const wanted = items.filter(({ hash }) => !this.#sought.has(hash))
    for (const { hash } of wanted) this.#sought.add(hash)
    yield* this.#vectorFiles(
      await this.#open(),
      wanted.map(({ id }) => id),
    )
  }

  async *#vectorFiles(pack: Pack, ids: readonly ItemId[]): AsyncGenerator<readonly VectorFile[]> {
    const hashes = [...vectorFilesOf(pack, ids)]
    for (let start = 0; start < hashes.length; start += BATCH) {
      const batch = hashes.slice(start, start + BATCH)
      const files = await Promise.all(batch.map((hash) => this.#file(pack, hash)))
      for (const hash of batch) this.#coming.delete(hash)
      yield files.filter((file) => file !== null)
      const next = files.includes(null) ? await this.#successor(pack) : undefined
      if (next && next.manifest.encoder?.fingerprint === pack.manifest.encoder?.fingerprint) {
        yield* this.#vectorFiles(next, ids)
        return
      }
    }
  }

  /** The interactions of many visitors; undefined if the pack has none. If they cannot be read, those that an earlier visit kept. */
  async interactions(): Promise<ItemInteractions | undefined> {
    const read = ([whole]: readonly unknown[]) => (whole === undefined ? undefined : readInteractions(whole))
    return ((await this.#part('interactions', read)) ?? (await this.#kept('interactions', read)))?.value
  }

  /** Which files say what searches have given items; undefined if the pack cannot be opened. */
  async searchFiles(): Promise<string | undefined> {
    return this.#open().then(
      ({ manifest }) => hashesIn(manifest.searches).join(),
      () => undefined,
    )
  }

  /** What searches have given items; undefined if it cannot be read. */
  searches(): Promise<PackSearches | undefined> {
    this.#searches ??= this.#part('searches', readSearches)
    return this.#searches
  }

  /** The same for whoever cannot wait: what was read, else what an earlier visit kept, else what comes in a moment. */
  async searchesNow(): Promise<PackSearches | undefined> {
    const soon = () => Promise.race([this.searches(), this.patience()])
    return (this.#searches && (await soon())) ?? (await this.#kept('searches', readSearches)) ?? soon()
  }

  /** Keeps the files for a visit without the pack. Says nothing of a pack that cannot be opened: `catalog` and `meta` do. */
  async #part<T>(part: SmallPart, read: (files: readonly unknown[]) => T): Promise<PackPart<T> | undefined> {
    const pack = await this.#open().catch(() => undefined)
    if (!pack) return undefined
    try {
      return await this.#from(pack, async (from) => {
        const names = hashesIn(from.manifest[part])
        const files = names.join()
        const said = await Promise.all(names.map((name) => from.json(part, name)))
        const value = read(said)
        void this.#cache()
          .then((cache) => cache?.put(this.#keepAt + part, Response.json({ files, said })))
          .catch(() => undefined)
        return { files, value }
      })
    } catch (thrown) {
      this.fail(thrown)
      return undefined
    }
  }

  /** What an earlier visit kept of a part. */
  async #kept<T>(part: SmallPart, read: (files: readonly unknown[]) => T): Promise<PackPart<T> | undefined> {
    try {
      const kept = await (await this.#cache())?.match(this.#keepAt + part)
      if (!kept) return undefined
      const { files, said } = await kept.json()
      return { files, value: read(said) }
    } catch {
      return undefined
    }
  }

  async #cache(): Promise<Cache | undefined> {
    return this.#keepAt === undefined ? undefined : openPackCache()
  }

  /** Reports in the state what is wrong with the pack. */
  fail(thrown: unknown): void {
    this.#board.fail('pack', PagekinError.from(thrown, 'pack-invalid', 'pack'))
  }

  #open(): Promise<Pack> {
    this.#opened ??= openPack(async (name, isAgain) => {
      this.#manifest = await this.#read(name, isAgain)
      return this.#manifest
    }).then((pack) => new Pack(pack.manifest, this.#read))
    return this.#opened
  }

  /** What `read` makes of a pack or, if that fails, of the one that has replaced it. */
  async #from<T>(pack: Pack, read: (pack: Pack) => Promise<T>): Promise<T> {
    try {
      return await read(pack)
    } catch (thrown) {
      const next = await this.#successor(pack)
      if (!next) throw thrown
      return read(next)
    }
  }

  #file(pack: Pack, hash: string): Promise<VectorFile | null> {
    const file =
      this.#coming.get(hash) ??
      vectorsIn(pack, hash).catch((thrown) => {
        this.fail(thrown)
        return null
      })
    this.#coming.set(hash, file)
    return file
  }

  /** The pack that has replaced this one, if any. */
  async #successor(pack: Pack): Promise<Pack | undefined> {
    const next = await openPack(this.#read).catch(() => pack)
    if (next.manifest.checksum === pack.manifest.checksum) return undefined
    this.#opened = Promise.resolve(next)
    this.#board.recovered('pack')
    return next
  }
}

type SmallPart = 'interactions' | 'searches'
