import type { DBSchema } from 'idb'
import type { ItemId } from '../types.js'
import { keysToKeep, planCompaction, readStoredBlock } from './compaction.js'
import { Connection } from './connection.js'
import type { DatabaseSpec } from './database-spec.js'
import { isSameStamp, NEIGHBOUR_STORES, type NeighbourSchema, ofCatalog, VECTORS_NAME } from './neighbour-schema.js'
import type {
  BlocksRead,
  KeyedMeta,
  NeighboursRow,
  NeighboursStamp,
  StoredCatalog,
  VectorMeta,
  VectorsRead,
  VectorTables,
} from './store.js'
import { isStoredCatalog, isVectorMeta } from './stored-shapes.js'

interface VectorSchema extends DBSchema, NeighbourSchema {
  /** Key: the catalog's address. */
  catalogs: { key: string; value: StoredCatalog }
  /** Key: the encoder setting. */
  metas: { key: string; value: VectorMeta }
  /** Key: fingerprint and order of writing. */
  blocks: { key: [fingerprint: string, sequence: number]; value: ArrayBuffer }
}

/** At a time, of one encoder's blocks. */
const MAX_READS = 32

const VECTORS: DatabaseSpec = {
  name: VECTORS_NAME,
  versions: [{ catalogs: {}, metas: {}, blocks: {} }, Object.fromEntries(NEIGHBOUR_STORES.map((store) => [store, {}]))],
}

/** The transactions on the database `pagekin`. Rejects as IndexedDB does; what to do then is for `DeviceStore` to say. */
export class VectorDatabase implements VectorTables {
  readonly #connection: Connection<VectorSchema>

  constructor(onDeleted?: () => void) {
    this.#connection = new Connection(VECTORS, onDeleted)
  }

  get isNew(): boolean {
    return this.#connection.isNew
  }

  async open(): Promise<void> {
    await this.#connection.open()
  }

  close(): void {
    this.#connection.close()
  }

  reopen(): void {
    this.#connection.reopen()
  }

  delete(): Promise<void> {
    return this.#connection.delete()
  }

  async readCatalog(key: string): Promise<StoredCatalog | undefined> {
    const stored = await this.#connection.transact(['catalogs'], 'readonly', (tx) => tx.objectStore('catalogs').get(key))
    return isStoredCatalog(stored) ? stored : undefined
  }

  async writeCatalog(key: string, catalog: StoredCatalog): Promise<void> {
    await this.#connection.transact(['catalogs'], 'readwrite', (tx) => tx.objectStore('catalogs').put(catalog, key))
  }

  async readMeta(encoderKey: string): Promise<VectorMeta | undefined> {
    const stored = await this.#connection.transact(['metas'], 'readonly', (tx) => tx.objectStore('metas').get(encoderKey))
    return isVectorMeta(stored) ? stored : undefined
  }

