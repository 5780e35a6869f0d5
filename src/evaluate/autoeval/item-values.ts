import { IDENTIFIERS } from '../../catalog/item-sentence.js'
import type { Item } from '../../types.js'

/** The fields beside title and description that say what an item is: brand, category, tags and attributes. */
export function namedFields(items: readonly Item[]): string[] {
  const names = new Set<string>()
  for (const item of items) {
    if (item.brand !== undefined) names.add('brand')
    if (item.category !== undefined) names.add('category')
    if (item.tags !== undefined) names.add('tags')
    for (const name of Object.keys(item.attributes ?? {})) names.add(name)
  }
  return [...names]
}

/** An item's values of a field, as texts. A category is its whole path. */
export function fieldValues(item: Item, field: string): readonly string[] {
  if (field === 'category') return item.category === undefined ? [] : [item.category.join(' > ')]
  if (field === 'brand') return item.brand === undefined ? [] : [item.brand]
  if (field === 'tags') return item.tags ?? []
  const value = item.attributes?.[field]
  if (value === undefined) return []
  return typeof value === 'object' ? value : [String(value)]
}

/** An item without a field. */
export function withoutField(item: Item, field: string): Item {
  if (field === 'category' || field === 'brand' || field === 'tags') {
    const { [field]: _, ...rest } = item
    return rest
  }
  return { ...item, attributes: Object.fromEntries(Object.entries(item.attributes ?? {}).filter(([name]) => name !== field)) }
}

/** Whether words or the encoder read a field: it is text and no identifier. */
export function isRead(items: readonly Item[], field: string): boolean {
  if (field === 'category' || field === 'brand' || field === 'tags') return true
  if (IDENTIFIERS.test(field)) return false
  return items.some(({ attributes }) => {
    const value = attributes?.[field]
    return typeof value === 'string' || typeof value === 'object'
  })
}
