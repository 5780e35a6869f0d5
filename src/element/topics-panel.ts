/** topics.js: what `<page-kin-topics>` draws. Fetched by pages that have one. */

import { PagekinError } from '../errors.js'
import { languageOf } from '../shelf/messages.js'
import { safeUrl } from '../shelf/safe-url.js'
import { warnOf } from '../shelf/warn.js'
import type { ItemId, Recommender, Topic, TopicPlace, Topics } from '../types.js'
import { BorrowedRecommender, type Lend } from './borrowed-recommender.js'
import { emit } from './events.js'
import { facetTexts } from './facet-texts.js'
import type { LatePanel } from './load-client.js'
import { makeElement } from './make-element.js'
import type { MapView } from './map-view.js'
import { PanelShelf, panelRoot, type RecommenderOf } from './panel-shelf.js'
import { topicTexts } from './topic-texts.js'
import { TopicTree } from './topic-tree.js'

const STYLES = `
ul { list-style: none; margin: 0; padding: 0; }
.tree ul { margin-inline-start: 1.25rem; }
.row { display: flex; gap: .5rem; align-items: baseline; padding: .3125rem .5rem; min-block-size: 2rem; border-radius: .375rem; cursor: pointer; }
.sign { flex: none; inline-size: 1rem; text-align: center; }
[aria-expanded] > .row > .sign::before { content: '+'; }
[aria-expanded='true'] > .row > .sign::before { content: '−'; }
.name { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.count { color: var(--_muted); font-size: .875em; font-variant-numeric: tabular-nums; }
.row:hover { background: color-mix(in srgb, currentColor 7%, transparent); }
[aria-selected='true'] > .row { font-weight: 600; background: color-mix(in srgb, currentColor 12%, transparent); }
[role=treeitem]:focus { outline: 0; }
[role=treeitem]:focus-visible > .row { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: -2px; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; min-block-size: 2.5rem; }
.left { flex: 1; margin: 0; color: var(--_muted); font-size: .875rem; }
.items li { padding-block: .375rem; border-block-end: 1px solid var(--_border); overflow-wrap: anywhere; }
a { color: inherit; }
button { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid var(--_border); border-radius: 2rem; padding: .25rem .75rem; min-block-size: 2rem; cursor: pointer; }
.more { border: 0; padding-inline: 0; text-decoration: underline; }
:is(button, a):focus-visible { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: 2px; }
[hidden] { display: none; }
.parts { container-type: inline-size; }
.with-map { display: grid; gap: 1rem; }
@container (inline-size > 44rem) { .with-map { grid-template-columns: minmax(12rem, 1fr) minmax(0, 2.5fr); } .with-map .tree { max-block-size: 85vh; overflow: auto; } }
@media (forced-colors: active) { [aria-selected='true'] > .row { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
`
/** Items of a topic before a visitor asks for more. */
const SHOWN = 12
/** Items that the visitor looked at last, drawn into the map. */
const PATH = 30
/** Of a topic's items: these come first, the most typical one before the others. */
const TYPICAL = 100

/** What `<page-kin-topics>` is: a tree of topics, by which a visitor narrows a shelf or opens a list of items. */
export class TopicsPanel implements LatePanel {
  readonly #host: HTMLElement
  readonly #root: ShadowRoot
  readonly #borrowed: BorrowedRecommender
  /** With `for`. */
  readonly #beside: PanelShelf | undefined
  readonly #tree = new TopicTree((id) => void this.#choose(id === this.#chosen ? undefined : id))
  readonly #clear = makeElement('button', { type: 'button', part: 'clear', hidden: '' })
  readonly #left = makeElement('p', { class: 'left', part: 'left', role: 'status' })
  readonly #items = makeElement('ul', { class: 'items', part: 'items', hidden: '' })
  readonly #more = makeElement('button', { type: 'button', part: 'more', class: 'more', hidden: '' })
  /** With `view="map"`. */
  #map: Promise<MapView> | undefined
  #revision = -1
  #recommender: Recommender | undefined
  #stop: (() => void) | undefined
  #answer: Topics = { topics: [], items: 0, by: 'words' }
  #chosen: string | undefined
  /** What is asked of the recommender now; an earlier answer is late. */
  #call = 0
  /** As `#call`, of sizes alone. */
  #counts = 0
  /** What the tree was made of. */
  #made = ''
  #places: readonly TopicPlace[] = []
  #shown = SHOWN

