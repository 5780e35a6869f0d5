import { own } from '../own.js'
import { isAway } from './is-away.js'

/** Half of a card for one second: the usual measure of a viewable impression. */
const IMPRESSION_RATIO = 0.5
const IMPRESSION_MS = 1000

interface Place {
  id: string
  ratio: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/**
 * Knows which cards the visitor sees or has seen. Cards are watched by place (an element) and told by item (an id),
 * because a place may show another item later.
 */
export class CardWatcher {
  /** Ids that have been in the viewport since `reset`. */
  readonly seen = new Set<string>()
  /** Some of the shelf itself is in the viewport. */
  shelfVisible = false
  /** The shelf lies where its height may change, and nothing that is seen moves. */
  shelfAway = false
  readonly #impressed = new Set<string>()
  readonly #places = new Map<Element, Place>()
  readonly #observer: IntersectionObserver
  readonly #onImpression: (id: string) => void

  constructor(shelf: Element, onImpression: (id: string) => void, onShelf: () => void) {
    this.#onImpression = onImpression
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const { target, isIntersecting, intersectionRatio } = entry
          if (target === shelf) {
            this.shelfVisible = isIntersecting
            this.shelfAway = isAway(entry)
            onShelf()
          } else {
            const place = this.#places.get(target)
            // a sliver has a ratio that rounds to 0, and is seen all the same
            if (place) this.#note(place, isIntersecting ? intersectionRatio || Number.EPSILON : 0)
          }
        }
      },
      own({ threshold: [0, IMPRESSION_RATIO] }),
    )
    this.#observer.observe(shelf)
  }

  /** Watches exactly these cards; `ids[i]` is what `cards[i]` shows now. */
  watch(cards: readonly Element[], ids: readonly string[]): void {
    for (const [card, place] of this.#places) {
      if (cards.includes(card)) continue
      this.#observer.unobserve(card)
      clearTimeout(place.timer)
      this.#places.delete(card)
    }
    cards.forEach((card, position) => {
      const id = ids[position] ?? ''
      const place = this.#places.get(card)
      if (!place) {
        this.#places.set(card, { id, ratio: 0, timer: undefined })
        this.#observer.observe(card)
      } else if (place.id !== id) {
        place.id = id
        this.#note(place)
      }
    })
  }

  /** Another question: nothing of its answer has been seen yet. */
  reset(): void {
    this.seen.clear()
    this.#impressed.clear()
    for (const place of this.#places.values()) {
      clearTimeout(place.timer)
      // no item's id: the next `watch` takes note of what is there then
      place.id = ''
    }
  }

  disconnect(): void {
    this.#observer.disconnect()
    for (const { timer } of this.#places.values()) clearTimeout(timer)
    this.#places.clear()
  }

  /** `ratio` is absent when the place shows another item, which then has its second before it. */
  #note(place: Place, ratio = place.ratio): void {
    place.ratio = ratio
    clearTimeout(place.timer)
    const { id } = place
    if (ratio > 0) this.seen.add(id)
    if (ratio < IMPRESSION_RATIO || this.#impressed.has(id)) return
    place.timer = setTimeout(() => {
      this.#impressed.add(id)
      this.#onImpression(id)
    }, IMPRESSION_MS)
  }
}
