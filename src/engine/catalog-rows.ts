import { contentHashes } from '../catalog/content-hash.js'
import { itemSentence } from '../catalog/item-sentence.js'
import type { Item, ItemId } from '../types.js'

/** What a change of catalog did to the rows. */
export interface RowChanges {
  /** Rows whose text is new: without a valid vector, and to be indexed again. */
  readonly text: readonly number[]
  readonly removed: readonly number[]
}

/** A catalog that can be put in place at once. Hashing is asynchronous, so it is done beforehand. */
export interface HashedCatalog {
  readonly items: readonly Item[]
  /** Content hash of each item's sentence, same order. */
  readonly hashes: readonly string[]
}

export async function hashCatalog(items: readonly Item[]): Promise<HashedCatalog> {
  return { items, hashes: await contentHashes(items.map(itemSentence)) }
}

/**
 * Maps ids to rows and rows to items. An id keeps its row for the whole visit. A removed item leaves its row empty.
 */
export class CatalogRows {
  readonly items: (Item | null)[] = []
  /** Content hash per row; empty for an empty row. */
  readonly hashes: string[] = []
  readonly #rows = new Map<ItemId, number>()

  get size(): number {
    return this.items.length
  }

  /** Items present, without the empty rows. */
  get count(): number {
    return this.#rows.size
  }

  rowOf = (id: ItemId): number | undefined => this.#rows.get(id)

  /** Adds and replaces items. Synchronous, so that an answer comes from one state of the catalog or the other. */
  put({ items, hashes }: HashedCatalog): RowChanges {
    const text: number[] = []
    items.forEach((item, i) => {
      const hash = hashes[i]!
      const row = this.#rows.get(item.id) ?? this.items.length
      if (this.hashes[row] !== hash || this.items[row] === undefined) text.push(row)
      this.#rows.set(item.id, row)
      this.items[row] = item
      this.hashes[row] = hash
    })
    return { text, removed: [] }
  }

  remove(ids: readonly ItemId[]): RowChanges {
    const removed: number[] = []
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row === undefined) continue
      this.#rows.delete(id)
      this.items[row] = null
      this.hashes[row] = ''
      removed.push(row)
    }
    return { text: [], removed }
  }

  /** Makes the catalog exactly these items. */
  replace(catalog: HashedCatalog): RowChanges {
    const ids = new Set(catalog.items.map(({ id }) => id))
    const { removed } = this.remove([...this.#rows.keys()].filter((id) => !ids.has(id)))
    return { text: this.put(catalog).text, removed }
  }
}
