import type { Item } from '../types.js'
import { MAX_DATA_PICTURE_CHARACTERS } from './data-picture.js'

/**
 * What an owner should know of a catalog: no error, since it can be shown, but likely not what was meant.
 *
 * @param titled  How many items have their title as id.
 * @param unfound Entries of the option `fields` that no row has.
 * @param lostPictures How many pictures inside their own address no card can show.
 */
export function notesOf(
  items: readonly Item[],
  titled: number,
  unfound: readonly (readonly [field: string, name: string])[],
  lostPictures: number,
): string[] {
  if (items.length === 0) return []
  const notes = unfound.map(([field, name]) => `fields: no row has "${name}" for ${field}`)
  if (titled > 0) notes.push(`${titled} items have neither id nor url: their titles are their ids`)
  const lacks = (field: 'url' | 'price') => items.every((item) => item[field] === undefined)
  if (lacks('url')) notes.push('no item has a link: add a column url, or say how addresses are made, as fields {"url": "/p/{id}"}')
  if (lostPictures > 0) {
    notes.push(
      `${lostPictures} pictures are data addresses that no card shows: expected PNG, JPEG, GIF, WebP or AVIF of at most ${MAX_DATA_PICTURE_CHARACTERS} characters`,
    )
  }
  // posts and recipes have no price, and nothing to tell of it
  if (lacks('price') && items.some(({ brand, available }) => brand ?? available)) notes.push('no item has a price')
  else if (items.every(({ price }) => price?.currency === undefined) && !lacks('price')) {
    notes.push('no price has a currency, so cards show bare numbers: set currency, as "EUR"')
  }
  return notes
}
