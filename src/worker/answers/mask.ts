import { compileFilter, mentionsAvailability } from '../../catalog/filter.js'
import type { Item, ItemId, Where } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { AnswerContext, Request } from './context.js'

/** 1 for rows that may be recommended: present, available (unless `where` speaks of that), let through, not excluded, never dismissed. */
export function maskOf({ where, exclude = [] }: Request, { rows, interactions }: AnswerContext, without: readonly ItemId[]): Uint8Array {
  const mask = where ? filterRows(where, rows) : new Uint8Array(rows.size).fill(1)
  const anyAvailability = where !== undefined && mentionsAvailability(where)
  rows.items.forEach((item, row) => {
    if (!item || (!anyAvailability && item.available === false)) mask[row] = 0
  })
  const dismissed = interactions.filter(({ type }) => type === 'dismiss').map(({ id }) => id)
  for (const id of [...without, ...exclude, ...dismissed]) {
    const row = rows.rowOf(id)
    if (row !== undefined) mask[row] = 0
  }
  return mask
}

/** `compileFilter` over the rows that hold an item. */
function filterRows(where: Where, { items, size }: CatalogRows): Uint8Array {
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
