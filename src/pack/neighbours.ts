import { PagekinError } from '../errors.js'
import type { Item, ItemId, Recommendation } from '../types.js'
import { bucketOf } from './buckets.js'
import type { Pack } from './open-pack.js'

/**
 * The first level that recommends: items like an item, made beforehand, with what a card shows of them. A page reads the
 * manifest and the one file that its item is in; it needs no worker, no WebAssembly and no catalog.
 */
export interface Neighbours {
  /** The item that these are like. */
  readonly title: string
  /** Best first; of each item what a card shows. Scores are not kept: they move whenever the catalog does, and the order hardly. */
  readonly items: readonly Item[]
}

/** Kept for each item: a shelf shows 8 by default, the others stand in for those that are gone, excluded or dismissed. */
export const DEFAULT_NEIGHBOURS = 12

/**
 * A file of neighbours (in a pack in lists it is the `body` beside its `checksum`):
 *
 *     { "cards": [item, ...], "rows": [{ "id", "title", "items": [place in cards, ...] }, ...] }
 *
 * A card that several rows name is in it once.
 */
export interface NeighboursFile {
  readonly cards: readonly Item[]
  readonly rows: readonly NeighboursRow[]
}

interface NeighboursRow {
  readonly id: ItemId
  readonly title: string
  readonly items: readonly number[]
}

/** A card shows this much of a text. */
const EXCERPT = 200

/**
 * What a card shows of an item: a category only without price and brand, availability only if it is false, a date only without a price,
 * and then, without an image, the beginning of the text.
 */
export function cardOf(item: Item): Item {
  const { id, title, url, image, description, price, listPrice, available, brand, category, published, lang } = item
  const isPost = published !== undefined && price === undefined
  return {
    id,
    title,
    ...(url !== undefined && { url }),
    ...(image !== undefined && { image }),
    ...(price !== undefined && { price }),
    ...(listPrice !== undefined && { listPrice }),
    ...(isPost && { published }),
    ...(isPost && description !== undefined && image === undefined && { description: description.slice(0, EXCERPT) }),
    ...(available === false && { available }),
    ...(brand !== undefined && { brand }),
    ...(category !== undefined && price === undefined && brand === undefined && { category }),
    ...(lang !== undefined && { lang }),
  }
}

/** Items like this one; undefined where the pack has none for it. Reads one file. @throws PagekinError `pack-invalid`. */
export async function neighboursOf(pack: Pack, id: ItemId): Promise<Neighbours | undefined> {
  const { neighbours, lists } = pack.manifest
  if (lists) return lists.neighbours > 0 ? neighboursIn(await pack.neighbours(bucketOf(id, lists.neighbours)), id) : undefined
  const hash = neighbours?.[bucketOf(id, neighbours.length)]
  return hash ? neighboursIn(await pack.json('neighbours', hash), id) : undefined
}

/**
 * What is left of the items like an item, best first. Scores are not stored, so `score` is how many come after, and the nearness to the
 * item is the one reason.
 */
export function storedAnswer({ title, items }: Neighbours, id: ItemId, without: ReadonlySet<ItemId>, limit: number): Recommendation[] {
  const shown = items.filter((item) => item.available !== false && !without.has(item.id)).slice(0, limit)
  return shown.map((item, place) => {
    const score = shown.length - place
    return { item, score, reasons: [{ kind: 'similar-to', id, title, weight: score }] }
  })
}

/** The neighbours of an item in a file of them; undefined if the file does not have the item. @throws PagekinError `pack-invalid`. */
function neighboursIn(file: unknown, id: ItemId): Neighbours | undefined {
  const { cards, rows } = (file ?? {}) as Partial<NeighboursFile>
  if (!Array.isArray(cards) || !Array.isArray(rows)) throw invalid('expected cards and rows')
  const row = (rows as NeighboursRow[]).find((member) => member?.id === id)
  if (!row) return undefined
  const { title, items } = row
  if (typeof title !== 'string' || !Array.isArray(items)) throw invalid(`"${id.slice(0, 100)}": expected a title and items`)
  return {
    title,
    items: items.map((place: unknown) => {
      const item: unknown = (cards as unknown[])[Number(place)]
      if (!isItem(item)) throw invalid(`"${id.slice(0, 100)}": place ${String(place)} has no card`)
      return item
    }),
  }
}

/** Whether a value of a file has what every item has. */
export function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false
  const { id, title } = value as Record<string, unknown>
  return typeof id === 'string' && typeof title === 'string'
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `neighbours: ${why}`)
}
