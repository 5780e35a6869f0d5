/** privacy.js: what `<page-kin-privacy>` draws. Fetched by pages that have one. */

import { PagekinError } from '../errors.js'
import { languageOf } from '../shelf/messages.js'
import { safeUrl } from '../shelf/safe-url.js'
import { warnOf } from '../shelf/warn.js'
import type { InteractionType, Profile, Recommender } from '../types.js'
import { BorrowedRecommender, type Lend } from './borrowed-recommender.js'
import { type FacetTexts, facetTexts, labelOf } from './facet-texts.js'
import type { LatePanel } from './load-client.js'
import { makeElement } from './make-element.js'
import { panelRoot } from './panel-shelf.js'

type Words = typeof import('../page/visitor-profile.js')

const STYLES = `
h2 { font-size: 1.125rem; margin-block: 0 .5rem; }
h3 { font-size: 1rem; margin-block: 1rem .25rem; }
p { margin-block: .25rem; }
.acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: .25rem 1rem; align-items: center; justify-content: space-between; padding-block: .5rem; border-block-end: 1px solid var(--_border); }
.items { margin-block-start: .75rem; }
.common li { justify-content: start; padding-block: .25rem; border: 0; }
.about { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.what { display: block; color: var(--_muted); font-size: .875em; }
a { color: inherit; }
button { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid var(--_border); border-radius: 2rem; padding: .25rem .75rem; min-block-size: 2rem; cursor: pointer; }
:is(button, a, h2):focus-visible { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: 2px; }
`
/** Items before a visitor asks for more. */
const SHOWN = 10

/** What `<page-kin-privacy>` is: what is known of the visitor, and all that they may do about it. */
export class PrivacyPanel implements LatePanel {
  readonly #host: HTMLElement
  readonly #loadWords: () => Promise<Words>
  readonly #root: ShadowRoot
  readonly #borrowed: BorrowedRecommender
  #words: Words | undefined
  #recommender: Recommender | undefined
  #stop: (() => void) | undefined
  #isAsking = false
  /** What was drawn last was made of it. */
  #drawn = ''
  #profile: Profile | undefined
  #showsAll = false

  /** @param loadWords `profile.js`, which the recommender has fetched too. */
  constructor(host: HTMLElement, lend: Lend, loadWords: () => Promise<Words>) {
    this.#host = host
    this.#loadWords = loadWords
    this.#borrowed = new BorrowedRecommender(host, lend)
    this.#root = panelRoot(host, STYLES)
    this.#root.addEventListener('click', ({ target }) => this.#press((target as Element).closest('button')))
  }

  /** @param given A recommender of the page's own, which is not disposed. */
  async connect(given: Recommender | PromiseLike<Recommender> | undefined): Promise<void> {
    this.disconnect()
    try {
      this.#words = await this.#loadWords()
      this.#use(await (given ?? this.#borrowed.get()))
    } catch (thrown) {
      warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-privacy>'))
    }
  }

  disconnect(): void {
    this.#stop?.()
    this.#borrowed.release()
    this.#recommender = undefined
  }

  #use(recommender: Recommender | undefined): void {
    if (!recommender || !this.#host.isConnected) return
    this.#recommender = recommender
    this.#stop = recommender.subscribe(() => void this.#ask())
    void this.#ask()
  }

  /** Asks again when something that is told may have changed; once more if that happens meanwhile. */
  async #ask(): Promise<void> {
    const recommender = this.#recommender
    if (!recommender || this.#isAsking) return
    const { revision, privacy, items } = recommender.getState()
    const made = JSON.stringify([revision, privacy, items.total])
    if (made === this.#drawn) return
    this.#isAsking = true
    try {
      this.#profile = await recommender.profile({ lang: this.#lang })
      this.#drawn = made
      this.#draw()
    } catch (thrown) {
      this.#drawn = made
      warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-privacy>'))
    } finally {
      this.#isAsking = false
    }
    void this.#ask()
  }

  get #lang(): string {
    return languageOf(this.#host) ?? 'en'
  }

  #press(button: HTMLElement | null): void {
    const recommender = this.#recommender
    const { act, id } = button?.dataset ?? {}
    if (!recommender || !act) return
    const acts: Readonly<Record<string, () => unknown>> = {
      pause: () => recommender.pause(),
      resume: () => recommender.resume(),
      allow: () => recommender.consent(true),
      refuse: () => recommender.consent(false),
      forgetAll: () => recommender.clear({ vectors: false }),
      forget: () => recommender.forget({ ids: id! }),
      download: () => this.#download(),
      more: () => {
        this.#showsAll = true
        this.#draw()
      },
    }
    void (async () => {
      try {
        await acts[act]!()
      } catch (thrown) {
        warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-privacy>'))
      }
    })()
  }

