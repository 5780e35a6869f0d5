import type { Interaction } from '../../types.js'
import { eventWeight } from './event-weight.js'

export interface ProfileEvent {
  readonly row: number
  readonly event: Interaction
  /** Share of the profile; the shares of all events add up to 1. */
  readonly share: number
}

/** Events beyond the latest so many say little and cost a scan of their vectors each. */
const MAX_EVENTS = 50

/**
 * Turns history into shares: each event counts by kind and age, several events on one item are joined under the strongest
 * one. Dismissed items, and events on items that the catalog does not have, are left out.
 *
 * @param events In the order they happened.
 * @param rowOf  Row of an id, or undefined.
 * @param now    Milliseconds since 1970.
 * @returns Latest first, at most 50.
 */
export function profileOf(events: readonly Interaction[], rowOf: (id: string) => number | undefined, now: number): ProfileEvent[] {
  const dismissed = new Set(events.filter(({ type }) => type === 'dismiss').map(({ id }) => id))
  const joined = new Map<number, { event: Interaction; strongest: number; weight: number }>()
  for (let i = events.length - 1; i >= 0 && joined.size < MAX_EVENTS; i--) {
    const event = events[i]!
    const row = rowOf(event.id)
    if (row === undefined || dismissed.has(event.id)) continue
    const weight = eventWeight(event, now)
    const known = joined.get(row)
    if (!known) joined.set(row, { event, strongest: weight, weight })
    else {
      known.weight += weight
      if (weight > known.strongest) {
        known.event = event
        known.strongest = weight
      }
    }
  }
  let total = 0
  for (const { weight } of joined.values()) total += weight
  return [...joined].map(([row, { event, weight }]) => ({ row, event, share: weight / total }))
}
