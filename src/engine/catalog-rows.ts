import { contentHashes } from '../catalog/content-hash.js'
import { itemSentence } from '../catalog/item-sentence.js'
import type { Item, ItemId } from '../types.js'

/** What a change of catalog did to the rows. */
export interface RowChanges {
  /** For each row, the row that its item had before; -1 if the item is new or has a new text. */
  readonly from: Int32Array
  /** The items before, by row. */
  readonly before: readonly Item[]
}

/** A catalog that can be put in place at once. Hashing is asynchronous, so it is done beforehand. */
export interface HashedCatalog {
  readonly items: readonly Item[]
  /** Content hash of each item's sentence, same order. */
  readonly hashes: readonly string[]
}

export async function hashCatalog(items: readonly Item[]): Promise<HashedCatalog> {
  return { items, hashes: await contentHashes(sentencesOf(items)) }
}

/** One by one, so that `contentHashes` pauses between them, too. */
function* sentencesOf(items: readonly Item[]): Generator<string> {
  for (const item of items) yield itemSentence(item)
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

  /** Adds items at the end; one whose id is known takes the place of that one. */
  put({ items, hashes }: HashedCatalog): RowChanges {
    return this.replace({ items: [...this.#items, ...items], hashes: [...this.#hashes, ...hashes] })
  }

  remove(ids: readonly ItemId[]): RowChanges {
    const removed = new Set(ids)
    const left = [...this.#items.keys()].filter((row) => !removed.has(this.#items[row]!.id))
    return this.replace({ items: left.map((row) => this.#items[row]!), hashes: left.map((row) => this.#hashes[row]!) })
  }

  /** Makes the catalog exactly these items. Synchronous, so that an answer comes from one state of the catalog or the other. */
  replace({ items, hashes }: HashedCatalog): RowChanges {
    const before = this.#items
    const hashesBefore = this.#hashes
    const rowsBefore = this.#rows
    // of an id that comes twice the last, in the place of the first
    const places = [...new Map(items.map(({ id }, place) => [id, place])).values()]
    this.#items = places.map((place) => items[place]!)
    this.#hashes = places.map((place) => hashes[place]!)
    this.#rows = new Map(this.#items.map(({ id }, row) => [id, row]))
    const from = Int32Array.from(this.#items, ({ id }, row) => {
      const known = rowsBefore.get(id)
      return known !== undefined && hashesBefore[known] === this.#hashes[row] ? known : -1
    })
    return { from, before }
  }
}
