import { isInteraction, isMeant } from '../interaction.js'
import type { Interaction, WhichEvents } from '../types.js'

export const HISTORY_KEY = 'pagekin-history'
/** Of the tab, too: the addresses that were asked for a catalog. */
export const DISCOVERED = 'pagekin-discovered'
const MAX_EVENTS = 200
const MAX_DISMISSALS = 1000

/** Of this page: what may not be stored. */
let unstored: Interaction[] = []

/** History of this tab: sessionStorage lives as long as the tab and is seen by no other. Where it is forbidden, nothing is kept. */
export const sessionHistory = {
  read(): Interaction[] {
    return [...readStored(), ...unstored]
  },

  append(interaction: Interaction, mayStore = true): void {
    unstored = [...unstored, interaction]
    if (mayStore) this.store()
    else unstored = latest(unstored)
  },

  /** What was recorded before it might be stored is stored now. */
  store(): void {
    write(this.read())
    unstored = []
  },

  /** Takes back into memory what an earlier page has stored. */
  hold(): void {
    unstored = latest(this.read())
    remove()
  },

  forget(which: WhichEvents): void {
    unstored = unstored.filter((interaction) => !isMeant(interaction, which))
    const stored = readStored()
    if (stored.some((interaction) => isMeant(interaction, which))) write(stored.filter((interaction) => !isMeant(interaction, which)))
  },

  clear(): void {
    unstored = []
    remove()
  },
}

function readStored(): Interaction[] {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(HISTORY_KEY) ?? '[]')
    return Array.isArray(parsed) ? latest(parsed.filter(isInteraction)) : []
  } catch {
    return []
  }
}

function write(history: readonly Interaction[]): void {
  try {
    sessionStorage.setItem(HISTORY_KEY, JSON.stringify(latest(history)))
  } catch {
    // storage is forbidden or full: the engine still knows the event for as long as this page lives
  }
}

function remove(): void {
  try {
    sessionStorage.removeItem(HISTORY_KEY)
    sessionStorage.removeItem(DISCOVERED)
  } catch {
    // storage is forbidden: there is nothing to remove
  }
}

/** What was dismissed stays dismissed, whatever is done afterwards; it is noted once an item. */
function latest(history: readonly Interaction[]): Interaction[] {
  const dismissals = new Map(history.filter(({ type }) => type === 'dismiss').map((event) => [event.id, event]))
  const kept = new Set([...dismissals.values()].slice(-MAX_DISMISSALS))
  const events = history.filter(({ type }) => type !== 'dismiss').slice(-MAX_EVENTS)
  for (const event of events) kept.add(event)
  return history.filter((event) => kept.has(event))
}
