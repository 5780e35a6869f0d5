import { isInteraction, isMeant } from '../interaction.js'
import type { Interaction, WhichEvents } from '../types.js'

const KEY = 'pagekin-history'
const MAX_EVENTS = 200
const MAX_DISMISSALS = 1000

/** History of this tab: sessionStorage lives as long as the tab and is seen by no other. Where it is forbidden, nothing is kept. */
export const sessionHistory = {
  read(): Interaction[] {
    try {
      const parsed: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
      return Array.isArray(parsed) ? parsed.filter(isInteraction) : []
    } catch {
      return []
    }
  },

  append(interaction: Interaction): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(latest([...this.read(), interaction])))
    } catch {
      // storage is forbidden or full: the engine still knows the event for as long as this page lives
    }
  },

  forget(which: WhichEvents): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.read().filter((interaction) => !isMeant(interaction, which))))
    } catch {
      // storage is forbidden: there is nothing to forget
    }
  },

  clear(): void {
    try {
      sessionStorage.removeItem(KEY)
    } catch {
      // storage is forbidden: there is nothing to remove
    }
  },
}

/** What was dismissed stays dismissed, whatever is done afterwards; it is noted once an item. */
function latest(history: readonly Interaction[]): Interaction[] {
  const dismissals = new Map(history.filter(({ type }) => type === 'dismiss').map((event) => [event.id, event]))
  const kept = new Set([...dismissals.values()].slice(-MAX_DISMISSALS))
  const events = history.filter(({ type }) => type !== 'dismiss').slice(-MAX_EVENTS)
  for (const event of events) kept.add(event)
  return history.filter((event) => kept.has(event))
}
