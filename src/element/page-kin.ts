import { LitElement, type PropertyDeclarations, type PropertyValues, type RenderOptions, type TemplateResult } from 'lit'
import type { PagekinError } from '../errors.js'
import { kebab, OPTIONS, type OptionName } from '../options.js'
import { own } from '../own.js'
import type { Source, Status } from '../shelf/answer.js'
import { isBlank } from '../shelf/blank.js'
import type { CardView } from '../shelf/card-text.js'
import { AT_REST } from '../shelf/carousel.js'
import { mayHavePast } from '../shelf/has-past.js'
import { languageOf, type Messages, messagesFor } from '../shelf/messages.js'
import { warnUsage } from '../shelf/warn.js'
import type { Device, HistoryMode, ItemId, LearnMode, Level, Recommendation, Recommender, Rules, StorageKind, Where } from '../types.js'
import { LateShelf } from './late-shelf.js'
import type { LoadClient } from './load-client.js'
import { styles } from './page-kin.styles.js'
import { readEngineOptions, readSettings, readValue, type Settings, unknownAttributes, warnOfNearMisses } from './settings.js'
import { shelfView } from './shelf-view.js'

/** Attributes and properties of all options. Objects and lists are not written back as attributes. */
function optionProperties(): PropertyDeclarations {
  return Object.fromEntries(
    OPTIONS.map((spec) => [
      spec.name,
      // without a prototype: Lit would read `state` and `hasChanged` from a page's `Object.prototype`
      own({
        attribute: kebab(spec.name),
        reflect: spec.kind !== 'json' && spec.kind !== 'list',
        converter: own({
          fromAttribute: (raw: string | null) => readValue(spec, raw),
          toAttribute: (value: unknown) => (value === true ? '' : value === false || value === undefined ? null : String(value)),
        }),
      }),
    ]),
  )
}

/**
 * `<page-kin>`: a shelf of recommendations. docs/reference.md lists its attributes, events, slots, parts and CSS variables.
 *
 * Attributes and properties are those of `OPTIONS` (src/options.ts). Shelves with equal engine options share one recommender.
 * A shelf asks as soon as it is within 400 px of the viewport, and records one `view` of `item`. Following a link records a
 * `click`, dismissing a card a `dismiss`.
 */
export class PageKin extends LitElement {
  static readonly version = __PAGEKIN_VERSION__
  /** How this copy gets its client; set before the tag is defined. */
  declare static load: LoadClient
  /** Attributes that an element gets, as it comes to the page, where it lacks them. */
  static defaults: Iterable<readonly [name: string, value: string]> = []
  static override styles = styles
  static override shadowRootOptions: ShadowRootInit = own({ mode: 'open' as const })
  static override properties: PropertyDeclarations = {
    ...optionProperties(),
    recommender: own({ attribute: false }),
    items: own({ attribute: false }),
  }

  declare catalog: string | undefined
  declare pack: string | undefined
  declare discover: 'auto' | 'off' | undefined
  declare interactions: string | readonly unknown[] | undefined
  declare fields: Readonly<Record<string, string>> | undefined
  declare currency: string | undefined
  declare encoder: string | undefined
  declare device: Device | undefined
  declare storage: StorageKind | undefined
  declare history: HistoryMode | undefined
  declare learn: LearnMode | undefined
  declare consent: 'implied' | 'required' | undefined
  declare maxItemsPerVisit: number | undefined
  declare maxBytesPerVisit: number | undefined
  declare padding: number | undefined
  declare measure: boolean | undefined
  declare assets: string | undefined
  declare mode: Settings['mode'] | undefined
  declare item: ItemId | undefined
  declare seeds: readonly ItemId[] | undefined
  declare fallbackModes: readonly Settings['mode'][] | undefined
  declare query: string | undefined
  declare limit: number | undefined
  declare layout: Settings['layout'] | undefined
  declare heading: string | undefined
  declare headingLevel: number | undefined
  declare where: Where | undefined
  declare same: readonly string[] | undefined
  declare different: readonly string[] | undefined
  declare not: readonly string[] | undefined
  declare like: string | undefined
  declare cheaper: boolean | undefined
  declare neutral: readonly string[] | undefined
  declare ignore: readonly string[] | undefined
  declare steer: boolean | undefined
  declare diversity: number | undefined
  declare explore: number | undefined
  declare minConfidence: number | undefined
  declare budget: number | undefined
  declare exclude: readonly ItemId[] | undefined
  declare rules: Rules | undefined
  declare messages: Partial<Messages> | undefined
  declare theme: Settings['theme'] | undefined
  declare withReason: boolean | undefined
  declare withDismiss: boolean | undefined
  /** Answers come from it, instead of from one that the element starts. It is not disposed. */
  declare recommender: Recommender | PromiseLike<Recommender> | undefined
  /** The catalog's rows, instead of its address. */
  declare items: readonly unknown[] | undefined

  override readonly renderOptions: RenderOptions = own({ host: this })
  readonly #shelf = new LateShelf(this, () => PageKin.load())
  #settings = readSettings({})
  #internals: ElementInternals | undefined
  #isBlank = false
  /** Nothing to list, as the page began, and nothing listed since: no room is kept for it. */
  #isBare = false
  #shown: readonly CardView[] = []

  /** `idle`, `loading`, `ready`, `empty` or `error`. */
  get status(): Status {
    return this.#shelf.answer.status
  }