  constructor(host: HTMLElement, lend: Lend, recommenderOf: RecommenderOf) {
    this.#host = host
    this.#borrowed = new BorrowedRecommender(host, lend)
    if (host.hasAttribute('for')) this.#beside = new PanelShelf(host, recommenderOf, () => this.#besideOthers())
    const bar = makeElement('div', { class: 'bar' })
    bar.append(this.#left, this.#clear)
    const both = makeElement('div', {})
    both.append(this.#tree.element)
    if (host.getAttribute('view') === 'map') {
      both.className = 'with-map'
      this.#map = this.#loadMap(both)
      this.#map.catch((thrown) => this.#warn(thrown))
    }
    const parts = makeElement('div', { class: 'parts' })
    parts.append(both)
    this.#root = panelRoot(host, STYLES)
    this.#root.replaceChildren(parts, bar, this.#items, this.#more)
    this.#clear.addEventListener('click', () => {
      void this.#choose(undefined)
      this.#tree.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    })
    this.#more.addEventListener('click', () => {
      const first = this.#items.childElementCount
      this.#shown += 4 * SHOWN
      this.#drawItems()
      this.#items.children[first]?.querySelector('a')?.focus()
    })
    this.#items.addEventListener('click', ({ target }) => {
      const id = (target as Element).closest<HTMLElement>('[data-id]')?.dataset.id
      if (id !== undefined) this.#recommender?.record({ type: 'click', id })
    })
  }

  async connect(given: Recommender | PromiseLike<Recommender> | undefined): Promise<void> {
    this.disconnect()
    this.#onMap((map) => map.connect())
    if (this.#beside) return this.#beside.connect()
    try {
      this.#use(await (given ?? this.#borrowed.get()))
    } catch (thrown) {
      this.#warn(thrown)
    }
  }

  disconnect(): void {
    this.#beside?.disconnect()
    this.#stop?.()
    this.#borrowed.release()
    this.#onMap((map) => map.disconnect())
    this.#recommender = undefined
    this.#call++
  }

  #use(recommender: Recommender | undefined): void {
    if (!recommender || !this.#host.isConnected || recommender === this.#recommender) return
    this.#stop?.()
    this.#recommender = recommender
    this.#made = ''
    this.#stop = recommender.subscribe(() => this.#follow())
    this.#follow()
  }

  #besideOthers(): void {
    const { recommender } = this.#beside!
    if (recommender === this.#recommender) void this.#count()
    else this.#use(recommender)
  }

  /** Asks again when the catalog has other items; and once meaning is known of half of them, unless the visitor has chosen by then. */
  #follow(): void {
    const { items, revision } = this.#recommender!.getState()
    const { total, embedded } = items
    if (this.#map && revision !== this.#revision) {
      this.#revision = revision
      void this.#followVisitor()
    }
    const made = `${total} ${this.#chosen !== undefined || 2 * embedded >= total}`
    if (made === this.#made || !total) return
    this.#made = made
    void this.#ask()
  }

  async #ask(): Promise<void> {
    const call = ++this.#call
    this.#busy(!this.#places.length)
    try {
      const isList = !this.#beside
      const places = isList || this.#map !== undefined
      const answer = await this.#recommender!.topics({ items: isList ? TYPICAL : 0, places })
      const counted = (await this.#counted()) ?? answer
      if (call !== this.#call) return
      const before = named(this.#answer.topics, this.#chosen)
      this.#answer = counted
      this.#places = answer.places ?? []
      this.#tree.draw(counted.topics, topicTexts(languageOf(this.#host)).topics)
      this.#onMap((map) => map.draw(answer.topics, this.#places))
      if (this.#map) void this.#followVisitor()
      const chosen = named(answer.topics, this.#chosen)
      if (this.#chosen !== undefined) await this.#choose(chosen && chosen.name === before?.name ? chosen.id : undefined)
    } catch (thrown) {
      if (call === this.#call) this.#warn(thrown)
    }
    this.#busy(false)
  }

  async #choose(id: string | undefined): Promise<void> {
    const call = ++this.#call
    this.#chosen = id
    this.#shown = SHOWN
    this.#tree.mark(id)
    this.#onMap((map) => map.mark(id))
    try {
      const { where } = id === undefined ? {} : await this.#recommender!.topics({ topic: id, items: 0 })
      if (call !== this.#call) return
      this.#beside?.narrow(where ? [where] : [])
      const { topic, items } = this.#drawLeft()
      if (!this.#beside) this.#drawItems()
      emit(this.#host, 'kin-choose', { chosen: topic ? { topic: [topic.name] } : {}, items, ...(where && { where }) })
    } catch (thrown) {
      if (call === this.#call) this.#warn(thrown)
    }
  }

  #drawLeft(): { readonly topic: Topic | undefined; readonly items: number } {
    const topic = named(this.#answer.topics, this.#chosen)
    const items = topic?.size ?? this.#answer.items
    this.#left.textContent = topic ? `${topic.name}: ${items}` : ''
    this.#clear.textContent = facetTexts(languageOf(this.#host)).clear
    this.#clear.hidden = !topic
    return { topic, items }
  }

  /** The topics with the items that the site and the other panels leave; undefined if these leave all. */
  #counted(): Promise<Topics> | undefined {
    const where = this.#beside?.around()
    return where && this.#recommender!.topics({ items: 0, where })
  }

  async #count(): Promise<void> {
    const count = ++this.#counts
    try {
      const answer = await (this.#counted() ?? this.#recommender!.topics({ items: 0 }))
      if (count !== this.#counts || !this.#recommender) return
      this.#answer = answer
      this.#tree.count(answer.topics)
      this.#drawLeft()
    } catch (thrown) {
      if (count === this.#counts) this.#warn(thrown)
    }
  }

  /** The items of the chosen topic, as links. */
  #drawItems(): void {
    const topic = named(this.#answer.topics, this.#chosen)
    const rank = new Map(topic?.items.map((id, place) => [id, place]))
    const rankOf = ({ item }: TopicPlace) => rank.get(item) ?? rank.size
    const own = topic ? this.#places.filter(({ id }) => id.startsWith(`${topic.id}.`)).sort((a, b) => rankOf(a) - rankOf(b)) : []
    this.#items.ariaLabel = topic?.name ?? ''
    this.#items.hidden = !own.length
    this.#items.replaceChildren(
      ...own.slice(0, this.#shown).map(({ item, title, url }) => {
        const row = makeElement('li', { part: 'item' })
        const href = safeUrl(url, document.baseURI, 'link')
        row.append(makeElement(href ? 'a' : 'span', { dir: 'auto', 'data-id': item, ...(href && { href }) }, title))
        return row
      }),
    )
    this.#more.textContent = facetTexts(languageOf(this.#host)).more
    this.#more.hidden = own.length <= this.#shown
  }

  async #loadMap(into: HTMLElement): Promise<MapView> {
    const { MAP_STYLES, MapView } = await import('./map-view.js')
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(MAP_STYLES)
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets, sheet]
    const events = {
      onChoose: (id: string) => void this.#choose(id === this.#chosen ? undefined : id),
      onFollow: (id: ItemId) => this.#recommender?.record({ type: 'click', id }),
    }
    const map = new MapView(events, languageOf(this.#host))
    into.append(map.element)
    return map
  }

  #onMap(act: (map: MapView) => void): void {
    this.#map?.then(act, () => undefined)
  }

  /** The first map of a large catalog takes seconds. */
  #busy(isBusy: boolean): void {
    this.#onMap((map) => {
      map.element.ariaBusy = String(isBusy)
    })
  }

  /** The visitor's way on the map. */
  async #followVisitor(): Promise<void> {
    try {
      const recent = await this.#recommender!.list('recent', { limit: PATH })
      this.#onMap((map) => map.follow(recent.map(({ item }) => item.id).reverse()))
    } catch (thrown) {
      if (this.#recommender) this.#warn(thrown)
    }
  }

  #warn(thrown: unknown): void {
    warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-topics>'))
  }
}

function named(among: readonly Topic[], id: string | undefined): Topic | undefined {
  for (const one of among) {
    if (one.id === id) return one
    if (id?.startsWith(`${one.id}.`)) return named(one.children, id)
  }
  return undefined
}
