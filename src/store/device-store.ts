import { PagekinError, withoutCode } from '../errors.js'
import type { ItemId, StorageKind } from '../types.js'
import { Gate } from './gate.js'
import { MemoryStore } from './memory-store.js'
import { isHeld, isQuota, isUnstorable, toStorageError } from './storage-error.js'
import type {
  BlocksRead,
  KeyedMeta,
  NeighboursRow,
  NeighboursStamp,
  Store,
  StoreChangeListener,
  StoredCatalog,
  VectorMeta,
  VectorsRead,
  VectorTables,
} from './store.js'
import { VectorDatabase } from './vector-database.js'
import { VectorsChannel } from './vectors-channel.js'

/** A full device is asked so often whether there is room again. */
const RETRY_MS = 60_000

/** A store in IndexedDB that goes on in memory when IndexedDB fails: for the rest of the visit, or until a full device has room again. */
export class DeviceStore implements Store {
  readonly #database: VectorDatabase
  readonly #memory = new MemoryStore()
  readonly #channel = new VectorsChannel()
  readonly #gate = new Gate()
  readonly #onChange: StoreChangeListener | undefined
  #failure: PagekinError | undefined
  #isHeld = false
  #retry: ReturnType<typeof setInterval> | undefined
  /** What this visit uses, and what eviction spares. */
  #catalogKey: string | undefined
  #fingerprint: string | undefined

  constructor(onChange?: StoreChangeListener, onCleared?: () => void) {
    this.#onChange = onChange
    this.#database = new VectorDatabase(onCleared)
  }

  get kind(): StorageKind {
    return this.#failure ? 'memory' : 'indexeddb'
  }

  get reason(): string | undefined {
    return this.#failure && withoutCode(this.#failure.message)
  }

  get isNew(): boolean {
    return this.#database.isNew
  }

  /** Opens the database now, so that `kind` is known. Never rejects. */
  async open(): Promise<void> {
    try {
      await this.#database.open()
      this.#channel.open()
    } catch (thrown) {
      this.#fallToMemory(thrown)
    }
  }

  readCatalog(key: string): Promise<StoredCatalog | undefined> {
    this.#catalogKey = key
    return this.#readFirst((tables) => tables.readCatalog(key))
  }

  writeCatalog(key: string, catalog: StoredCatalog): Promise<void> {
    this.#catalogKey = key
    return this.#write((tables) => tables.writeCatalog(key, catalog))
  }

  readMeta(encoderKey: string): Promise<VectorMeta | undefined> {
    return this.#readFirst((tables) => tables.readMeta(encoderKey))
  }

  readOtherMeta(encoderKey: string): Promise<KeyedMeta | undefined> {
    return this.#readFirst((tables) => tables.readOtherMeta(encoderKey))
  }

  writeMeta(encoderKey: string, meta: VectorMeta): Promise<void> {
    return this.#write((tables) => tables.writeMeta(encoderKey, meta))
  }

  readVectors(encoderKey: string): Promise<VectorsRead | undefined> {
    return this.#gate.pass(async () => {
      const newer = await this.#memory.readMeta(encoderKey)
      const stored = newer ? undefined : await this.#readDatabase((tables) => tables.readVectors(encoderKey))
      const meta = newer ?? stored?.meta
      return meta && { meta, ...(await this.#allBlocks(meta.fingerprint, stored)) }
    })
  }

  readBlocks(fingerprint: string): Promise<BlocksRead> {
    return this.#gate.pass(() => this.#allBlocks(fingerprint))
  }

  async appendBlock(fingerprint: string, buffer: ArrayBuffer): Promise<void> {
    this.#fingerprint = fingerprint
    await this.#write((tables) => tables.appendBlock(fingerprint, buffer))
    if (!this.#failure) this.#channel.announce()
  }

  compact(fingerprint: string, keep: ReadonlySet<string>): Promise<void> {
    return this.#tidy((tables) => tables.compact(fingerprint, keep))
  }

  evictOthers(fingerprint: string): Promise<void> {
    return this.#tidy((tables) => tables.evictOthers(fingerprint))
  }

  openNeighbours(catalogKey: string, stamp: NeighboursStamp): Promise<ReadonlySet<ItemId> | undefined> {
    return this.#gate.pass(async () => (this.#failure ? undefined : this.#database.openNeighbours(catalogKey, stamp)))
  }

  writeNeighbours(catalogKey: string, stamp: NeighboursStamp, rows: readonly NeighboursRow[]): Promise<boolean> {
    return this.#gate.pass(async () => !this.#failure && this.#database.writeNeighbours(catalogKey, stamp, rows))
  }

  clear(): Promise<void> {
    return this.#gate.passAlone(async () => {
      await this.#memory.clear()
      try {
        await this.#database.delete()
      } catch (thrown) {
        // where storage is denied there is nothing that this page could delete
        if (isHeld(thrown) || !this.#failure) throw toStorageError(thrown)
      }
    })
  }

