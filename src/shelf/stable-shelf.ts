import type { ItemId, Recommendation } from '../types.js'
import type { Answer } from './answer.js'
import { keepVisible } from './keep-visible.js'

/** What the visitor can see of a shelf. */
export interface Sight {
  /** Ids of cards that are, or were, in view. */
  readonly seen: ReadonlySet<ItemId>
  readonly shelfVisible: boolean
}

/** The list on screen: follows the answers to a question without moving what the visitor sees. */
export class StableShelf {
  shown: readonly Recommendation[] = []
  readonly #dismissed = new Set<ItemId>()
  #generation = -1
  #taken: readonly Recommendation[] | undefined

  get dismissed(): ReadonlySet<ItemId> {
    return this.#dismissed
  }

  /**
   * `first`: the first answer of a generation, all is new. `better`: joined with what was there. `none`: no answer yet.
   * `same`: nothing to draw.
   */
  take(answer: Answer, sight?: Sight): 'first' | 'better' | 'none' | 'same' {
    const { status, recommendations, generation } = answer
    const gone = new Set(answer.withdrawn)
    if (status === 'loading' || status === 'idle') {
      this.shown = []
      this.#taken = undefined
      return 'none'
    }
    const isFirst = generation !== this.#generation
    if (recommendations === this.#taken && (!isFirst || status !== 'error')) return 'same'
    this.#taken = recommendations
    this.#generation = generation
    const fresh = recommendations.filter(({ item }) => !this.#dismissed.has(item.id))
    // a search that turns out to find nothing says so: cards that no answer stands by would be untrue
    const isNew = isFirst || status === 'empty' || !sight?.shelfVisible
    this.shown = isNew ? fresh : keepVisible(this.shown, fresh, this.#positionsOf(sight.seen), gone)
    return isFirst ? 'first' : 'better'
  }

  /** Takes a card away for as long as the shelf lives; those after it move up. */
  dismiss(id: ItemId): void {
    this.#dismissed.add(id)
    this.remove(id)
  }

  /** Takes a card away now; a later answer may bring it back. */
  remove(id: ItemId): void {
    this.shown = this.shown.filter(({ item }) => item.id !== id)
  }

  #positionsOf(ids: ReadonlySet<ItemId>): Set<number> {
    return new Set(this.shown.flatMap(({ item }, position) => (ids.has(item.id) ? [position] : [])))
  }
}
