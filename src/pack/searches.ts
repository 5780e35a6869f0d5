import type { ItemSearches } from '../catalog/searched-item.js'
import { PagekinError } from '../errors.js'
import type { ItemId } from '../types.js'

/**
 * What a pack has of searches, for items of any catalog: a file lists
 *
 *     { "id", "words": "mug mug breakfast", "vector": 1234567890, "text": "0123abcd" }
 *
 * with `words` or `vector` or both. The words are the item's whatever its text is by now, because visitors said them. The vector was
 * trained for one text: it counts if the content hash of the item's sentence begins with `text`.
 */
export interface PackedSearches extends ItemSearches {
  readonly id: ItemId
  readonly text?: string
}

/** What the files of a part of a pack say, and which files these are: empty if it has none. */
export interface PackPart<T> {
  readonly files: string
  readonly value: T
}

export type PackSearches = PackPart<ReadonlyMap<ItemId, PackedSearches>>

/** Digits of a content hash: enough to tell the texts of one item apart. */
export const TEXT_DIGITS = 8

/** What the files of the part say. @throws PagekinError `pack-invalid`. */
export function readSearches(files: readonly unknown[]): PackSearches['value'] {
  const found = files.flat()
  if (!found.every(isPackedSearches)) throw new PagekinError('pack-invalid', 'searches: expected lists of items with id, words and vector')
  return new Map(found.map((one) => [one.id, one]))
}

function isPackedSearches(value: unknown): value is PackedSearches {
  const { id, words, vector, text } = (value ?? {}) as Partial<Record<keyof PackedSearches, unknown>>
  const isOwn = Number.isSafeInteger(vector) && typeof text === 'string' && text.length >= TEXT_DIGITS
  return typeof id === 'string' && (words === undefined || typeof words === 'string') && (vector === undefined || isOwn)
}
