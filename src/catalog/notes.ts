import type { Item } from '../types.js'

/**
 * What an owner should know of a catalog: no error, since it can be shown, but likely not what was meant.
 *
 * @param titled  How many items have their title as id.
 * @param unfound Entries of the option `fields` that no row has.
 */
export function notesOf(items: readonly Item[], titled: number, unfound: readonly (readonly [field: string, name: string])[]): string[] {
  if (items.length === 0) return []
  const notes = unfound.map(([field, name]) => `fields: no row has "${name}" for ${field}`)
  if (titled > 0) notes.push(`${titled} items have neither id nor url: their titles are their ids`)
  const lacks = (field: 'url' | 'price') => items.every((item) => item[field] === undefined)
  if (lacks('url')) notes.push('no item has a link (fields: url)')
  // posts and recipes have no price, and nothing to tell of it
  if (lacks('price') && items.some(({ brand, available }) => brand ?? available)) notes.push('no item has a price')
  return notes
}
