import { compileFilter, mentionsAvailability } from '../../catalog/filter.js'
import { relativeTo } from '../../catalog/relative-filter.js'
import { keptFor } from '../../kept-for.js'
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
  if (!where || !mentionsAvailability(where)) for (const row of unavailable(rows.items)) mask[row] = 0
  for (const id of [...without, ...exclude, ...dismissedIn(interactions)]) {
    const row = rows.rowOf(id)
    if (row !== undefined) mask[row] = 0
  }
  return mask
}

/** Rows of what is not available. */
const unavailable = keptFor((items: readonly Item[]) => [...items.keys()].filter((row) => items[row]!.available === false))

/** Ids of the items that this visitor has dismissed, oldest first. */
export function dismissedIn(interactions: readonly Interaction[]): ItemId[] {
  return interactions.filter(({ type }) => type === 'dismiss').map(({ id }) => id)
}
