import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { Source, Status } from '../client/live-answer.js'
import type { CreateRecommender } from '../client/shared.js'
import { PagekinError } from '../errors.js'
import { kebab, OPTIONS } from '../options.js'
import type { Device, HistoryMode, ItemId, Level, Recommendation, Recommender, StorageKind, Where } from '../types.js'
import { cardsInView, moveFocus, type ScrollEnds, scrollEnds, scrollPage } from './carousel.js'
import { languageOf, messagesFor } from './messages.js'
import { styles } from './page-kin.styles.js'
import { readEngineOptions, readSettings, readValue, type Settings, warnOfNearMisses } from './settings.js'
import { ShelfController } from './shelf-controller.js'
import { shelfView } from './shelf-view.js'

/** A row glides for about that long after its button was pressed. */
const GLIDE_MS = 600

/** Attributes and properties of all options. Objects and lists are not written back as attributes. */
function optionProperties(): PropertyDeclarations {
  return Object.fromEntries(
    OPTIONS.map((spec) => [
      spec.name,
      {
        attribute: kebab(spec.name),
        reflect: spec.kind !== 'json' && spec.kind !== 'list',
        converter: {
          fromAttribute: (raw: string | null) => readValue(spec, raw),
          toAttribute: (value: unknown) => (value === true ? '' : value === false || value === undefined ? null : String(value)),
        },
      },
    ]),
  )
}

/**
 * `<page-kin>`: a shelf of recommendations.
 *
 * Attributes and properties are those of `OPTIONS` (src/options.ts), plus the properties `recommender` (answers come
 * from it; it is not disposed) and `items` (the catalog's rows). Shelves with equal engine options share one recommender.
 * Setting `item` notes one `view` of it; following a link notes a `click`, dismissing a card a `dismiss`.
 *
 * Slots: default (links that are shown until the first answer, and kept when there is none), `heading`, `empty`, `error`.
 * Parts: base header heading nav nav-prev nav-next viewport list item media initial image body link title price
 * availability reason dismiss skeleton filler message empty error progress status.
 * States: `:state(idle)`, `:state(loading)`, `:state(ready)`, `:state(empty)`, `:state(error)`.
 *
 * | variable | default | what it sets |
 * |---|---|---|
 * | `--kin-columns` | by width: 2 to 5 | cards side by side |
 * | `--kin-gap` | 1rem | room between cards |
 * | `--kin-card-inline-size` | by columns | width of a card in a carousel |
 * | `--kin-padding` | 0 | room inside a card |
 * | `--kin-radius` | 0.75rem | corners of card and image |
 * | `--kin-shadow` | none | shadow of a card |
 * | `--kin-image-aspect` | 1 | width / height of the image |
 * | `--kin-image-fit` | cover | how the image fills its box |
 * | `--kin-image-background` | a tint of the text colour | behind the image |
 * | `--kin-list-image-size` | 5rem | width of the image in a list |
 * | `--kin-font` | the page's | font family |
 * | `--kin-color-text` | the page's | text |
 * | `--kin-color-muted` | the text's, fainter | reason, message |
 * | `--kin-color-surface` | none | behind a card |
 * | `--kin-color-border` | the text's, faint | round buttons |
 * | `--kin-color-accent` | a blue | progress |
 * | `--kin-color-focus` | the accent | focus ring |
 * | `--kin-heading-size`, `--kin-heading-weight` | 1.35rem, 650 | heading |
 * | `--kin-title-size`, `--kin-title-weight`, `--kin-title-lines` | 0.95rem, 450, 2 | title |
 * | `--kin-price-size`, `--kin-price-weight` | 0.95rem, 650 | price, or brand where there is none |
 * | `--kin-nav-size` | 2.5rem | buttons of the carousel |
 * | `--kin-skeleton` | a tint of the text colour | skeletons |
 * | `--kin-transition` | 0.25s ease | movement of the image |
 * | `--kin-scroll-padding` | 4px | where a card of a carousel comes to rest |
 */
export class PageKin extends LitElement {
  static readonly version = __PAGEKIN_VERSION__
  /** How this copy makes a recommender; set before the tag is defined. */
  static create: CreateRecommender = () =>
    Promise.reject(new PagekinError('usage', '<page-kin>: the class is used alone: set `recommender`, or import pagekin/element'))
  static override styles = styles
  static override properties: PropertyDeclarations = {
    ...optionProperties(),
    recommender: { attribute: false },
    items: { attribute: false },
  }

  declare catalog: string | undefined
  declare encoder: string | undefined
  declare device: Device | undefined
  declare storage: StorageKind | undefined
  declare history: HistoryMode | undefined
  declare maxItemsPerVisit: number | undefined
  declare assets: string | undefined
  declare mode: Settings['mode'] | undefined
  declare item: ItemId | undefined
  declare query: string | undefined
  declare limit: number | undefined
  declare layout: Settings['layout'] | undefined
  declare heading: string | undefined
  declare headingLevel: number | undefined
  declare where: Where | undefined
  declare diversity: number | undefined
  declare exclude: readonly ItemId[] | undefined
  declare theme: Settings['theme'] | undefined
  declare withReason: boolean | undefined
  declare withDismiss: boolean | undefined
  declare recommender: Recommender | undefined
  declare items: readonly unknown[] | undefined

