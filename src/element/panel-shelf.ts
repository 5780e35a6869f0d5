import { warnUsage } from '../shelf/warn.js'
import type { Recommender, Rules, Where } from '../types.js'

type PageKin = HTMLElementTagNameMap['page-kin']

/** What answers a shelf, once something does. */
export type RecommenderOf = (shelf: Element) => Recommender | undefined

/** Of any shelf. */
const ANSWERS = ['kin-ready', 'kin-empty']

/** Of every panel beside a shelf: the colours and the font of the page. */
const STYLES = `
:host { display: block; color: var(--kin-color-text, inherit); font-family: var(--kin-font, inherit); --_border: var(--kin-color-border, color-mix(in srgb, currentColor 18%, transparent)); --_muted: var(--kin-color-muted, color-mix(in srgb, currentColor 72%, transparent)); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
`

interface Filter {
  readonly where?: Where | undefined
  readonly rules?: Rules | undefined
}

/** What a panel adds to the filter of its shelf. */
interface Addition {
  readonly wheres: readonly Where[]
  readonly rules?: Rules | undefined
  /** What the other panels count among. */
  readonly among: readonly Where[]
}

/** What narrows a shelf: the site's own filter, and what each panel adds to it. */
interface Narrowed {
  own: Filter
  written: Filter
  readonly by: Map<string, Addition>
  /** Called when what they count among is another. */
  readonly followers: Set<() => void>
}

/** Kept at the shelf: panels come in files of their own. */
const NARROWED = Symbol.for('pagekin.narrowed')

/** The shadow root that a panel is drawn in. */
export function panelRoot(host: HTMLElement, styles: string): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLES + styles)
  root.adoptedStyleSheets = [sheet]
  return root
}

/** The shelf that `for` names, or the first of the page; undefined while there is none. */
export function shelfOf(host: HTMLElement): PageKin | undefined {
  const id = host.getAttribute('for')
  const shelf = id === null ? document.querySelector('page-kin') : document.getElementById(id)
  return shelf?.localName === 'page-kin' ? (shelf as PageKin) : undefined
}

/** Tells the site's developers that a panel has no shelf. */
export function warnOfNoShelf(host: HTMLElement, or = ''): void {
  const id = host.getAttribute('for')
  const received = id === null ? 'nothing' : `"${id}"`
  warnUsage(`<${host.localName}>: for: received ${received}, expected the id of a <page-kin>${or}`)
}

/** The shelf that a panel stands beside, and its recommender: both may come later, and the recommender may be another one. */
export class PanelShelf {
  readonly #host: HTMLElement
  readonly #recommenderOf: RecommenderOf
  readonly #onChange: () => void
  #shelf: PageKin | undefined
  #recommender: Recommender | undefined
  #stop: (() => void) | undefined
  #total = -1

  /** @param onChange Called once there is a recommender, when the number of its items has changed, and when another panel narrows the shelf. */
  constructor(host: HTMLElement, recommenderOf: RecommenderOf, onChange: () => void) {
    this.#host = host
    this.#recommenderOf = recommenderOf
    this.#onChange = onChange
  }

  /** Undefined before there is one; it stays when the element is moved. */
  get shelf(): PageKin | undefined {
    return this.#shelf
  }

  get recommender(): Recommender | undefined {
    return this.#recommender
  }

  connect(): void {
    for (const name of ANSWERS) document.addEventListener(name, this.#follow)
    this.#follow()
    if (!this.#shelf) warnOfNoShelf(this.#host)
  }

  disconnect(): void {
    for (const name of ANSWERS) document.removeEventListener(name, this.#follow)
    this.#stop?.()
    this.#recommender = undefined
  }

  /** The site's own filter with what the other panels leave. What the site has set since a panel wrote is its own. */
  around(): Where | undefined {
    const { own, by } = this.#narrowed()
    return all([own.where, ...[...by].flatMap(([name, { among }]) => (name === this.#host.localName ? [] : among))])
  }

  /**
   * Adds these to the site's own filter and the other panels', in place of what this panel added before.
   *
   * @param among What the other panels count among, if not the same.
   */
  narrow(wheres: readonly Where[], { rules, among = wheres }: { readonly rules?: Rules; readonly among?: readonly Where[] } = {}): void {
    const narrowed = this.#narrowed()
    const { own, by, followers } = narrowed
    const before = by.get(this.#host.localName)?.among ?? []
    by.set(this.#host.localName, { wheres, rules, among })
    const added = [...by.values()]
    const given = added.map((one) => one.rules).filter(Boolean)
    narrowed.written = {
      where: all([own.where, ...added.flatMap((one) => one.wheres)]),
      rules: given.length > 0 ? Object.assign({}, own.rules, ...given) : own.rules,
    }
    Object.assign(this.#shelf!, narrowed.written)
    if (JSON.stringify(among) === JSON.stringify(before)) return
    for (const follow of followers) if (follow !== this.#onChange) follow()
  }

  #narrowed(): Narrowed {
    const shelf = this.#shelf as PageKin & { [NARROWED]?: Narrowed }
    const { where, rules } = shelf
    shelf[NARROWED] ??= { own: {}, written: {}, by: new Map(), followers: new Set() }
    const narrowed = shelf[NARROWED]
    const { own, written } = narrowed
    narrowed.own = { where: where === written.where ? own.where : where, rules: rules === written.rules ? own.rules : rules }
    return narrowed
  }

  readonly #follow = (): void => {
    this.#shelf = shelfOf(this.#host) ?? this.#shelf
    const recommender = this.#shelf && this.#recommenderOf(this.#shelf)
    if (!recommender || recommender === this.#recommender) return
    this.#stop?.()
    this.#recommender = recommender
    this.#total = -1
    const unsubscribe = recommender.subscribe(this.#onState)
    const { followers } = this.#narrowed()
    followers.add(this.#onChange)
    this.#stop = () => {
      unsubscribe()
      followers.delete(this.#onChange)
    }
    this.#onState()
  }

  readonly #onState = (): void => {
    const { total } = this.#recommender!.getState().items
    if (total === this.#total) return
    this.#total = total
    this.#onChange()
  }
}

function all(given: readonly (Where | undefined)[]): Where | undefined {
  const wheres = given.filter((where) => where !== undefined)
  return wheres.length > 1 ? { all: wheres } : wheres[0]
}

/** The texts of an attribute with commas between. */
export function listIn(raw: string | null): string[] {
  return (raw ?? '').split(',').flatMap((text) => text.trim() || [])
}
