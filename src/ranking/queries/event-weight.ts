import type { Interaction, InteractionType } from '../../types.js'

/** How much an event says, by kind (docs/decisions/026-history-as-a-path.md). A dismissal is no evidence of interest. */
export const EVENT_WEIGHT: Readonly<Record<InteractionType, number>> = { view: 1, click: 1, cart: 4, purchase: 6, dismiss: 0 }

const SESSION_HALF_LIFE_MS = 30 * 60_000
const LASTING_HALF_LIFE_MS = 14 * 24 * 3_600_000
/** An older event counts as one of then: of a history that is decades old (a clock that began in 1970) something is to be left. */
const OLDEST_MS = 365 * 24 * 3_600_000

/**
 * What an event counts now: its kind's weight, half of which fades with the session (half-life 30 minutes) and half with
 * the weeks (14 days). An event from the future (a clock was set back) counts as one of now.
 */
export function eventWeight(event: Interaction, now: number): number {
  const ageMs = Math.min(OLDEST_MS, Math.max(0, now - event.at))
  const recency = 0.5 * 2 ** (-ageMs / SESSION_HALF_LIFE_MS) + 0.5 * 2 ** (-ageMs / LASTING_HALF_LIFE_MS)
  return EVENT_WEIGHT[event.type] * recency
}
