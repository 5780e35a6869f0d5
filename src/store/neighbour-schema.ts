import type { DBSchema } from 'idb'
import type { Item, ItemId } from '../types.js'
import type { NeighboursStamp } from './store.js'

/** The database of everything that can be made again. */
export const VECTORS_NAME = 'pagekin'

/** The part of it that a page reads by itself, before any worker runs. */
export interface NeighbourSchema extends DBSchema {
  /** Key: the catalog's address. */
  neighbourStamps: { key: string; value: NeighboursStamp }
  /** Key: the catalog's address and an item. */
  neighbours: { key: [catalog: string, id: ItemId]; value: { readonly title: string; readonly items: readonly ItemId[] } }
  /** What a card shows of an item, once for all that name it. */
  neighbourCards: { key: [catalog: string, id: ItemId]; value: Item }
}

export const NEIGHBOUR_STORES = ['neighbourStamps', 'neighbours', 'neighbourCards'] as const

export function ofCatalog(catalogKey: string): IDBKeyRange {
  // arrays come after every string
  return IDBKeyRange.bound([catalogKey], [catalogKey, []])
}

export function isSameStamp(stored: unknown, { etag, lastModified, fingerprint }: NeighboursStamp): boolean {
  const other = (stored ?? {}) as Partial<NeighboursStamp>
  return other.fingerprint === fingerprint && other.etag === etag && other.lastModified === lastModified
}
