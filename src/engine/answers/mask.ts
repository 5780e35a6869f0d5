import { mentionsAvailability } from '../../catalog/filter.js'
import type { ItemId } from '../../types.js'
import { filterRows } from '../filter-rows.js'
import type { AnswerContext, Request } from './context.js'

/** 1 for rows that may be recommended: present, available (unless `where` speaks of that), let through, not excluded, never dismissed. */
export function maskOf({ where, exclude = [] }: Request, { rows, interactions }: AnswerContext, without: readonly ItemId[]): Uint8Array {
  const mask = where ? filterRows(where, rows) : new Uint8Array(rows.size).fill(1)
  const anyAvailability = where !== undefined && mentionsAvailability(where)
  for (let row = 0; row < rows.size; row++) {
    const item = rows.items[row]
    if (!item || (!anyAvailability && item.available === false)) mask[row] = 0
  }
  const dismissed = interactions.filter(({ type }) => type === 'dismiss').map(({ id }) => id)
  for (const id of [...without, ...exclude, ...dismissed]) {
    const row = rows.rowOf(id)
    if (row !== undefined) mask[row] = 0
  }
  return mask
}