  #download(): void {
    const file = new Blob([JSON.stringify(this.#profile, null, 2)], { type: 'application/json' })
    const link = makeElement('a', { href: URL.createObjectURL(file), download: 'recommendations.json' })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  #draw(): void {
    const profile = this.#profile!
    const lang = this.#lang
    const words = this.#words!
    const texts = words.privacyTexts(lang)
    const more = facetTexts(lang)
    const { privacy, common, events } = profile
    const focused = this.#root.activeElement as HTMLElement | null
    const before = [...this.#root.querySelectorAll<HTMLElement>('button')].indexOf(focused as HTMLElement)
    const state = [...words.sentencesOf(privacy, lang), ...(events.length === 0 ? [texts.nothing] : [])].join(' ')
    const stateLine = this.#root.querySelector('[part=state]') ?? makeElement('p', { part: 'state', role: 'status' })
    // a text that stays is not read out again
    if (stateLine.textContent !== state) stateLine.textContent = state
    const act = (name: 'pause' | 'resume' | 'download' | 'forgetAll' | 'allow' | 'refuse') =>
      makeElement('button', { type: 'button', part: 'button', 'data-act': name }, texts[name])
    const acts = makeElement('div', { class: 'acts', part: 'buttons' })
    acts.append(act(privacy.paused ? 'resume' : 'pause'), act('download'), act('forgetAll'), act(privacy.held ? 'allow' : 'refuse'))
    const box = makeElement('section', { part: 'privacy', 'aria-label': texts.title })
    box.append(makeElement('h2', { part: 'heading', tabindex: '-1' }, texts.title), stateLine, acts)
    if (common.length > 0) {
      const list = makeElement('ul', { class: 'common', part: 'common' })
      list.append(
        ...common.map((value) => {
          const row = makeElement('li', {})
          row.append(makeElement('span', { dir: 'auto' }, sharedText(value, more)))
          return row
        }),
      )
      box.append(makeElement('h3', {}, texts.common), list)
    }
    const entries = itemsOf(events)
    if (entries.length > 0) {
      const moments = words.momentFormat(lang)
      const list = makeElement('ul', { class: 'items', part: 'items' })
      list.append(...(this.#showsAll ? entries : entries.slice(0, SHOWN)).map((entry) => this.#item(entry, texts, moments)))
      box.append(list)
      if (!this.#showsAll && entries.length > SHOWN) {
        box.append(makeElement('button', { type: 'button', part: 'button', class: 'more', 'data-act': 'more' }, more.more))
      }
    }
    this.#root.replaceChildren(box)
    if (!focused) return
    // the button in the place of the one that was pressed
    const buttons = [...box.querySelectorAll('button')]
    const successor = buttons[Math.min(before, buttons.length - 1)] ?? box.querySelector('h2')
    successor?.focus({ preventScroll: true })
  }

  #item({ id, title, url, counts, at }: ItemEntry, texts: ReturnType<Words['privacyTexts']>, moments: Intl.DateTimeFormat): HTMLElement {
    const row = makeElement('li', { part: 'item' })
    const about = makeElement('span', { class: 'about' })
    const href = safeUrl(url, document.baseURI, 'link')
    about.append(makeElement(href ? 'a' : 'span', { dir: 'auto', ...(href && { href }) }, title))
    const did = [...counts].map(([type, count]) => (count > 1 ? `${texts[type]} × ${count}` : texts[type]))
    about.append(makeElement('span', { class: 'what' }, [...did, moments.format(at)].join(' · ')))
    const forget = makeElement('button', { type: 'button', part: 'button', 'data-act': 'forget', 'data-id': id }, texts.forget)
    forget.ariaLabel = `${texts.forget}: ${title}`
    row.append(about, forget)
    return row
  }
}

/** What was done with one item, and when last. */
interface ItemEntry {
  readonly id: string
  readonly title: string
  readonly url: string | undefined
  readonly counts: Map<InteractionType, number>
  readonly at: number
}

/** Latest first. */
function itemsOf(events: Profile['events']): readonly ItemEntry[] {
  const entries = new Map<string, ItemEntry>()
  for (const { type, id, at, title = id, url } of events) {
    const entry = entries.get(id) ?? { id, title, url, counts: new Map<InteractionType, number>(), at }
    entry.counts.set(type, (entry.counts.get(type) ?? 0) + 1)
    entries.set(id, entry)
  }
  return [...entries.values()]
}

function sharedText({ field, value, items, of }: Profile['common'][number], texts: FacetTexts): string {
  const said = typeof value === 'string' ? value : value ? texts.yes : texts.no
  return `${labelOf(field, texts)}: ${said} (${items}/${of})`
}
