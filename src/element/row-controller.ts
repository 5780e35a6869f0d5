import { own } from '../own.js'
import { AT_REST, cardsInView, moveFocus, type ScrollEnds, scrollEnds, scrollPage } from './carousel.js'
import type { ShelfHost } from './shelf-host.js'

/** A row glides for about that long after its button was pressed. */
const GLIDE_MS = 600

/** The cards as the visitor moves through them: scrolls their row, knows its ends, leads the focus, says what came into view. */
export class RowController {
  ends: ScrollEnds = AT_REST
  /** What the last turn of a page brought into view. */
  announcement = ''
  readonly #host: ShelfHost
  #resize: ResizeObserver | undefined

  constructor(host: ShelfHost) {
    this.#host = host
  }

  connect(): void {
    this.#resize = new ResizeObserver(this.measure)
    this.#resize.observe(this.#host)
  }

  disconnect(): void {
    this.#resize?.disconnect()
  }

  /** The elements of the cards that are shown, without the ones that only keep room. */
  cards(): Element[] {
    return [...(this.#host.shadowRoot?.querySelectorAll('ul:not([aria-hidden]) > li:not([aria-hidden])') ?? [])]
  }

  page(step: 1 | -1): void {
    if (this.#list) scrollPage(this.#list, step)
  }

  /** As `page`, by the visitor's own hand. */
  readonly turnPage = (step: 1 | -1): void => {
    this.page(step)
    setTimeout(() => {
      if (!this.#list) return
      const cards = this.cards()
      const { first, last } = cardsInView(this.#list, cards)
      this.announcement = `${first + 1}–${last + 1} / ${cards.length}`
      this.#host.requestUpdate()
    }, GLIDE_MS)
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const links = this.#host.shadowRoot?.querySelectorAll<HTMLElement>('a') ?? []
    if (moveFocus(event, [...links])) event.preventDefault()
  }

  toStart(): void {
    this.#list?.scrollTo(own({ left: 0, behavior: 'instant' as const }))
  }

  readonly measure = (): void => {
    const list = this.#list
    const ends = list && !list.ariaHidden ? scrollEnds(list) : AT_REST
    if (ends.atStart === this.ends.atStart && ends.atEnd === this.ends.atEnd) return
    this.ends = ends
    this.#host.requestUpdate()
  }

  /** The button goes with its card: the focus moves to the one that took its place, or to the last. */
  async keepFocus(position: number): Promise<void> {
    await this.#host.updateComplete
    const buttons = [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('.dismiss') ?? [])]
    if (!this.#host.shadowRoot?.activeElement) buttons[Math.min(position, buttons.length - 1)]?.focus()
  }

  get #list(): Element | null | undefined {
    return this.#host.shadowRoot?.querySelector('ul')
  }
}