  /** What the shown answer was made with. */
  get level(): Level {
    return this.#shelf.answer.level
  }

  /** Why there is no answer, or no better one. */
  get error(): PagekinError | undefined {
    return this.#shelf.answer.error
  }

  /** What is on screen, in order. */
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

  /** Scrolls a carousel back by the cards that fit. */
  previous(): void {
    this.#shelf.controller?.row.page(-1)
  }

  override connectedCallback(): void {
    this.#quietly(() => {
      // the shelf of a tag has what that tag says, be it the second of the page
      if (!this.hasAttribute('data-kin-embed'))
        for (const [name, value] of PageKin.defaults) if (!this.hasAttribute(name)) this.setAttribute(name, value)
      super.connectedCallback()
      warnOfNearMisses(unknownAttributes(this.getAttributeNames()))
      this.#shelf.connect()
      this.requestUpdate()
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#shelf.disconnect()
  }

  protected override performUpdate(): void {
    this.#quietly(() => super.performUpdate())
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const options = this.#options()
    this.#settings = readSettings(options)
    if (changed.has('mode')) this.#isBare = !this.recommender && !this.fallbackModes && !mayHavePast(this.#settings.mode, this.history)
    this.#shelf.follow(this.#source(options), this.#settings)
    this.#settings = own({ ...this.#settings, mode: this.#shelf.controller?.mode ?? this.#settings.mode })
  }

  protected override render(): TemplateResult {
    const { answer, controller } = this.#shelf
    const { layout } = this
    const { mode, withReason, withDismiss } = this.#settings
    const lang = languageOf(this)
    const messages = messagesFor(lang, this.#shelf.textsIn(lang), this.#settings.messages)
    controller?.drawSteps(messages)
    const shown = controller?.cards(messages, lang) ?? []
    this.#shown = shown
    const all = Array.from(this.children)
    const children = all.filter(({ localName }) => localName !== 'template')
    const fallbacks = ['', answer.status === 'error' ? 'error' : 'empty']
    const hasFallback = children.some(({ slot }) => fallbacks.includes(slot))
    if (shown.length > 0 || hasFallback) this.#isBare = false
    // a visitor who has steered can take it back
    this.#isBlank = this.#isBare || (!controller?.isSteered && isBlank(mode, answer.status, shown.length, hasFallback))
    return shelfView({
      settings: layout === undefined && controller?.isPictureless ? { ...this.#settings, layout: 'list' } : this.#settings,
      answer,
      shown,
      drawing: this.#shelf.drawing,
      context: {
        messages,
        withReason,
        withDismiss,
        mode,
        hasTemplate: children.length < all.length,
        onSelect: (event, position) => controller?.select(event, position),
        onDismiss: (position) => controller?.dismiss(position),
      },
      ends: controller?.row.ends ?? AT_REST,
      hasLinks: children.some(({ slot }) => !slot),
      isBlank: this.#isBlank,
      isWaiting: controller?.isWaiting ?? false,
      reservesRoom: this.#shelf.reservesRoom && !this.#isBare,
      announcement: controller?.announcement(messages) ?? '',
      wishes: controller?.wishes(messages) ?? [],
      onTakeBack: (position) => controller?.takeBack(position),
      onForgetAll: () => controller?.forgetAll(),
      onPage: (step) => controller?.row.turnPage(step),
      onScroll: () => controller?.row.measure(),
      onKey: (event) => this.#settings.layout !== 'list' && controller?.row.onKey(event),
      onSlotChange: () => this.requestUpdate(),
    })
  }

  protected override updated(): void {
    this.#shelf.controller?.drawn(this.#shown)
    this.#internals ??= attachInternals(this)
    const states = this.#internals?.states
    try {
      states?.clear()
      states?.add(this.status)
      if (this.#isBlank && !this.#shelf.reservesRoom) states?.add('collapsed')
    } catch {
      // before version 125 Chrome takes no such names: styles alone miss them
    }
  }

  /** A page that lacks or has replaced what a shelf needs keeps its links, and gets one warning instead of an exception. */
  #quietly(work: () => void): void {
    try {
      work()
    } catch (thrown) {
      warnUsage(`<page-kin>: this page does not let it be drawn: ${thrown}`)
      this.shadowRoot?.replaceChildren(document.createElement('slot'))
    }
  }

  /** What the properties hold, as an object of its own. */
  #options(): Record<OptionName, unknown> {
    const options = Object.fromEntries(OPTIONS.map(({ name }) => [name, this[name]])) as Record<OptionName, unknown>
    if (this.mode === 'search') options.query ??= searchedFor()
    return options
  }

  #source(given: Record<OptionName, unknown>): Source | undefined {
    const { recommender, items } = this
    if (recommender) return { recommender }
    const options = readEngineOptions(given)
    if (Array.isArray(items)) return { recommender: undefined, options: { ...options, items } }
    return options.catalog || options.pack || options.discover === 'auto' ? { recommender: undefined, options } : undefined
  }
}

/** What a form of the site sent to this page, by the names that sites use. */
function searchedFor(): string | undefined {
  const sent = new URLSearchParams(location.search)
  return sent.get('q') ?? sent.get('query') ?? sent.get('s') ?? undefined
}

/** Without them the element has no states for style sheets, and all else. */
function attachInternals(element: HTMLElement): ElementInternals | undefined {
  try {
    return element.attachInternals()
  } catch {
    return undefined
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-kin': PageKin
  }
}
