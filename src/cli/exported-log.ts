import { foldName } from '../catalog/aliases.js'
import { readTable } from '../catalog/formats/csv.js'
import { pathKey } from '../catalog/item-of-page.js'
import { isRecord } from '../catalog/rows.js'
import { hasItemColumn } from '../log/read-log.js'
import type { Item, ItemId } from '../types.js'

/** Columns in which analytics export the address of a page, in the form `foldName` gives. */
const ADDRESSES = new Set('pagelocation pagepath pagepathandscreenclass pageurl page landingpage url address path'.split(' '))

/** Up to the first end of a line outside of quotes: a long log is read once. */
const FIRST_LINE = /^\s*(?:[^"\r\n]|"[^"]*")*/

type Cells = Readonly<Record<string, unknown>>

/**
 * A log as shops and analytics export it, as rows that `readLog` reads: the orders of Shopify, which name variants, and views of pages, which
 * have addresses. Any other text comes back as it is.
 */
export function exportedLog(text: string, items: readonly Item[]): string | unknown[] {
  if (/^\ufeff?\s*[[{]/.test(text)) return text
  const table = text.replace(/^\ufeff/, '')
  const toRow = rowOf(readTable(FIRST_LINE.exec(table)![0]).names, items)
  if (!toRow) return text
  // a line that cannot be read keeps its place, and readLog rejects it
  return readTable(table).rows.map(({ value }) => (isRecord(value) ? toRow(value) : value))
}

function rowOf(names: readonly string[], items: readonly Item[]): ((cells: Cells) => unknown) | undefined {
  if (names.includes('Name') && names.includes('Lineitem name')) {
    const idOf = idsOfVariants(items)
    return ({ Name, 'Lineitem name': title, 'Lineitem sku': sku, 'Created at': time }) => ({
      order: Name,
      item: idOf(sku) ?? idOf(title) ?? title,
      time,
    })
  }
  const address = names.find((name) => ADDRESSES.has(foldName(name)))
  if (address === undefined || hasItemColumn(names)) return undefined
  const ids = new Map(items.flatMap(({ id, url }) => (url === undefined ? [] : [[pathKey(url), id] as const])))
  return ({ [address]: raw, ...others }) => ({ ...others, item: ids.get(pathKey(String(raw))) ?? raw })
}

/** Finds the product of a variant by its SKU or by its title, behind which the choices stand: "Mug - Large / Red". */
function idsOfVariants(items: readonly Item[]): (cell: unknown) => ItemId | undefined {
  const ids = new Map<unknown, ItemId>()
  for (const { id, title, attributes } of items) {
    for (const name of [attributes?.sku, title, id]) if (typeof name === 'string') ids.set(name, id)
  }
  return (cell) => {
    const name = String(cell ?? '').trim()
    return ids.get(name) ?? ids.get(name.replace(/ - (?:(?! - ).)*$/, ''))
  }
}
