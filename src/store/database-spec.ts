import type { IDBPDatabase, IDBPTransaction } from 'idb'
import { PagekinError } from '../errors.js'

/** Where IndexedDB differs from its default: no key path, keys from outside, no index. */
interface StoreSpec {
  readonly keyPath?: string
  readonly autoIncrement?: boolean
  /** Of the field of this name. */
  readonly index?: string
}

export interface DatabaseSpec {
  readonly name: string
  /** The stores that each version added. */
  readonly versions: readonly Readonly<Record<string, StoreSpec>>[]
}

type Database = Pick<IDBPDatabase<unknown>, 'objectStoreNames' | 'createObjectStore'>
type Transaction = Pick<IDBPTransaction<unknown, string[], IDBTransactionMode>, 'objectStore'>

/** @throws PagekinError `storage-blocked` if something else made what stands at `version`; of a later version, only our stores are looked at. */
export function assertOurs({ name, versions }: DatabaseSpec, database: Database, version: number, transaction: () => Transaction): void {
  const stores = versions.slice(0, version).flatMap((added) => Object.entries(added))
  const names = [...database.objectStoreNames]
  const isOurs =
    (names.length === stores.length || version > versions.length) &&
    stores.every(([store, { keyPath = null, autoIncrement = false, index }]) => {
      if (!names.includes(store)) return false
      const made = transaction().objectStore(store)
      const indexes = [...made.indexNames].join()
      return made.keyPath === keyPath && made.autoIncrement === autoIncrement && indexes === (index ?? '')
    })
  if (!isOurs) throw new PagekinError('storage-blocked', `IndexedDB: the database ${name} was made by something other than pagekin.`)
}

/** Makes what versions after `version` (0: no database) added. */
export function upgrade({ versions }: DatabaseSpec, database: Database, version: number): void {
  for (const [store, { index, ...parameters }] of versions.slice(version).flatMap((added) => Object.entries(added))) {
    const made = database.createObjectStore(store, parameters)
    if (index !== undefined) made.createIndex(index, index)
  }
}
