import type { Item } from '../types.js'

/** Attribute: a list of one text, the words of the searches that led to an item. Words are read of it, as of any attribute. As a name that begins with @ it is no part of what is embedded, filtered by or compared. */
export const SEARCHES = '@searches'

/** Attribute of an item whose vector is not that of its sentence alone: the CRC-32 of the codes. As a number it is no word. */
export const OWN_VECTOR = '@vector'

/** What searches of many visitors have given an item. */
export interface ItemSearches {
  /** Of the searches that led to it, with blanks between. */
  readonly words?: string | undefined
  /** Which vector of its own it has: the CRC-32 of the codes. */
  readonly vector?: number | undefined
}

export function searchesOf({ attributes = {} }: Item): ItemSearches | undefined {
  const { [SEARCHES]: words, [OWN_VECTOR]: vector } = attributes
  if (words === undefined && vector === undefined) return undefined
  return { ...(Array.isArray(words) && { words: words.join(' ') }), ...(typeof vector === 'number' && { vector }) }
}

/** The item with what these searches have given it, and nothing of others. */
export function withSearches(item: Item, { words, vector }: ItemSearches = {}): Item {
  const { attributes = {}, ...bare } = item
  const { [SEARCHES]: oldWords, [OWN_VECTOR]: oldVector, ...others } = attributes
  if (words === undefined && vector === undefined && oldWords === undefined && oldVector === undefined) return item
  const all = { ...others, ...(words !== undefined && { [SEARCHES]: [words] }), ...(vector !== undefined && { [OWN_VECTOR]: vector }) }
  return Object.keys(all).length > 0 ? { ...item, attributes: all } : bare
}