  readonly #controller = new ShelfController(this, (options) => PageKin.create(options))
  #settings = readSettings({})
  #resize: ResizeObserver | undefined
  #internals: ElementInternals | undefined
  #ends: ScrollEnds = { atStart: true, atEnd: true }
  #announcement = ''
  #answersDrawn = 0

  get status(): Status {
    return this.#controller.answer.status
  }

  /** The rung of the answer ladder that the shown answer came from. */
  get level(): Level {
    return this.#controller.answer.level
  }

  get error(): PagekinError | undefined {
    return this.#controller.answer.error
  }

  /** What is on screen, in its order. */
  get recommendations(): readonly Recommendation[] {
    return this.#controller.shelf.shown
  }

  /** Asks again; the answer replaces what is shown. */
  refresh(): void {
    this.#controller.refresh()
  }

  /** Scrolls a carousel on by the cards that fit. */
  next(): void {
    this.#page(1)
  }

  previous(): void {
    this.#page(-1)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    warnOfNearMisses(this.attributes)
    this.#controller.connect()
    this.#resize = new ResizeObserver(this.#measure)
    this.#resize.observe(this)
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#controller.disconnect()
    this.#resize?.disconnect()
  }

  protected override willUpdate(): void {
    const values = this as unknown as Readonly<Record<string, unknown>>
    this.#settings = readSettings(values)
    this.#controller.use(this.#source(values))
    this.#controller.ask(this.#settings)
    if (this.#answersDrawn !== this.#controller.answers) this.#announceAnswer()
  }

  protected override render(): TemplateResult {
    const { shelf, answer, isWaiting, reservesRoom } = this.#controller
    const { withReason, withDismiss } = this.#settings
    const lang = languageOf(this)
    return shelfView({
      settings: this.#settings,
      answer,
      shown: shelf.shown,
      context: {
        messages: messagesFor(lang),
        lang,
        withReason,
        withDismiss,
        onSelect: (event, position) => this.#controller.select(event, position),
        onDismiss: this.#dismiss,
      },
      ends: this.#ends,
      hasLinks: Array.from(this.children).some((child) => !child.slot),
      isWaiting,
      reservesRoom,
      announcement: this.#announcement,
      onPage: this.#turnPage,
      onScroll: this.#measure,
      onKey: this.#onKey,
      onSlotChange: () => this.requestUpdate(),
    })
  }

  protected override updated(): void {
    const { answers } = this.#controller
    if (this.#answersDrawn !== answers) {
      this.#answersDrawn = answers
      this.#list?.scrollTo({ left: 0, behavior: 'instant' })
    }
    this.#controller.watch(this.#cards())
    this.#internals ??= this.attachInternals?.()
    const states = this.#internals?.states
    states?.clear()
    states?.add(this.status)
    requestAnimationFrame(this.#measure)
  }

  #source({ items }: Readonly<Record<string, unknown>>): Source | undefined {
    if (this.recommender) return { recommender: this.recommender }
    const options = readEngineOptions(this as unknown as Readonly<Record<string, unknown>>)
    if (Array.isArray(items)) return { options: { ...options, items } }
    return options.catalog ? { options } : undefined
  }

  get #list(): Element | null | undefined {
    return this.shadowRoot?.querySelector('ul')
  }

  #cards(): Element[] {
    return [...(this.shadowRoot?.querySelectorAll('ul:not([aria-hidden]) > li:not([aria-hidden])') ?? [])]
  }

  readonly #measure = (): void => {
    const list = this.#list
    const ends = list && !list.ariaHidden ? scrollEnds(list) : { atStart: true, atEnd: true }
    if (ends.atStart === this.#ends.atStart && ends.atEnd === this.#ends.atEnd) return
    this.#ends = ends
    this.requestUpdate()
  }

  #page(step: 1 | -1): void {
    if (this.#list) scrollPage(this.#list, step)
  }

  readonly #turnPage = (step: 1 | -1): void => {
    this.#page(step)
    setTimeout(() => {
      if (!this.#list) return
      const cards = this.#cards()
      const { first, last } = cardsInView(this.#list, cards)
      this.#announce(`${first + 1}–${last + 1} / ${cards.length}`)
    }, GLIDE_MS)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#settings.layout === 'list') return
    const links = this.shadowRoot?.querySelectorAll<HTMLElement>('a') ?? []
    if (moveFocus(event, [...links])) event.preventDefault()
  }

  /** The button goes with its card: the focus moves to the one that took its place, or to the last. */
  readonly #dismiss = async (position: number): Promise<void> => {
    this.#controller.dismiss(position)
    await this.updateComplete
    const buttons = [...(this.shadowRoot?.querySelectorAll<HTMLElement>('.dismiss') ?? [])]
    if (!this.shadowRoot?.activeElement) buttons[Math.min(position, buttons.length - 1)]?.focus()
  }

  /** A search is the visitor's own act and is answered aloud; a shelf that fills by itself keeps quiet. */
  #announceAnswer(): void {
    const messages = messagesFor(languageOf(this))
    this.#announcement = this.#settings.mode === 'search' ? `${messages.results}: ${this.recommendations.length}` : ''
  }

  #announce(text: string): void {
    this.#announcement = text
    this.requestUpdate()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-kin': PageKin
  }
}
