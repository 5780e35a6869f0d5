import { compileFilter, mentionsAvailability } from '../../catalog/filter.js'
import { relativeTo } from '../../catalog/relative-filter.js'
import type { Interaction, Item, ItemId } from '../../types.js'
import type { AnswerContext, Request } from './context.js'

/**
 * 1 for rows that may be recommended: available (unless `where` speaks of that), let through, not excluded, never dismissed.
 *
 * @param asked The item asked about, which `where` may refer to.
 */
export function maskOf(
  { where, exclude = [] }: Pick<Request, 'where' | 'exclude'>,
  { rows, interactions, isPart }: Pick<AnswerContext, 'rows' | 'interactions' | 'isPart'>,
  without: readonly ItemId[],
  asked?: Item,
): Uint8Array {
  const mask = where
    ? compileFilter(asked ? relativeTo(asked, where, rows.items) : where, rows.items, isPart)
    : new Uint8Array(rows.size).fill(1)
  const anyAvailability = where !== undefined && mentionsAvailability(where)
  for (let row = 0; row < rows.size; row++) {
    if (!anyAvailability && rows.items[row]!.available === false) mask[row] = 0
  }
  for (const id of [...without, ...exclude, ...dismissedIn(interactions)]) {
    const row = rows.rowOf(id)
    if (row !== undefined) mask[row] = 0
  }
  return mask
}

/** Ids of the items that this visitor has dismissed, oldest first. */
export function dismissedIn(interactions: readonly Interaction[]): ItemId[] {
  return interactions.filter(({ type }) => type === 'dismiss').map(({ id }) => id)
}
