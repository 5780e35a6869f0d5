import { cardOf, DEFAULT_NEIGHBOURS } from '../pack/neighbours.js'
import type { NeighboursRow, NeighboursStamp, Store } from '../store/store.js'
import type { Item, ItemId, RecommenderState } from '../types.js'

export interface NeighbourKeeperParts {
  readonly store: Store
  /** The catalog's address; null where its neighbours are made elsewhere, or cannot be told from others'. */
  readonly catalogKey: string | null
  /** What the rows of now were read from; undefined where a page has changed them since, or nobody can tell. */
  stampOf(): NeighboursStamp | undefined
  items(): Iterable<Item | null>
  /** Items like this one for a visitor without history, best first. */
  similar(id: ItemId, limit: number): readonly Item[]
  /** Why this visit keeps none. */
  onUnkept(thrown: unknown): void
}

/** Nobody has asked anything, and no state has changed, for this long. */
const IDLE_MS = 1000
const ROWS_A_WRITE = 32
/** A row takes some 10 ms of the worker: what is still missing is made by later visits. */
const ROWS_A_VISIT = 2000

/**
 * Makes the items like each item in idle time, one by one, and keeps them, so that the next visit's page draws its first shelf
 * itself while its worker starts (`store/kept-neighbours`). All rows, not those that were asked about: what is kept tells nothing
 * of where the visitor has been.
 */
export class NeighbourKeeper {
  readonly #parts: NeighbourKeeperParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #rowsLeft = ROWS_A_VISIT
  /** Counts changes: a run ends when its own has passed. */
  #run = 0
  /** The stamp under which every row is kept. */
  #done: string | undefined

  constructor(parts: NeighbourKeeperParts) {
    this.#parts = parts
  }

  /** Called with every state: a whole catalog that has not moved for a while is worth keeping neighbours of. */
  heed({ phase, items: { embedded, total } }: RecommenderState): void {
    this.pause()
    const isWhole = phase === 'ready' && total > 0 && embedded >= total
    if (isWhole && this.#parts.catalogKey !== null && this.#rowsLeft > 0) {
      this.#timer = setTimeout(() => void this.#make(this.#run), IDLE_MS)
    }
  }

  /** A question, a page that is left: begun again with the next state. */
  pause(): void {
    this.#run++
    clearTimeout(this.#timer)
  }

  async #make(run: number): Promise<void> {
    const { store, catalogKey, stampOf } = this.#parts
    const stamp = stampOf()
    // without a version the next page could not tell whether they still hold
    if (catalogKey === null || !(stamp?.etag ?? stamp?.lastModified)) return
    const key = JSON.stringify(stamp)
    if (this.#done === key) return
    try {
      const kept = await store.openNeighbours(catalogKey, stamp)
      if (!kept) return
      const missing = [...this.#parts.items()].filter((item) => item !== null && !kept.has(item.id)) as Item[]
      for (let start = 0; start < missing.length && this.#rowsLeft > 0; start += ROWS_A_WRITE) {
        const rows = await this.#rows(missing.slice(start, start + ROWS_A_WRITE), run)
        if (rows.length > 0 && !(await store.writeNeighbours(catalogKey, stamp, rows))) return
        if (this.#run !== run) return
        this.#rowsLeft -= rows.length
      }
      this.#done = key
    } catch (thrown) {
      // the visit goes without; a store that was closed meanwhile, with the page, is no fault
      this.#rowsLeft = 0
      if (this.#run === run) this.#parts.onUnkept(thrown)
    }
  }

  /** One row a task, so that a question waits for one at the most; fewer rows when something else has come up. */
  async #rows(items: readonly Item[], run: number): Promise<NeighboursRow[]> {
    const rows: NeighboursRow[] = []
    for (const { id, title } of items) {
      await new Promise((resolve) => setTimeout(resolve))
      if (this.#run !== run) break
      rows.push({ id, title, cards: this.#parts.similar(id, DEFAULT_NEIGHBOURS).map(cardOf) })
    }
    return rows
  }
}
