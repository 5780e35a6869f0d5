/** guide.js: what `<page-kin-guide>` draws. Fetched by pages that have one. */

import { PagekinError } from '../errors.js'
import { languageOf } from '../shelf/messages.js'
import { warnOf } from '../shelf/warn.js'
import type { Asked, Question, Told } from '../types.js'
import { formatOf } from './facet-format.js'
import { facetTexts, labelOf } from './facet-texts.js'
import { guideTexts } from './guide-texts.js'
import { makeElement } from './make-element.js'
import { listIn, PanelShelf, panelRoot, type RecommenderOf } from './panel-shelf.js'

const STYLES = `
.question { font-size: 1.125rem; font-weight: 600; margin-block: 0 .625rem; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-block: .625rem; }
button { font: inherit; font-size: .9375rem; color: inherit; background: none; border: 1px solid var(--_border); border-radius: 2rem; padding: .25rem .875rem; min-block-size: 2.25rem; max-inline-size: 100%; overflow-wrap: anywhere; cursor: pointer; }
.chip { font-weight: 600; }
.aside { border-color: transparent; text-decoration: underline; padding-inline: .375rem; }
label { display: flex; flex: 1; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; min-inline-size: 0; font-size: .875rem; color: var(--_muted); }
input { font: inherit; font-size: 1rem; color: inherit; background: none; border: 1px solid var(--_border); border-radius: .375rem; padding: .25rem .5rem; min-block-size: 2.25rem; flex: 1 1 9rem; min-inline-size: 0; }
.left { color: var(--_muted); font-size: .875rem; margin-block: .25rem; }
:is(button, input, .question):focus-visible { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: 2px; }
`
/** The most items that an answer names. */
const MOST = 100
/** Items of a shelf that does not say how many. */
const SHOWN = 8

/** An answer, or words. */
type Turn = Told | { readonly text: string }

/** What `<page-kin-guide>` is: questions that lead a visitor to the items of a shelf. */
export class GuidePanel {
  readonly #host: HTMLElement
  readonly #beside: PanelShelf
  readonly #box = document.createElement('div')
  readonly #status = makeElement('p', { class: 'left', part: 'left', role: 'status' })
  #turns: readonly Turn[] = []
  #call: AbortController | undefined
  #question: Question | undefined

  constructor(host: HTMLElement, recommenderOf: RecommenderOf) {
    this.#host = host
    this.#beside = new PanelShelf(host, recommenderOf, () => void this.#ask(this.#turns))
    this.#box.setAttribute('part', 'guide')
    this.#box.role = 'group'
    panelRoot(host, STYLES).replaceChildren(this.#box, this.#status)
    this.#box.addEventListener('click', ({ target }) => this.#press((target as Element).closest('button')))
    this.#box.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#say(this.#box.querySelector('input')!.value.trim())
    })
  }

  connect(): void {
    this.#beside.connect()
  }

  disconnect(): void {
    this.#beside.disconnect()
    this.#call?.abort()
  }

  #press(button: HTMLButtonElement | null): void {
    const { does } = button?.dataset ?? {}
    if (does === undefined) return
    if (does === 'back') void this.#ask(this.#turns.slice(0, -1))
    else if (does === 'again') void this.#ask([])
    else if (this.#question) {
      const { field, values } = this.#question
      const answer = does === 'any' ? {} : does === 'none' ? { not: values } : { values: [values[Number(does)]!] }
      void this.#ask([...this.#turns, { field, ...answer }])
    }
  }

  /** Words that find nothing are no turn. */
  async #say(text: string): Promise<void> {
    if (text === '' || !this.#beside.recommender) return
    try {
      const where = this.#beside.around()
      const found = await this.#beside.recommender.search(text, { limit: 1, ...(where && { where }) })
      if (found.length > 0) await this.#ask([...this.#turns, { text }])
      else this.#status.textContent = this.#leftOf(0)
    } catch (thrown) {
      warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-guide>'))
    }
  }

  async #ask(turns: readonly Turn[]): Promise<void> {
    this.#call?.abort()
    const call = new AbortController()
    this.#call = call
    const isAnswer = turns !== this.#turns
    const where = this.#beside.around()
    const fields = listIn(this.#host.getAttribute('fields'))
    try {
      const asked = await this.#beside.recommender!.ask({
        told: turns.filter((turn): turn is Told => 'field' in turn),
        said: turns.flatMap((turn) => ('text' in turn ? turn.text : [])),
        ...(where && { where }),
        ...(fields.length > 0 && { fields }),
        limit: MOST,
        signal: call.signal,
      })
      if (this.#call !== call) return
      this.#turns = turns
      this.#question = asked.question
      this.#show(asked)
      this.#draw(asked, isAnswer)
    } catch (thrown) {
      if (this.#call === call) warnOf(PagekinError.from(thrown, 'worker-failed', '<page-kin-guide>'))
    }
  }

  /** The likeliest items, in that order. */
  #show({ likely, where }: Asked): void {
    const ids = likely.slice(0, this.#beside.shelf!.limit ?? SHOWN).map(({ id }) => id)
    if (this.#turns.length > 0) this.#beside.narrow([{ id: ids }], { rules: { pin: ids }, among: where ? [where] : [] })
    else this.#beside.narrow([])
  }

  #leftOf(items: number): string {
    return `${facetTexts(languageOf(this.#host)).results}: ${items}`
  }

  #draw({ items }: Asked, movesFocus: boolean): void {
    const lang = languageOf(this.#host)
    const texts = guideTexts(lang)
    const names = facetTexts(lang)
    const question = this.#question
    const said = this.#box.querySelector('input')?.value ?? ''
    const button = (does: string, text: string, name: string) =>
      makeElement('button', { type: 'button', part: name, class: name, 'data-does': does, dir: 'auto' }, text)
    this.#box.ariaLabel = texts.help
    const heading = makeElement('p', { class: 'question', part: 'question', tabindex: '-1' })
    // a question mark stands at the end of its own language
    const text = makeElement('bdi', {}, this.#leftOf(items))
    heading.append(text)
    const chips = makeElement('div', { class: 'row', part: 'answers' })
    if (question) {
      const { field, values } = question
      const name = labelOf(field, names)
      const currency = field === 'price' ? this.#beside.shelf!.recommendations[0]?.item.price?.currency : undefined
      const told = formatOf({ values: values.map((value) => ({ value })), ...(currency && { currency }) }, names, lang)
      text.textContent =
        field === 'words'
          ? texts.word
          : texts.which.replace('{0}', () => (languageOf(this.#host)?.startsWith('en') ? name.toLowerCase() : name))
      chips.append(...values.map((value, at) => button(`${at}`, told(value), 'chip')))
      chips.append(button('none', texts.none, 'aside'), button('any', texts.any, 'aside'))
    }
    const ways = makeElement('div', { class: 'row' })
    if (this.#turns.length > 0) ways.append(button('back', texts.back, 'way'), button('again', texts.again, 'way'))
    const form = makeElement('form', { class: 'row', part: 'words' })
    const label = makeElement('label', {}, texts.say)
    const input = makeElement('input', { type: 'text', enterkeyhint: 'search', dir: 'auto' })
    input.value = movesFocus ? '' : said
    label.append(input)
    form.append(label, makeElement('button', { part: 'way' }, texts.search))
    this.#box.replaceChildren(heading, chips, form, ways)
    this.#status.textContent = question ? this.#leftOf(items) : ''
    if (movesFocus) heading.focus({ preventScroll: true })
  }
}
