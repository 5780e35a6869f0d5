import type { DBSchema, StoreNames } from 'idb'
import { isInteraction } from '../interaction.js'
import type { Interaction } from '../types.js'
import { Connection } from './connection.js'
import type { DatabaseSpec } from './database-spec.js'

export const HISTORY_NAME = 'pagekin-history'

/** 180 days, in milliseconds. An event of a clock that was as far ahead is no younger for it. */
const MAX_AGE = 180 * 86_400_000

export interface HistorySchema extends DBSchema {
  /** Key: order of recording. */
  events: { key: number; value: Interaction }
  /** Key: the item's id; dismissals outlive the events around them. */
  dismissals: { key: string; value: Interaction; indexes: { at: number } }
}

const TABLES: StoreNames<HistorySchema>[] = ['events', 'dismissals']

const HISTORY: DatabaseSpec = {
  name: HISTORY_NAME,
  versions: [{ events: { autoIncrement: true }, dismissals: { keyPath: 'id', index: 'at' } }],
}

/** The transactions on the database `pagekin-history`. Rejects as IndexedDB does. */
export class HistoryDatabase {
  readonly #connection: Connection<HistorySchema>
  readonly #limit: number

  constructor(limit: number, onDeleted?: () => void) {
    this.#connection = new Connection(HISTORY, onDeleted)
    this.#limit = limit
  }

  /** Deletes what is too old. What cannot be deleted now is left out all the same. */
  async read(): Promise<Interaction[]> {
    const tables = await this.#connection.transact(TABLES, 'readonly', (tx) =>
      Promise.all(TABLES.map((name) => tx.objectStore(name).getAll())),
    )
    const stored = tables.flat()
    const fresh = stored.filter(isFresh)
    if (fresh.length < stored.length) await this.delete((value) => !isFresh(value)).catch(() => undefined)
    return fresh
  }

  async delete(isMeant: (value: unknown) => boolean): Promise<void> {
    await this.#connection.transact(TABLES, 'readwrite', async (tx) => {
      for (const name of TABLES) {
        const table = tx.objectStore(name)
        const [keys, values] = await Promise.all([table.getAllKeys(), table.getAll()])
        await Promise.all(keys.map((key, i) => isMeant(values[i]) && table.delete(key)))
      }
    })
  }

  async append(interaction: Interaction): Promise<void> {
    const store = interaction.type === 'dismiss' ? 'dismissals' : 'events'
    await this.#connection.transact([store], 'readwrite', async (tx) => {
      const table = tx.objectStore(store)
      await table.put(interaction)
      const excess = (await table.count()) - this.#limit
      if (excess <= 0) return
      const source = store === 'dismissals' ? tx.objectStore('dismissals').index('at') : tx.objectStore('events')
      const oldest = await source.getAllKeys(undefined, excess)
      await Promise.all(oldest.map((key) => table.delete(key)))
    })
  }

  destroy(): Promise<void> {
    return this.#connection.delete()
  }

  close(): void {
    this.#connection.close()
  }

  reopen(): void {
    this.#connection.reopen()
  }
}

function isFresh(value: unknown): value is Interaction {
  return isInteraction(value) && Math.abs(Date.now() - value.at) <= MAX_AGE
}
