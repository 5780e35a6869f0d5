import { contentHashes } from '../catalog/content-hash.js'
import { hashedText } from '../catalog/item-sentence.js'
import { withSearches } from '../catalog/searched-item.js'
import type { PackSearches } from '../pack/searches.js'
import { atOnce } from '../pieces.js'
import type { Item, ItemId } from '../types.js'

/** Rows between two pauses. */
const PIECE = 256

/** What a change of catalog did to the rows. */
export interface RowChanges {
  /** For each row, the row that its item had before; -1 if the item is new or has a new text. */
  readonly from: Int32Array
  /** The items before, by row. */
  readonly before: readonly Item[]
}

/** What a catalog makes of the rows, before it is in place. */
export interface NextRows extends HashedCatalog, RowChanges {
  readonly rows: ReadonlyMap<ItemId, number>
}

/** A catalog that can be put in place at once. Hashing is asynchronous, so it is done beforehand. */
export interface HashedCatalog {
  readonly items: readonly Item[]
  /** Content hash of each item (`hashedText`), same order. */
  readonly hashes: readonly string[]
  /** Files of a pack that say what searches have given the items; empty for none, absent where it does not matter. */
  readonly searchFiles?: string
}

export async function hashCatalog(items: readonly Item[]): Promise<HashedCatalog> {
  return { items, hashes: await contentHashes(textsOf(items)) }
}

/** The catalog with what searches have given its items, and nothing of other searches. A vector was made for one text: an item with another does without. */
export async function hashSearched(given: readonly Item[], { files = '', value }: Partial<PackSearches> = {}): Promise<HashedCatalog> {
  const items = given.map((item) => withSearches(item, { words: value?.get(item.id)?.words }))
  const hashes = await contentHashes(textsOf(items))
  const own = [...items.keys()].filter((row) => {
    const { vector, text } = value?.get(items[row]!.id) ?? {}
    return vector !== undefined && hashes[row]!.startsWith(text!)
  })
  for (const row of own) items[row] = withSearches(items[row]!, value?.get(items[row]!.id))
  const ownHashes = await contentHashes(textsOf(own.map((row) => items[row]!)))
  own.forEach((row, place) => {
    hashes[row] = ownHashes[place]!
  })
  return { items, hashes, searchFiles: files }
}

/** One by one, so that `contentHashes` pauses between them, too. */
function* textsOf(items: readonly Item[]): Generator<string> {
  for (const item of items) yield hashedText(item)
}

/** Of a catalog, all but the items of these ids. */
export function without({ items, hashes }: HashedCatalog, ids: ReadonlySet<ItemId>): HashedCatalog {
  const left = [...items.keys()].filter((row) => !ids.has(items[row]!.id))
  return { items: left.map((row) => items[row]!), hashes: left.map((row) => hashes[row]!) }
}

/**
 * Maps ids to rows and rows to items, without empty rows: answers are those of an engine that opens with these items in this order.
 * A change may move every item to another row, so nobody keeps a row's number while waiting.
 */
export class CatalogRows {
  #items: readonly Item[] = []
  #hashes: readonly string[] = []
  #rows: ReadonlyMap<ItemId, number> = new Map()

  get items(): readonly Item[] {
    return this.#items
  }

  /** Content hash per row. */
  get hashes(): readonly string[] {
    return this.#hashes
  }

  get size(): number {
    return this.#items.length
  }

  rowOf = (id: ItemId): number | undefined => this.#rows.get(id)

  /** The catalog with items added at the end; one whose id is known takes the place of that one. */
  with({ items, hashes }: HashedCatalog): HashedCatalog {
    return { items: [...this.#items, ...items], hashes: [...this.#hashes, ...hashes] }
  }

  without(ids: readonly ItemId[]): HashedCatalog {
    return without({ items: this.#items, hashes: this.#hashes }, new Set(ids))
  }

  /** What the rows become if the catalog is exactly these items. Stops after each piece; no rows are put in place meanwhile. */
  *next({ items: given, hashes: givenHashes }: HashedCatalog): Generator<void, NextRows> {
    const items: Item[] = []
    const hashes: string[] = []
    const rows = new Map<ItemId, number>()
    for (const [place, item] of given.entries()) {
      if (place % PIECE === 0) yield
      // of an id that comes twice the last, in the place of the first
      const row = rows.get(item.id) ?? items.length
      rows.set(item.id, row)
      items[row] = item
      hashes[row] = givenHashes[place]!
    }
    const from = new Int32Array(items.length)
    for (const [row, { id }] of items.entries()) {
      if (row % PIECE === 0) yield
      const known = this.#rows.get(id)
      from[row] = known !== undefined && this.#hashes[known] === hashes[row] ? known : -1
    }
    return { items, hashes, rows, from, before: this.#items }
  }

  /** Makes the catalog exactly these items. */
  replace(catalog: HashedCatalog): RowChanges {
    const next = atOnce(this.next(catalog))
    this.take(next)
    return next
  }

  /** Puts what `next` made in place. Synchronous, so that an answer comes from one state of the catalog or the other. */
  take({ items, hashes, rows }: NextRows): void {
    this.#items = items
    this.#hashes = hashes
    this.#rows = rows
  }
}
