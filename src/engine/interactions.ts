import { PagekinError } from '../errors.js'
import { isMeant } from '../interaction.js'
import type { ItemInteractions } from '../log/summary-of-log.js'
import type { EngineConfig } from '../protocol.js'
import { type InteractionSummary, moveSummary } from '../ranking/scorers/interaction-summary.js'
import type { History } from '../store/history.js'
import type { Interaction, WhichEvents } from '../types.js'
import type { CatalogRows } from './catalog-rows.js'
import type { StateBoard } from './state-board.js'

export interface InteractionsParts {
  readonly rows: CatalogRows
  readonly history: History
  readonly board: StateBoard
  /** `interactions`: those of this visit before the engine started. */
  readonly config: Pick<EngineConfig, 'interactions' | 'persistHistory'>
}

/** The interactions of this visitor, and those of many visitors by row of the current catalog. */
export class Interactions {
  readonly #parts: InteractionsParts
  #own: Interaction[]
  /** What comes before this moment is of earlier visits. */
  #since = 0
  #known: ItemInteractions | null = null
  #summary: InteractionSummary | null = null

  constructor(parts: InteractionsParts) {
    this.#parts = parts
    this.#own = [...parts.config.interactions]
  }

  /** Of this visitor, oldest first. */
  get own(): readonly Interaction[] {
    return this.#own
  }

  /** Of many visitors; null before any are learnt. Made when first asked for after a change. */
  get summary(): InteractionSummary | null {
    if (!this.#known) return null
    const { rows } = this.#parts
    const { ids, summary } = this.#known
    this.#summary ??= moveSummary(
      summary,
      Int32Array.from(ids, (id) => rows.rowOf(id) ?? -1),
      rows.size,
    )
    return this.#summary
  }

  /** Puts what earlier visits recorded before what this one has. Says whether they recorded anything. */
  async readHistory(): Promise<boolean> {
    const { history, config } = this.#parts
    if (!config.persistHistory) return false
    const stored = await history.read()
    this.#since = (stored.at(-1)?.at ?? -1) + 1
    this.#own = [...stored, ...this.#own]
    return stored.length > 0
  }

  /** Has what is kept of the visitor now, in this tab (`kept`) or on the device, in place of what was. */
  async reread(kept: Interaction[] | undefined): Promise<void> {
    const { history, config, board } = this.#parts
    if (!kept && !config.persistHistory) return
    this.#own = kept ?? (await history.read())
    board.bump()
  }

  /** Whether an event is of this visit, in this tab or on this page. */
  isOfThisVisit(event: Interaction): boolean {
    return event.at >= this.#since
  }

  /** An event that the engine was started with may come once more, when it was recorded while the engine was starting. */
  record(interaction: Interaction): void {
    const { type, id, at } = interaction
    if (this.#own.some((known) => known.at === at && known.id === id && known.type === type)) return
    this.#own.push(interaction)
    const { history, config, board } = this.#parts
    const failed = (thrown: unknown) => board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'storage'))
    if (config.persistHistory) void history.append(interaction).catch(failed)
    board.bump()
  }

  /** Replaces what was known of many visitors: from now on it is a term of `forYou`. */
  learn(interactions: ItemInteractions): void {
    this.#known = interactions
    this.#summary = null
    this.#parts.board.bump()
  }

  /** Rows have come or gone. */
  changed(): void {
    this.#summary = null
  }

  /** Of this visitor. */
  forget(which: WhichEvents): void {
    this.#own = this.#own.filter((interaction) => !isMeant(interaction, which))
  }
}