  async readOtherMeta(encoderKey: string): Promise<KeyedMeta | undefined> {
    return this.#connection.transact(['metas'], 'readonly', async (tx) => {
      let cursor = await tx.objectStore('metas').openCursor()
      while (cursor && (cursor.key === encoderKey || !isVectorMeta(cursor.value))) cursor = await cursor.continue()
      return cursor ? { encoderKey: cursor.key, meta: cursor.value } : undefined
    })
  }

  async writeMeta(encoderKey: string, meta: VectorMeta): Promise<void> {
    await this.#connection.transact(['metas'], 'readwrite', (tx) => tx.objectStore('metas').put(meta, encoderKey))
  }

  async readVectors(encoderKey: string): Promise<VectorsRead | undefined> {
    const stored = await this.#connection.transact(['metas', 'blocks'], 'readonly', async (tx) => {
      const meta = await tx.objectStore('metas').get(encoderKey)
      return isVectorMeta(meta) ? { meta, records: await readRecords(tx.objectStore('blocks'), meta.fingerprint) } : undefined
    })
    return stored && { meta: stored.meta, ...(await this.#blocksOf(stored.records)) }
  }

  async readBlocks(fingerprint: string): Promise<BlocksRead> {
    const read = (tx: { objectStore(name: 'blocks'): BlockReader }) => readRecords(tx.objectStore('blocks'), fingerprint)
    return this.#blocksOf(await this.#connection.transact(['blocks'], 'readonly', read))
  }

  async #blocksOf(records: readonly BlockRecord[]): Promise<BlocksRead> {
    const corrupt = records.filter(({ read }) => read === 'corrupt').map(({ key }) => key)
    if (corrupt.length > 0) await this.#deleteCorrupt(corrupt)
    return { blocks: records.map(({ read }) => read).filter((read) => typeof read !== 'string'), corrupt: corrupt.length }
  }

  async appendBlock(fingerprint: string, buffer: ArrayBuffer): Promise<void> {
    await this.#connection.transact(['blocks'], 'readwrite', async (tx) => {
      const store = tx.objectStore('blocks')
      // read and written in one transaction: two tabs never get the same number
      const last = await store.openKeyCursor(blocksOf(fingerprint), 'prev')
      await store.add(buffer, [fingerprint, last ? last.key[1] + 1 : 0])
    })
  }

  async compact(fingerprint: string, keep: ReadonlySet<string>): Promise<void> {
    await this.#connection.transact(['blocks', 'catalogs'], 'readwrite', async (tx) => {
      const store = tx.objectStore('blocks')
      const range = blocksOf(fingerprint)
      const [keys, buffers, catalogs] = await Promise.all([
        store.getAllKeys(range),
        store.getAll(range),
        tx.objectStore('catalogs').getAll(),
      ])
      const stored = keys.map(([, sequence], i) => ({ sequence, buffer: buffers[i] }))
      const known = new Set([...keep, ...catalogs.filter(isStoredCatalog).flatMap(({ hashes }) => hashes)])
      const { remove, add } = planCompaction(stored, keysToKeep(stored, known))
      const next = (stored.at(-1)?.sequence ?? -1) + 1
      await Promise.all([
        ...remove.map((sequence) => store.delete([fingerprint, sequence])),
        ...add.map((buffer, i) => store.add(buffer, [fingerprint, next + i])),
      ])
    })
  }

  async evictOthers(fingerprint: string): Promise<void> {
    await this.#connection.transact(['blocks', 'metas'], 'readwrite', async (tx) => {
      const blocks = tx.objectStore('blocks')
      const { lower, upper } = blocksOf(fingerprint)
      await Promise.all([blocks.delete(IDBKeyRange.upperBound(lower, true)), blocks.delete(IDBKeyRange.lowerBound(upper, true))])
      let cursor = await tx.objectStore('metas').openCursor()
      while (cursor) {
        if (!isVectorMeta(cursor.value) || cursor.value.fingerprint !== fingerprint) await cursor.delete()
        cursor = await cursor.continue()
      }
    })
  }

  /** Deletes every catalog but one, and all neighbours: they are soon made again. */
  async evictOtherCatalogs(key: string): Promise<void> {
    await this.#connection.transact(['catalogs', ...NEIGHBOUR_STORES], 'readwrite', async (tx) => {
      const store = tx.objectStore('catalogs')
      await Promise.all([
        store.delete(IDBKeyRange.upperBound(key, true)),
        store.delete(IDBKeyRange.lowerBound(key, true)),
        ...NEIGHBOUR_STORES.map((name) => tx.objectStore(name).clear()),
      ])
    })
  }

  openNeighbours(catalogKey: string, stamp: NeighboursStamp): Promise<ReadonlySet<ItemId>> {
    return this.#connection.transact([...NEIGHBOUR_STORES], 'readwrite', async (tx) => {
      const stamps = tx.objectStore('neighbourStamps')
      if (isSameStamp(await stamps.get(catalogKey), stamp)) {
        const keys = await tx.objectStore('neighbours').getAllKeys(ofCatalog(catalogKey))
        return new Set(keys.map(([, id]) => id))
      }
      await Promise.all([
        tx.objectStore('neighbours').delete(ofCatalog(catalogKey)),
        tx.objectStore('neighbourCards').delete(ofCatalog(catalogKey)),
        stamps.put(stamp, catalogKey),
      ])
      return new Set()
    })
  }

  writeNeighbours(catalogKey: string, stamp: NeighboursStamp, rows: readonly NeighboursRow[]): Promise<boolean> {
    return this.#connection.transact([...NEIGHBOUR_STORES], 'readwrite', async (tx) => {
      // another tab may have read another catalog meanwhile
      if (!isSameStamp(await tx.objectStore('neighbourStamps').get(catalogKey), stamp)) return false
      const cards = new Map(rows.flatMap((row) => row.cards.map((card) => [card.id, card])))
      await Promise.all([
        ...rows.map(({ id, title, cards }) =>
          tx.objectStore('neighbours').put({ title, items: cards.map((card) => card.id) }, [catalogKey, id]),
        ),
        ...[...cards].map(([id, card]) => tx.objectStore('neighbourCards').put(card, [catalogKey, id])),
      ])
      return true
    })
  }

  async #deleteCorrupt(keys: readonly [string, number][]): Promise<void> {
    await this.#connection.transact(['blocks'], 'readwrite', async (tx) => {
      const store = tx.objectStore('blocks')
      for (const key of keys) {
        // looked at again: another tab may have deleted it meanwhile, and written a good block under its number
        if (readStoredBlock(await store.get(key)) === 'corrupt') await store.delete(key)
      }
    })
  }
}

interface BlockRecord {
  readonly key: [fingerprint: string, sequence: number]
  readonly read: ReturnType<typeof readStoredBlock>
}

/** As much of an object store as reading blocks takes. */
interface BlockReader {
  getAllKeys(range: IDBKeyRange): Promise<BlockRecord['key'][]>
  getAll(range: IDBKeyRange): Promise<ArrayBuffer[]>
}

/** A block is checked while the browser reads the next ones: both take as long as each other. Of many small ones, several at a time. */
async function readRecords(store: BlockReader, fingerprint: string): Promise<BlockRecord[]> {
  const keys = await store.getAllKeys(blocksOf(fingerprint))
  const size = Math.ceil(keys.length / MAX_READS)
  const starts = keys.flatMap((_, i) => (i % size === 0 ? i : []))
  const parts = starts.map(async (start): Promise<BlockRecord[]> => {
    const part = keys.slice(start, start + size)
    const buffers = await store.getAll(IDBKeyRange.bound(part[0], part.at(-1)))
    return part.map((key, i) => ({ key, read: readStoredBlock(buffers[i]) }))
  })
  return (await Promise.all(parts)).flat()
}

function blocksOf(fingerprint: string): IDBKeyRange {
  return IDBKeyRange.bound([fingerprint, 0], [fingerprint, Number.POSITIVE_INFINITY])
}
