import type { PagekinError } from '../errors.js'
import type { GuessedField, Item, ItemId, RejectedRow, StorageKind } from '../types.js'
import type { Block } from '../vectors/blocks.js'

/** A catalog as it was last read from its address, to be shown before (or without) the network. */
export interface StoredCatalog {
  readonly items: readonly Item[]
  /** Content hash of each item, in the order of `items`. */
  readonly hashes: readonly string[]
  readonly etag?: string
  readonly lastModified?: string
  /** Rows that could not be read: how many, and the first of them. */
  readonly rejected?: { readonly count: number; readonly rows: readonly RejectedRow[] }
  /** Field names whose meaning was guessed. */
  readonly guesses?: readonly GuessedField[]
  /** What its owner should know of it. */
  readonly notes?: readonly string[]
  /** Files of a pack that say what searches have given these items; by default none. The store does not read it. */
  readonly searchFiles?: string
  /** The words of the items, so that they need not be made again. The store does not read them; their owner checks them. */
  readonly words?: unknown
  /** Milliseconds since 1970. */
  readonly storedAt: number
}

/** Which vectors an encoder setting makes, so that a second visit ranks without loading the encoder. */
export interface VectorMeta {
  readonly fingerprint: string
  readonly dimensions: number
  readonly dtype: string
  /** How many titles of each catalog they find. The store does not read it; its owner checks it. */
  readonly selfRetrievals?: unknown
}

export interface KeyedMeta {
  readonly encoderKey: string
  readonly meta: VectorMeta
}

export interface BlocksRead {
  /** In the order of writing; a key may occur in several blocks until they are compacted, always with the same content. */
  readonly blocks: readonly Block[]
  /** How many blocks were found damaged, and deleted. */
  readonly corrupt: number
}

/** What a visit needs to rank by vectors, read in one transaction, because each one costs a round trip. */
export interface VectorsRead extends BlocksRead {
  readonly meta: VectorMeta
}

/** What neighbours were made from. With another catalog or other vectors they are out of date. */
export interface NeighboursStamp {
  readonly etag?: string
  readonly lastModified?: string
  readonly fingerprint: string
}

/** Items like one item, best first, as the engine answers a visitor without history. */
export interface NeighboursRow {
  readonly id: ItemId
  readonly title: string
  /** What a card shows of each. */
  readonly cards: readonly Item[]
}

/** What both the database and the memory keep. Every promise settles, because every wait for storage has a deadline. */
export interface VectorTables {
  /** `undefined` when there is none, or what is stored under `key` is not a catalog. */
  readCatalog(key: string): Promise<StoredCatalog | undefined>
  writeCatalog(key: string, catalog: StoredCatalog): Promise<void>
  readMeta(encoderKey: string): Promise<VectorMeta | undefined>
  writeMeta(encoderKey: string, meta: VectorMeta): Promise<void>
  /** Of another encoder setting than this, if vectors of one are kept. */
  readOtherMeta(encoderKey: string): Promise<KeyedMeta | undefined>
  /** `readMeta`, and `readBlocks` of the fingerprint it names. */
  readVectors(encoderKey: string): Promise<VectorsRead | undefined>
  readBlocks(fingerprint: string): Promise<BlocksRead>
  /** Adds one buffer of `packBlock`. Durable when it resolves; the buffer stays the caller's. */
  appendBlock(fingerprint: string, buffer: ArrayBuffer): Promise<void>
  /**
   * Joins small blocks into blocks of 4,096 rows, and drops damaged blocks and repeated keys. Keys that are neither in
   * `keep` nor in a stored catalog are dropped once they are more than the others: several catalogs of one site share an
   * encoder, and so its vectors. One transaction: a crash at any moment loses nothing.
   */
  compact(fingerprint: string, keep: ReadonlySet<string>): Promise<void>
  /** Deletes the vectors and metas of every other fingerprint; for when this one is complete. */
  evictOthers(fingerprint: string): Promise<void>
}

/**
 * What survives a visit. A store that cannot write to the device goes on in memory: calls resolve as before, `kind` and `reason`
 * say so, and earlier data stays readable if the browser allows it.
 *
 * Calls reject with `usage` for a value that cannot be stored, and with `aborted` after `dispose`.
 */
export interface Store extends VectorTables {
  /** May turn from `indexeddb` to `memory` during a visit, and back once a full device has room again. */
  readonly kind: StorageKind
  /** Why memory, when it was not asked for. A sentence. */
  readonly reason: string | undefined
  /** Nothing was on the device when it was opened. */
  readonly isNew?: boolean
  /**
   * Ids whose neighbours are kept under this stamp. Deletes those of another stamp. `undefined` if nothing can be kept on the device:
   * neighbours serve the next visit only.
   */
  openNeighbours(catalogKey: string, stamp: NeighboursStamp): Promise<ReadonlySet<ItemId> | undefined>
  /** In one transaction. False if nothing was written, because nothing can be kept or the stamp has changed. */
  writeNeighbours(catalogKey: string, stamp: NeighboursStamp, rows: readonly NeighboursRow[]): Promise<boolean>
  /**
   * Deletes the database and works on with a fresh one. Calls made before it are done before; calls made after it wait.
   * Rejects with `storage-blocked` when another tab holds the database open: the browser then deletes it once that tab
   * lets go.
   */
  clear(): Promise<void>
  /**
   * With a reason, nothing is written to the device from now on, and nothing is read from it; `reason` is that of the store. Without one, what
   * memory has kept is stored. Never rejects.
   */
  hold(why: string | undefined): Promise<void>
  /** For the back/forward cache: closes connection and channel. The connection is opened again by the next call. */
  suspend(): void
  /** After `suspend`: hears other tabs again, and calls the listeners once, because they may have missed something. */
  resume(): void
  /** Calls `listener` when another tab has written vectors, at most once a second. Returns the function that unsubscribes. */
  onVectorsChanged(listener: () => void): () => void
  dispose(): void
}

/**
 * Called when a store turns from `indexeddb` to `memory`, and back. Of memory, `error` carries `reason` with the code `storage-full` or
 * `storage-blocked`.
 */
export type StoreChangeListener = (kind: StorageKind, reason?: string, error?: PagekinError) => void