  hold(why: string | undefined): Promise<void> {
    return this.#gate.passAlone(async () => {
      if (why !== undefined) {
        this.#isHeld = true
        this.#fallToMemory(new PagekinError('storage-blocked', why), true)
      } else if (this.#isHeld) {
        this.#isHeld = false
        this.#failure = undefined
        try {
          await this.#memory.moveTo(this.#database)
          this.#channel.open()
          this.#onChange?.('indexeddb')
        } catch (thrown) {
          this.#fallToMemory(thrown, true)
        }
      }
    })
  }

  suspend(): void {
    this.#database.close()
    this.#channel.close()
  }

  resume(): void {
    if (this.#failure) return
    this.#database.reopen()
    this.#channel.open()
    this.#channel.notify()
  }

  onVectorsChanged(listener: () => void): () => void {
    return this.#channel.listen(listener)
  }

  dispose(): void {
    clearInterval(this.#retry)
    this.#channel.close()
    void this.#gate.close().then(() => this.#database.close())
  }

  /** Those of the database, which may have been read already, and those of memory. */
  async #allBlocks(fingerprint: string, read?: BlocksRead): Promise<BlocksRead> {
    this.#fingerprint = fingerprint
    const stored = read ?? (await this.#readDatabase((tables) => tables.readBlocks(fingerprint)))
    const kept = await this.#memory.readBlocks(fingerprint)
    return { blocks: [...(stored?.blocks ?? []), ...kept.blocks], corrupt: (stored?.corrupt ?? 0) + kept.corrupt }
  }

  #write(write: (tables: VectorTables) => Promise<void>): Promise<void> {
    return this.#gate.pass(async () => {
      if (!this.#failure) {
        try {
          await this.#writeOrEvict(() => write(this.#database))
          return
        } catch (thrown) {
          if (isUnstorable(thrown)) throw new PagekinError('usage', 'store: received a value that cannot be stored', { cause: thrown })
          this.#fallToMemory(thrown)
        }
      }
      await write(this.#memory)
    })
  }

  /** Over quota, makes room by deleting what this visit does not use, and tries once more. */
  async #writeOrEvict(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (thrown) {
      if (!isQuota(thrown)) throw thrown
      if (this.#fingerprint !== undefined) await this.#database.evictOthers(this.#fingerprint)
      if (this.#catalogKey !== undefined) await this.#database.evictOtherCatalogs(this.#catalogKey)
      await write()
    }
  }

  /** Where tidying fails (it needs room for a moment) all stays as it was; a database that fails altogether shows at the next write. */
  #tidy(tidy: (tables: VectorTables) => Promise<void>): Promise<void> {
    return this.#gate.pass(async () => {
      await tidy(this.#memory)
      if (this.#failure) return
      try {
        await tidy(this.#database)
      } catch {
        // nothing was changed
      }
    })
  }

  #readFirst<T>(read: (tables: VectorTables) => Promise<T | undefined>): Promise<T | undefined> {
    return this.#gate.pass(async () => (await read(this.#memory)) ?? (await this.#readDatabase(read)))
  }

  /** A full database is still read; one that is blocked is not asked again in this visit. */
  async #readDatabase<T>(read: (tables: VectorTables) => Promise<T>): Promise<T | undefined> {
    if (this.#failure && this.#failure.code !== 'storage-full') return undefined
    try {
      return await read(this.#database)
    } catch (thrown) {
      this.#fallToMemory(thrown)
      return undefined
    }
  }

  /** Stores what memory has kept. Rejects while there is no room for it. */
  #storeKept(): Promise<void> {
    return this.#gate.passAlone(async () => {
      if (this.#failure?.code !== 'storage-full') return
      await this.#memory.moveTo(this.#database)
      clearInterval(this.#retry)
      this.#failure = undefined
      this.#channel.announce()
      this.#onChange?.('indexeddb')
    })
  }

  /** `isTold`: also where it was in memory before, for another reason. */
  #fallToMemory(thrown: unknown, isTold = false): void {
    const error = toStorageError(thrown)
    const before = this.#failure
    if (!isTold && before && (before.code === error.code || before.code === 'storage-blocked')) return
    this.#failure = error
    clearInterval(this.#retry)
    if (error.code === 'storage-full') this.#retry = setInterval(() => void this.#storeKept().catch(() => undefined), RETRY_MS)
    else this.suspend()
    if (isTold || !before) this.#onChange?.('memory', withoutCode(error.message), error)
  }
}
