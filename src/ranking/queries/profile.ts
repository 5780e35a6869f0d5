import type { Interaction } from '../../types.js'
import { eventWeight } from './event-weight.js'

export interface ProfileEvent {
  readonly row: number
  readonly event: Interaction
  /** Share of the profile; the shares of all events add up to 1. */
  readonly share: number
}

export interface ProfileOptions {
  /** What an item counts of the one that came after it, kind and age apart: 0 only the last, 1 all alike. */
  readonly decay: number
  /** The latest so many items; what comes before them says little, and costs a comparison each. */
  readonly items: number
}

/**
 * Turns history into shares: an item counts by the kinds and ages of its events, times `decay` for every item that came later
 * than its last one. Several events on one item are joined under the strongest. Dismissed items, and events on items that the
 * catalog does not have, are left out.
 *
 * @param events In the order they happened.
 * @param rowOf  Row of an id, or undefined.
 * @param now    Milliseconds since 1970.
 * @returns Latest first.
 */
export function profileOf(
  events: readonly Interaction[],
  rowOf: (id: string) => number | undefined,
  now: number,
  { decay, items }: ProfileOptions,
): ProfileEvent[] {
  const dismissed = new Set(events.filter(({ type }) => type === 'dismiss').map(({ id }) => id))
  const joined = new Map<number, { event: Interaction; strongest: number; weight: number }>()
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i]!
    const row = rowOf(event.id)
    if (row === undefined || dismissed.has(event.id)) continue
    const weight = eventWeight(event, now)
    const known = joined.get(row)
    if (!known) {
      if (joined.size < items) joined.set(row, { event, strongest: weight, weight })
    } else {
      known.weight += weight
      if (weight > known.strongest) {
        known.event = event
        known.strongest = weight
      }
    }
  }
  const profile = [...joined].map(([row, { event, weight }], step) => ({ row, event, share: weight * decay ** step }))
  const total = profile.reduce((sum, { share }) => sum + share, 0)
  return profile.map((counted) => ({ ...counted, share: counted.share / total }))
}
