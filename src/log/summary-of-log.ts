import { atOnce } from '../pieces.js'
import { EVENT_WEIGHT } from '../ranking/queries/event-weight.js'
import { type InteractionSummary, summarizing } from '../ranking/scorers/interaction-summary.js'
import type { ItemWeights } from '../ranking/scorers/item-item.js'
import { makingItemKnnWeights } from '../ranking/scorers/item-knn.js'
import type { RowRates } from '../ranking/scorers/popularity.js'
import { toSequences } from '../ranking/sequences.js'
import type { ItemId } from '../types.js'
import { type InteractionLog, type LoggedInteraction, pathsOfLog } from './read-log.js'

/** The interactions of many visitors, by item: row r of `summary` is the item `ids[r]`. */
export interface ItemInteractions {
  readonly ids: readonly ItemId[]
  readonly summary: InteractionSummary
}

/** Sums up the interactions of all users of a log, in order of time. Dismissed items do not count. The same log has the same summary on every day. */
export function summaryOfLog(log: InteractionLog): ItemInteractions {
  return atOnce(summingUp(log))
}

/** The same in pieces: long paths of many users take a slow device seconds. */
export function* summingUp(log: InteractionLog): Generator<void, ItemInteractions> {
  const { interactions, isTimed, hasBaskets } = log
  const ids = [...new Set(interactions.map(({ id }) => id))]
  const rowOf = new Map(ids.map((id, row) => [id, row]))
  const inOrder = [...pathsOfLog(log).values()].map((path) => path.map(({ id }) => rowOf.get(id)!))
  yield
  const summary = yield* summarizing(toSequences(inOrder, ids.length))
  const bought = hasBaskets ? interactions : interactions.filter(({ type }) => type === 'purchase')
  const baskets = bought.length > 0 && (yield* makingBaskets(bought, rowOf))
  return {
    ids,
    summary: {
      ...summary,
      ...(baskets && { baskets }),
      ...(isTimed && { rates: ratesOf(interactions, rowOf) }),
    },
  }
}

/** What one user bought, or one order has, is a basket. */
function* makingBaskets(bought: readonly LoggedInteraction[], rowOf: ReadonlyMap<ItemId, number>): Generator<void, ItemWeights> {
  const baskets = new Map<string, Set<number>>()
  for (const { user, id } of bought) baskets.set(user, (baskets.get(user) ?? new Set()).add(rowOf.get(id)!))
  return yield* makingItemKnnWeights(
    toSequences(
      [...baskets.values()].map((basket) => [...basket]),
      rowOf.size,
    ),
  )
}

const DAY_MS = 86_400_000
/** After so many days what was done counts half. */
const HALF_LIFE_DAYS = 30
/** The last events of a log, and one more, may be of a wrong clock: they are behind this share of it. So may as many of the first. */
const FEW = 0.95

/** The last moment. What few events have, after a pause of two half-lives and twice any before it, is of a wrong clock. */
function endOf(interactions: readonly LoggedInteraction[]): number {
  const times = Float64Array.from(interactions, ({ at }) => at).sort()
  let end = times[0]!
  let longest = HALF_LIFE_DAYS * DAY_MS
  for (const [i, at] of times.entries()) {
    if (at - end > 2 * longest && i >= FEW * times.length - 1) break
    if (i > (1 - FEW) * times.length) longest = Math.max(longest, at - end)
    end = at
  }
  return end
}

/** What one user did with one item counts once, as the event that says most at the end of the log. */
function ratesOf(interactions: readonly LoggedInteraction[], rowOf: ReadonlyMap<ItemId, number>): RowRates {
  const end = endOf(interactions)
  const first = new Float64Array(rowOf.size).fill(end)
  const byUser = new Map<string, Map<number, number>>()
  for (const { user, id, type, at: told } of interactions) {
    const row = rowOf.get(id)!
    const at = Math.min(told, end)
    first[row] = Math.min(first[row]!, at)
    const own = byUser.get(user) ?? new Map<number, number>()
    byUser.set(user, own)
    const weight = EVENT_WEIGHT[type] * 2 ** ((at - end) / DAY_MS / HALF_LIFE_DAYS)
    own.set(row, Math.max(own.get(row) ?? 0, weight))
  }
  const events = new Float32Array(rowOf.size)
  for (const own of byUser.values()) for (const [row, weight] of own) events[row]! += weight
  // the integral of the decay over the days since the item was first met, a day at least
  const days = Float32Array.from(first, (at) => (HALF_LIFE_DAYS / Math.LN2) * (1 - 2 ** (-((end - at) / DAY_MS + 1) / HALF_LIFE_DAYS)))
  return { events, days }
}
