import { type InteractionSummary, summarize } from '../ranking/scorers/interaction-summary.js'
import { toSequences } from '../ranking/sequences.js'
import type { ItemId } from '../types.js'
import type { InteractionLog } from './read-log.js'

/** The interactions of many visitors, by item: row r of `summary` is the item `ids[r]`. */
export interface ItemInteractions {
  readonly ids: readonly ItemId[]
  readonly summary: InteractionSummary
}

/** Sums up the interactions of all users of a log, in order of time. Dismissed items do not count. */
export function summaryOfLog({ interactions }: InteractionLog): ItemInteractions {
  const ids = [...new Set(interactions.map(({ id }) => id))]
  const rowOf = new Map(ids.map((id, row) => [id, row]))
  const paths = new Map<string, { row: number; at: number }[]>()
  for (const { user, id, type, at } of interactions) {
    if (type === 'dismiss') continue
    const path = paths.get(user)
    if (path) path.push({ row: rowOf.get(id)!, at })
    else paths.set(user, [{ row: rowOf.get(id)!, at }])
  }
  const inOrder = [...paths.values()].map((path) => path.sort((a, b) => a.at - b.at).map(({ row }) => row))
  return { ids, summary: summarize(toSequences(inOrder, ids.length)) }
}
