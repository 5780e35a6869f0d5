import { own } from '../own.js'
import { AT_REST, cardsInView, moveFocus, type ScrollEnds, scrollEnds, scrollPage } from './carousel.js'

/** A row glides for about that long after its button was pressed. */
const GLIDE_MS = 600

/** What a row of cards is drawn in. */
export interface RowHost {
  /** Holds the list, once it is drawn. */
  root(): ParentNode | null | undefined
  redraw(): void
  /** Resolves when what was asked for last is drawn. */
  drawn(): Promise<unknown>
}

/** The cards as the visitor moves through them: scrolls their row, knows its ends, leads the focus, says what came into view. */
export class RowController {
  ends: ScrollEnds = AT_REST
  /** What the last turn of a page brought into view. */
  announcement = ''
  readonly #host: RowHost
  #resize: ResizeObserver | undefined

  constructor(host: RowHost) {
    this.#host = host
  }

  /** `box`: its size says how many cards fit. */
  connect(box: Element): void {
    this.#resize = new ResizeObserver(this.measure)
    this.#resize.observe(box)
  }

  disconnect(): void {
    this.#resize?.disconnect()
  }

  /** The elements of the cards that are shown, without the ones that only keep room. */
  cards(): Element[] {
    return [...(this.#host.root()?.querySelectorAll('ul:not([aria-hidden]) > li:not([aria-hidden])') ?? [])]
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
      this.#host.redraw()
    }, GLIDE_MS)
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const links = this.#host.root()?.querySelectorAll<HTMLElement>('a') ?? []
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
    this.#host.redraw()
  }

  /** The button goes with its card: the focus moves to the one that took its place, or to the last. */
  async keepFocus(position: number): Promise<void> {
    await this.#host.drawn()
    const buttons = [...(this.#host.root()?.querySelectorAll<HTMLElement>('li > button') ?? [])]
    if (!this.#host.root()?.querySelector(':focus')) buttons[Math.min(position, buttons.length - 1)]?.focus()
  }

  get #list(): Element | null | undefined {
    return this.#host.root()?.querySelector('ul')
  }
}
