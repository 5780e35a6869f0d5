import type { Interaction, InteractionType, WhichEvents } from './types.js'

export const INTERACTION_TYPES: ReadonlySet<unknown> = new Set<InteractionType>(['view', 'click', 'cart', 'purchase', 'dismiss'])

/** No `Date` is farther from 1970. */
const MOST_MS = 8.64e15

/** Checks what storage or a caller gave: any script of the page may have written it. */
export function isInteraction(value: unknown): value is Interaction {
  if (typeof value !== 'object' || value === null) return false
  const { type, id, at } = value as Record<string, unknown>
  return INTERACTION_TYPES.has(type) && typeof id === 'string' && typeof at === 'number' && Math.abs(at) <= MOST_MS
}

export function isMeant({ type, id, at }: Interaction, { ids, types, since, until }: WhichEvents): boolean {
  if (at < (since ?? at) || at > (until ?? at)) return false
  return (ids === undefined || (typeof ids === 'string' ? [ids] : ids).includes(id)) && (types?.includes(type) ?? true)
}
