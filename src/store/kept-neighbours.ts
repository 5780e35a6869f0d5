import type { Item, ItemId } from '../types.js'
import { HISTORY_NAME } from './history-database.js'
import { type NeighbourSchema, VECTORS_NAME } from './neighbour-schema.js'
import { openExisting } from './open-existing.js'
import type { NeighboursStamp } from './store.js'
import { isItem } from './stored-shapes.js'

/** Items like an item, from an earlier visit. */
export interface KeptItems {
  readonly title: string
  /** Best first; of each item what a card shows. */
  readonly items: readonly Item[]
}

/**
 * The neighbours that an earlier visit's engine kept of a catalog. A page reads them while its worker starts. It writes and creates
 * nothing.
 */
export class KeptNeighbours {
  readonly #catalogKey: string
  /** Opened at the start, because that takes the longest; undefined once closed. */
  #connection: Promise<IDBDatabase | undefined> | undefined

  constructor(catalogKey: string) {
    this.#catalogKey = catalogKey
    this.#connection = connect(VECTORS_NAME, 'neighbours')
    // `of` reports the failure
    this.#connection.catch(() => undefined)
  }

  /**
   * Undefined if there are none, or they are out of date.
   *
   * @param holds Whether neighbours made from that state of the catalog still hold; asked while they are read.
   * Rejects as IndexedDB and `holds` do.
   */
  async of(id: ItemId, holds: (stamp: NeighboursStamp) => Promise<boolean>): Promise<KeptItems | undefined> {
    const held = this.#connection
    const database = await (held ?? connect(VECTORS_NAME, 'neighbours'))
    if (!database) return undefined
    try {
      return await read(database, this.#catalogKey, id, holds)
    } finally {
      if (!held) database.close()
    }
  }

  /** Closes the database. A later read opens it again. */
  close(): void {
    this.#connection?.then(
      (database) => database?.close(),
      () => undefined,
    )
    this.#connection = undefined
  }
}

/** Items that this visitor has dismissed, where the history outlives the tab. Rejects as IndexedDB does. */
export async function keptDismissals(): Promise<readonly ItemId[]> {
  const database = await connect(HISTORY_NAME, 'dismissals')
  try {
    return database ? ((await answerTo(database.transaction('dismissals').objectStore('dismissals').getAllKeys())) as ItemId[]) : []
  } finally {
    database?.close()
  }
}

/** Without a library, whose bytes each first shelf would wait for. */
async function read(
  database: IDBDatabase,
  catalogKey: string,
  id: ItemId,
  holds: (stamp: NeighboursStamp) => Promise<boolean>,
): Promise<KeptItems | undefined> {
  const tx = database.transaction(['neighbourStamps', 'neighbours', 'neighbourCards'])
  const get = <Store extends keyof NeighbourSchema & string>(store: Store, key: IDBValidKey) =>
    answerTo<NeighbourSchema[Store]['value'] | undefined>(tx.objectStore(store).get(key))
  const held = get('neighbourStamps', catalogKey).then((known) => known !== undefined && holds(known))
  held.catch(() => undefined)
  const row = await get('neighbours', [catalogKey, id])
  if (typeof row?.title !== 'string' || !Array.isArray(row.items)) return undefined
  const cards = await Promise.all(row.items.map((item) => get('neighbourCards', [catalogKey, String(item)])))
  return (await held) ? { title: row.title, items: cards.filter(isItem) } : undefined
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Undefined if the database or the store in it does not exist: the worker makes it. */
async function connect(name: string, store: string): Promise<IDBDatabase | undefined> {
  const open = await openExisting(name)
  if (!open || open.objectStoreNames.contains(store)) return open
  open.close()
  return undefined
}
