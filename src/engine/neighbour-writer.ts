import { cardOf, DEFAULT_NEIGHBOURS } from '../pack/neighbours.js'
import type { NeighboursRow, NeighboursStamp, Store } from '../store/store.js'
import type { Item, ItemId, Recommendation, RecommenderState } from '../types.js'

export interface NeighbourWriterParts {
  readonly store: Store
  /** The catalog's address; null if a pack has its neighbours, or the catalog has no address. */
  readonly catalogKey: string | null
  /**
   * The version of the catalog and what its neighbours are made from; undefined if unknown, or if a page has changed the rows since. As
   * soon as every item has a vector it is another: what was made before is made anew.
   */
  stampOf(): NeighboursStamp | undefined
  /** While items are embedded, those that have a vector. */
  items(): Iterable<Item>
  /** Items like this one for a visitor without history, best first. */
  similar(id: ItemId, limit: number): readonly Pick<Recommendation, 'item'>[]
  /** Called with the reason when the store fails: this visit writes no more. */
  onUnkept(thrown: unknown): void
}

/** The state has not changed for this long, so nobody has asked anything. */
const IDLE_MS = 1000
/** While items are embedded the state never rests: then so long after the last time. */
const EMBEDDING_MS = 10_000
const ROWS_A_WRITE = 32
/** Limits the time a visit spends on it; later visits make the rest. */
const ROWS_A_VISIT = 2000

/**
 * Makes the items like each item in idle time, one by one, and writes them into the store. The page of the next visit draws its
 * first shelf from them while its worker starts (`store/kept-neighbours`). It makes them for all rows, so that the store does not
 * reveal where the visitor has been.
 */
export class NeighbourWriter {
  readonly #parts: NeighbourWriterParts
  #timer: ReturnType<typeof setTimeout> | undefined
  #rowsLeft = ROWS_A_VISIT
  /** Beside the embedding, which gives it no quiet moment. */
  #isBeside = false
  /** Counts states: a run ends when the number is no longer its own. */
  #run = 0
  /** The stamp under which every row is kept. */
  #done: string | undefined
  #isForgotten = false

  constructor(parts: NeighbourWriterParts) {
    this.#parts = parts
  }

  /**
   * Called with every state. Begins once the state has rested for a while, or beside the embedding: a visitor may leave before all
   * items have a vector.
   */
  heed({ phase, items: { embedded, total } }: RecommenderState): void {
    const isEmbedding = phase === 'embedding' && embedded > 0
    if (isEmbedding && this.#isBeside) return
    this.pause()
    if (this.#isForgotten) return
    if (!(phase === 'ready' || isEmbedding) || total === 0 || this.#parts.catalogKey === null || this.#rowsLeft === 0) return
    this.#isBeside = isEmbedding
    this.#timer = setTimeout(() => void this.#make(this.#run), isEmbedding ? EMBEDDING_MS : IDLE_MS)
  }

  /** Stops until the next state. */
  pause(): void {
    this.#run++
    this.#isBeside = false
    clearTimeout(this.#timer)
  }

  /** What was kept has been deleted. Nothing is kept until `remember`. */
  forget(): void {
    this.pause()
    this.#done = undefined
    this.#isForgotten = true
  }

  remember(): void {
    this.#isForgotten = false
  }

  async #make(run: number): Promise<void> {
    const { store, catalogKey, stampOf } = this.#parts
    const stamp = stampOf()
    // without a version the next page cannot tell whether they are up to date
    if (catalogKey === null || !(stamp?.etag ?? stamp?.lastModified)) return
    const key = JSON.stringify(stamp)
    if (this.#done === key) return
    try {
      const kept = await store.openNeighbours(catalogKey, stamp)
      if (!kept) return
      const missing = [...this.#parts.items()].filter(({ id }) => !kept.has(id))
      for (let start = 0; start < missing.length && this.#rowsLeft > 0; start += ROWS_A_WRITE) {
        const rows = await this.#rows(missing.slice(start, start + ROWS_A_WRITE), run)
        if (rows.length > 0 && !(await store.writeNeighbours(catalogKey, stamp, rows))) return
        if (this.#run !== run) return
        this.#rowsLeft -= rows.length
      }
      if (this.#isBeside) this.#isBeside = false
      else this.#done = key
    } catch (thrown) {
      // a store that was closed together with the page is no fault
      this.#rowsLeft = 0
      if (this.#run === run) this.#parts.onUnkept(thrown)
    }
  }

  /** One row per task, so that a question waits for one row at most. Returns fewer rows if it is stopped. */
  async #rows(items: readonly Item[], run: number): Promise<NeighboursRow[]> {
    const rows: NeighboursRow[] = []
    for (const { id, title } of items) {
      await new Promise((resolve) => setTimeout(resolve))
      if (this.#run !== run) break
      rows.push({ id, title, cards: this.#parts.similar(id, DEFAULT_NEIGHBOURS).map(({ item }) => cardOf(item)) })
    }
    return rows
  }
}
