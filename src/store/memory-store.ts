import type { ItemId } from '../types.js'
import { keysToKeep, planCompaction, readStoredBlock } from './compaction.js'
import { Gate } from './gate.js'
import type {
  BlocksRead,
  KeyedMeta,
  NeighboursRow,
  NeighboursStamp,
  Store,
  StoredCatalog,
  VectorMeta,
  VectorsRead,
  VectorTables,
} from './store.js'

/** A store that keeps nothing after the visit. It needs nothing of a browser, so the command line uses it too. */
export class MemoryStore implements Store {
  readonly kind = 'memory'
  readonly reason = undefined
  readonly #gate = new Gate()
  readonly #catalogs = new Map<string, StoredCatalog>()
  readonly #metas = new Map<string, VectorMeta>()
  readonly #buffers = new Map<string, ArrayBuffer[]>()

  readCatalog(key: string): Promise<StoredCatalog | undefined> {
    return this.#gate.pass(async () => this.#catalogs.get(key))
  }

  writeCatalog(key: string, catalog: StoredCatalog): Promise<void> {
    return this.#gate.pass(async () => void this.#catalogs.set(key, catalog))
  }

  readMeta(encoderKey: string): Promise<VectorMeta | undefined> {
    return this.#gate.pass(async () => this.#metas.get(encoderKey))
  }

  readOtherMeta(encoderKey: string): Promise<KeyedMeta | undefined> {
    return this.#gate.pass(async () => {
      const [found] = [...this.#metas].filter(([key]) => key !== encoderKey)
      return found && { encoderKey: found[0], meta: found[1] }
    })
  }

  writeMeta(encoderKey: string, meta: VectorMeta): Promise<void> {
    return this.#gate.pass(async () => void this.#metas.set(encoderKey, meta))
  }

  async readVectors(encoderKey: string): Promise<VectorsRead | undefined> {
    const meta = await this.readMeta(encoderKey)
    return meta && { meta, ...(await this.readBlocks(meta.fingerprint)) }
  }

  readBlocks(fingerprint: string): Promise<BlocksRead> {
    return this.#gate.pass(async () => {
      const buffers = this.#buffers.get(fingerprint) ?? []
      const read = buffers.map(readStoredBlock)
      this.#buffers.set(
        fingerprint,
        buffers.filter((_, i) => read[i] !== 'corrupt'),
      )
      const blocks = read.filter((block) => typeof block !== 'string')
      return { blocks, corrupt: read.filter((block) => block === 'corrupt').length }
    })
  }

  appendBlock(fingerprint: string, buffer: ArrayBuffer): Promise<void> {
    return this.#gate.pass(async () => {
      const buffers = this.#buffers.get(fingerprint)
      // a copy, as a database makes one: the caller may transfer or change its own
      if (buffers) buffers.push(buffer.slice(0))
      else this.#buffers.set(fingerprint, [buffer.slice(0)])
    })
  }

  compact(fingerprint: string, keep: ReadonlySet<string>): Promise<void> {
    return this.#gate.pass(async () => {
      const buffers = this.#buffers.get(fingerprint) ?? []
      const stored = buffers.map((buffer, sequence) => ({ sequence, buffer }))
      const known = new Set([...keep, ...[...this.#catalogs.values()].flatMap(({ hashes }) => hashes)])
      const { remove, add } = planCompaction(stored, keysToKeep(stored, known))
      const removed = new Set(remove)
      this.#buffers.set(fingerprint, [...buffers.filter((_, sequence) => !removed.has(sequence)), ...add])
    })
  }

  evictOthers(fingerprint: string): Promise<void> {
    return this.#gate.pass(async () => {
      for (const other of this.#buffers.keys()) if (other !== fingerprint) this.#buffers.delete(other)
      for (const [key, meta] of this.#metas) if (meta.fingerprint !== fingerprint) this.#metas.delete(key)
    })
  }

  async openNeighbours(_catalogKey: string, _stamp: NeighboursStamp): Promise<ReadonlySet<ItemId> | undefined> {
    return undefined
  }

  async writeNeighbours(_catalogKey: string, _stamp: NeighboursStamp, _rows: readonly NeighboursRow[]): Promise<boolean> {
    return false
  }

  clear(): Promise<void> {
    return this.#gate.passAlone(async () => {
      this.#catalogs.clear()
      this.#metas.clear()
      this.#buffers.clear()
    })
  }

  /** Moves everything into other tables. What was not moved when one of them rejects stays here. */
  async moveTo(tables: VectorTables): Promise<void> {
    for (const [key, catalog] of this.#catalogs) {
      await tables.writeCatalog(key, catalog)
      this.#catalogs.delete(key)
    }
    for (const [fingerprint, buffers] of this.#buffers) {
      for (; buffers[0]; buffers.shift()) await tables.appendBlock(fingerprint, buffers[0])
      this.#buffers.delete(fingerprint)
    }
    for (const [key, meta] of this.#metas) {
      await tables.writeMeta(key, meta)
      this.#metas.delete(key)
    }
  }

  async hold(): Promise<void> {}

  suspend(): void {}

  resume(): void {}

  /** No other tab sees this memory, so the listener is never called. */
  onVectorsChanged(): () => void {
    return () => {}
  }

  dispose(): void {
    void this.#gate.close()
  }
}
