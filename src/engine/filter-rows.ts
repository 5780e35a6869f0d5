import { compileFilter } from '../catalog/filter.js'
import type { Item, Where } from '../types.js'
import type { CatalogRows } from './catalog-rows.js'

/** `compileFilter` over the rows that hold an item. */
export function filterRows(where: Where, { items, size }: CatalogRows): Uint8Array {
  const present: Item[] = []
  const rowOf: number[] = []
  items.forEach((item, row) => {
    if (!item) return
    present.push(item)
    rowOf.push(row)
  })
  const allowed = compileFilter(where, present)
  const mask = new Uint8Array(size)
  rowOf.forEach((row, i) => {
    mask[row] = allowed[i]!
  })
  return mask
}
