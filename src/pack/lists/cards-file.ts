import { PagekinError } from '../../errors.js'
import type { Item } from '../../types.js'
import { isItem } from '../neighbours.js'
import { fromBase64 } from './lists-manifest.js'

/** A file of cards: items with their vectors. */
export interface CardsFile {
  /** Whole, but for the end of a long description. */
  readonly items: readonly Item[]
  readonly scales: readonly number[]
  /** int8, item by item, in base64. */
  readonly codes: string
}

/** Cards as they were read. */
export interface Cards {
  readonly items: readonly Item[]
  readonly scales: Float32Array
  readonly codes: Int8Array
}

/** A card shows this much of a text, and it is found by these words. */
const EXCERPT = 1000

/** An item as lists have it. */
export function listCardOf(item: Item): Item {
  const { description } = item
  return description === undefined || description.length <= EXCERPT ? item : { ...item, description: description.slice(0, EXCERPT) }
}

/** @throws PagekinError `pack-invalid`. */
export function readCards(file: unknown, dimensions: number): Cards {
  const { items, scales, codes } = (file ?? {}) as Partial<CardsFile>
  if (!Array.isArray(items) || !items.every(isItem)) throw invalid('expected items with id and title')
  const bytes = fromBase64(String(codes))
  if (!Array.isArray(scales) || scales.length !== items.length || bytes.length !== items.length * dimensions) {
    throw invalid(`received ${bytes.length} codes, expected ${dimensions} for each of ${items.length} items`)
  }
  if (!scales.every((scale) => scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw invalid('expected scales of 0 or more')
  return { items, scales: Float32Array.from(scales), codes: new Int8Array(bytes.buffer) }
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `cards: ${why}`)
}
