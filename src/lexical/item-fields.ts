import { namesOthers } from '../links.js'
import type { Item } from '../types.js'
import type { Bm25Field } from './forward-index.js'

/**
 * How much a term counts in each part of an item (docs/measurements.md#title-weight).
 */
export const FIELD_WEIGHTS = { title: 3, names: 1, text: 1 } as const

/** The words of an item for the lexical index: its title, its names (brand, category, tags), its attributes that are text and its description. */
export function itemFields(item: Item): Bm25Field[] {
  const names = [item.brand ?? '', ...(item.category ?? []), ...(item.tags ?? [])].join(' ')
  const attributes = Object.entries(item.attributes ?? {}).flatMap(([name, value]) =>
    typeof value === 'boolean' || typeof value === 'number' || namesOthers(name, value) ? [] : value,
  )
  const text = [item.description ?? '', ...attributes].join(' ')
  return [
    { text: item.title, weight: FIELD_WEIGHTS.title },
    { text: names, weight: FIELD_WEIGHTS.names },
    { text, weight: FIELD_WEIGHTS.text },
  ]
}
