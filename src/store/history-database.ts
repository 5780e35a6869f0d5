import type { DBSchema } from 'idb'
import { isInteraction } from '../interaction.js'
import type { Interaction } from '../types.js'
import { Connection } from './connection.js'
import type { DatabaseSpec } from './database-spec.js'

export const HISTORY_NAME = 'pagekin-history'

export interface HistorySchema extends DBSchema {
  /** Key: order of recording. */
  events: { key: number; value: Interaction }
  /** Key: the item's id; dismissals outlive the events around them. */
  dismissals: { key: string; value: Interaction; indexes: { at: number } }
}

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

  async read(): Promise<Interaction[]> {
    const [events, dismissals] = await this.#connection.transact(['events', 'dismissals'], 'readonly', (tx) =>
      Promise.all([tx.objectStore('events').getAll(), tx.objectStore('dismissals').getAll()]),
    )
    return [...events, ...dismissals].filter(isInteraction)
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

  delete(): Promise<void> {
    return this.#connection.delete()
  }

  close(): void {
    this.#connection.close()
  }

  reopen(): void {
    this.#connection.reopen()
  }
}
