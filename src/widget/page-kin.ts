import { LitElement, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { Source, Status } from '../client/answer.js'
import type { PagekinError } from '../errors.js'
import { kebab, OPTIONS, type OptionName } from '../options.js'
import type { Device, HistoryMode, ItemId, Level, Recommendation, Recommender, Rules, StorageKind, Where } from '../types.js'
import { AT_REST } from './carousel.js'
import { LateShelf } from './late-shelf.js'
import type { LoadClient } from './load-client.js'
import { languageOf, messagesFor } from './messages.js'
import { styles } from './page-kin.styles.js'
import { readEngineOptions, readSettings, readValue, type Settings, unknownAttributes, warnOfNearMisses } from './settings.js'
import { shelfView } from './shelf-view.js'

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
 * from it, or from the one that a promise brings; it is not disposed) and `items` (the catalog's rows). Shelves with equal engine options share one recommender.
 * A shelf asks as soon as it is within 400 px of the viewport. That notes one `view` of `item`; following a link notes a
 * `click`, dismissing a card a `dismiss`.
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
  /** How this copy gets its client; set before the tag is defined. */
  declare static load: LoadClient
  static override styles = styles
  static override properties: PropertyDeclarations = {
    ...optionProperties(),
    recommender: { attribute: false },
    items: { attribute: false },
  }

  declare catalog: string | undefined
  declare pack: string | undefined
  declare fields: Readonly<Record<string, string>> | undefined
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
  declare minConfidence: number | undefined
  declare exclude: readonly ItemId[] | undefined
  declare rules: Rules | undefined
  declare theme: Settings['theme'] | undefined
  declare withReason: boolean | undefined
  declare withDismiss: boolean | undefined
  declare recommender: Recommender | PromiseLike<Recommender> | undefined
  declare items: readonly unknown[] | undefined

  readonly #shelf = new LateShelf(this, () => PageKin.load())
  #settings = readSettings({})
  #internals: ElementInternals | undefined

  get status(): Status {
    return this.#shelf.answer.status
  }

  /** The rung of the answer ladder that the shown answer came from. */
  get level(): Level {
    return this.#shelf.answer.level
  }

  get error(): PagekinError | undefined {
    return this.#shelf.answer.error
  }

  /** What is on screen, in its order. */
  get recommendations(): readonly Recommendation[] {
    return this.#shelf.controller?.shelf.shown ?? []
  }

  /** Asks again; the answer replaces what is shown. */
  refresh(): void {
    this.#shelf.refresh()
  }

  /** Scrolls a carousel on by the cards that fit. */
  next(): void {
    this.#shelf.controller?.row.page(1)
  }

  previous(): void {
    this.#shelf.controller?.row.page(-1)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#checkAttributes()
    this.#shelf.connect()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#shelf.disconnect()
  }

  protected override willUpdate(): void {
    const options = this.#options()
    this.#settings = readSettings(options)
    this.#shelf.follow(this.#source(options), this.#settings)
  }

  protected override render(): TemplateResult {
    const { answer, controller } = this.#shelf
    const { withReason, withDismiss } = this.#settings
    const lang = languageOf(this)
    const messages = messagesFor(lang, this.#shelf.texts)
    return shelfView({
      settings: this.#settings,
      answer,
      shown: controller?.cards(messages, lang) ?? [],
      context: {
        messages,
        withReason,
        withDismiss,
        onSelect: (event, position) => controller?.select(event, position),
        onDismiss: (position) => controller?.dismiss(position),
      },
      ends: controller?.row.ends ?? AT_REST,
      hasLinks: Array.from(this.children).some((child) => !child.slot),
      isWaiting: controller?.isWaiting ?? false,
      reservesRoom: controller?.reservesRoom ?? answer.status !== 'error',
      announcement: controller?.announcement(messages) ?? '',
      onPage: (step) => controller?.row.turnPage(step),
      onScroll: () => controller?.row.measure(),
      onKey: (event) => this.#settings.layout !== 'list' && controller?.row.onKey(event),
      onSlotChange: () => this.requestUpdate(),
    })
  }

  protected override updated(): void {
    this.#shelf.controller?.drawn()
    this.#internals ??= this.attachInternals?.()
    const states = this.#internals?.states
    states?.clear()
    states?.add(this.status)
  }

  /** What the properties hold, as an object of its own. */
  #options(): Record<OptionName, unknown> {
    return Object.fromEntries(OPTIONS.map(({ name }) => [name, this[name]])) as Record<OptionName, unknown>
  }

  #source(given: Record<OptionName, unknown>): Source | undefined {
    const { recommender, items } = this
    if (recommender) return { recommender }
    const options = readEngineOptions(given)
    if (Array.isArray(items)) return { recommender: undefined, options: { ...options, items } }
    return options.catalog || options.pack ? { recommender: undefined, options } : undefined
  }

  /** What an unknown attribute was meant to be, the client knows; without it there is no warning, since the shelf says enough. */
  #checkAttributes(): void {
    const unknown = unknownAttributes(this.getAttributeNames())
    if (unknown.length === 0) return
    PageKin.load().then(
      ({ nearestOption }) => warnOfNearMisses(unknown, nearestOption),
      () => undefined,
    )
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-kin': PageKin
  }
}
