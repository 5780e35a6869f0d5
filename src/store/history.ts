import { PagekinError, withoutCode } from '../errors.js'
import { isInteraction, isMeant } from '../interaction.js'
import type { Interaction, StorageKind, WhichEvents } from '../types.js'
import { Gate } from './gate.js'
import { HistoryDatabase } from './history-database.js'
import { isHeld, toStorageError } from './storage-error.js'

const LIMIT = 1000

/**
 * What the visitor did: the last 1,000 events, and beside them the last 1,000 dismissals, one an item, which no number of
 * later events pushes out. On the device they expire after 180 days. Calls reject with `usage` for what is no interaction, and with `aborted` after `dispose`.
 */
export interface History {
  readonly kind: StorageKind
  /** Why memory, when `persist` was asked for. */
  readonly reason: string | undefined
  /** Oldest first. */
  read(): Promise<Interaction[]>
  /** Durable when it resolves, unless the browser refuses to store: then kept for this visit, and `reason` says why. */
  append(interaction: Interaction): Promise<void>
  /** Deletes the events that are meant. `stored`: on the device, too. */
  forget(which: WhichEvents, stored: boolean): Promise<void>
  /** While held nothing is written to the device or read from it; afterwards what was kept meanwhile is stored. Never rejects. */
  hold(isHeld: boolean): Promise<void>
  /** Deletes the database. Rejects with `storage-blocked` while another tab holds it open. */
  clear(): Promise<void>
  /** For the back/forward cache; the next call opens the database again. */
  suspend(): void
  /** After `suspend`: finds out whether the history was cleared meanwhile. */
  resume(): void
  dispose(): void
}

export interface OpenHistoryOptions {
  /** On this device, in a database of its own; else in memory. */
  readonly persist: boolean
  /** Nothing may be stored before `hold` says otherwise. What an earlier visit has stored is deleted. */
  readonly held?: boolean
  /** Called when somebody else, as another tab, has deleted the database. */
  readonly onCleared?: () => void
}

/** Opens nothing yet: the first call does. */
export function openHistory({ persist, held = false, onCleared }: OpenHistoryOptions): History {
  const history = new InteractionHistory(persist, held, onCleared)
  // what another tab keeps open is deleted with its next page
  if (held) void history.clear().catch(() => undefined)
  return history
}

class InteractionHistory implements History {
  readonly #database: HistoryDatabase
  readonly #gate = new Gate()
  readonly #persist: boolean
  #isHeld: boolean
  #failure: PagekinError | undefined
  #events: Interaction[] = []
  #dismissals = new Map<string, Interaction>()

  constructor(persist: boolean, isHeld: boolean, onCleared: (() => void) | undefined) {
    this.#persist = persist
    this.#isHeld = isHeld
    this.#database = new HistoryDatabase(LIMIT, onCleared)
  }

  get kind(): StorageKind {
    return this.#persist && !this.#isHeld && !this.#failure ? 'indexeddb' : 'memory'
  }

  get reason(): string | undefined {
    return this.#failure && withoutCode(this.#failure.message)
  }

  read(): Promise<Interaction[]> {
    return this.#gate.pass(async () => {
      const stored = await this.#readDatabase()
      return [...stored, ...this.#events, ...this.#dismissals.values()].sort((a, b) => a.at - b.at)
    })
  }

  append(interaction: Interaction): Promise<void> {
    return this.#gate.pass(async () => {
      if (!isInteraction(interaction)) {
        throw new PagekinError('usage', `history: received ${JSON.stringify(interaction)}, expected { type, id, at }`)
      }
      // three fields and no more: nothing else that a caller's object carries is kept
      const { type, id, at } = interaction
      if (this.#mayUseDatabase) await this.#store([{ type, id, at }])
      else this.#keep({ type, id, at })
    })
  }

  forget(which: WhichEvents, stored: boolean): Promise<void> {
    return this.#gate.passAlone(async () => {
      this.#events = this.#events.filter((event) => !isMeant(event, which))
      for (const [id, event] of this.#dismissals) if (isMeant(event, which)) this.#dismissals.delete(id)
      if (!stored || !this.#mayUseDatabase) return
      await this.#database
        .delete((value) => isInteraction(value) && isMeant(value, which))
        .catch((thrown) => Promise.reject(toStorageError(thrown)))
    })
  }

  clear(): Promise<void> {
    return this.#gate.passAlone(async () => {
      this.#events = []
      this.#dismissals.clear()
      try {
        // also without `persist`: an earlier visit may have had it
        await this.#database.destroy()
      } catch (thrown) {
        // where storage is denied there is nothing that this page could delete
        if (isHeld(thrown) || this.kind === 'indexeddb') throw toStorageError(thrown)
      }
    })
  }

  hold(isHeld: boolean): Promise<void> {
    return this.#gate.passAlone(async () => {
      this.#isHeld = isHeld
      if (this.#mayUseDatabase) await this.#store([])
    })
  }

  suspend(): void {
    this.#database.close()
  }

  resume(): void {
    this.#database.reopen()
  }

  dispose(): void {
    void this.#gate.close().then(() => this.#database.close())
  }

  /** A full database is still read, and may have room again. */
  get #mayUseDatabase(): boolean {
    return this.#persist && !this.#isHeld && (!this.#failure || this.#failure.code === 'storage-full')
  }

  /** With what was kept in memory while there was no room. */
  async #store(interactions: readonly Interaction[]): Promise<void> {
    const waiting = [...this.#events, ...this.#dismissals.values(), ...interactions]
    this.#events = []
    this.#dismissals.clear()
    try {
      for (; waiting[0]; waiting.shift()) await this.#database.append(waiting[0])
      this.#failure = undefined
    } catch (thrown) {
      this.#failure = toStorageError(thrown)
      for (const event of waiting) this.#keep(event)
    }
  }

  async #readDatabase(): Promise<Interaction[]> {
    if (!this.#mayUseDatabase) return []
    try {
      return await this.#database.read()
    } catch (thrown) {
      this.#failure = toStorageError(thrown)
      return []
    }
  }

  #keep(interaction: Interaction): void {
    if (interaction.type !== 'dismiss') {
      this.#events.push(interaction)
      if (this.#events.length > LIMIT) this.#events.shift()
      return
    }
    this.#dismissals.set(interaction.id, interaction)
    if (this.#dismissals.size <= LIMIT) return
    const oldest = [...this.#dismissals.values()].reduce((first, next) => (next.at < first.at ? next : first))
    this.#dismissals.delete(oldest.id)
  }
}
