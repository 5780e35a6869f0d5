import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import { languageOf } from '../shelf/messages.js'
import { warnOf } from '../shelf/warn.js'
import type { Facet, FacetChoice, Facets, FacetValue, Recommender, Where } from '../types.js'
import { emit } from './events.js'
import { formatOf } from './facet-format.js'
import { type FacetTexts, facetTexts, labelOf } from './facet-texts.js'
import { makeElement } from './make-element.js'
import { listIn, PanelShelf, panelRoot, type RecommenderOf } from './panel-shelf.js'

const STYLES = `
.field { border-block-end: 1px solid var(--_border); padding-block: .5rem; }
summary { cursor: pointer; font-weight: 600; padding-block: .375rem; overflow-wrap: anywhere; }
.value { display: flex; gap: .5rem; align-items: baseline; padding-block: .3125rem; cursor: pointer; min-block-size: 1.75rem; }
.value[data-level='1'] { margin-inline-start: 1.5rem; }
.value[data-level]:not([data-level='1']) { margin-inline-start: 3rem; }
.value:has(:disabled) { cursor: default; color: var(--_muted); }
.name { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }
.count { color: var(--_muted); font-size: .875em; font-variant-numeric: tabular-nums; }
input { flex: none; inline-size: 1rem; block-size: 1rem; margin: 0; translate: 0 .125rem; accent-color: var(--kin-color-accent, auto); }
button { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid var(--_border); border-radius: 2rem; padding: .25rem .75rem; min-block-size: 2rem; cursor: pointer; }
.more { border: 0; padding-inline: 0; text-decoration: underline; }
:is(button, summary, input):focus-visible { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: 2px; }
[hidden] { display: none; }
[data-spare] { visibility: hidden; }
.status { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
/** Of a field, before its visitor asks for more. */
const SHOWN = 6
const MOST = 50
const RANGE = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)?$/

/** What `<page-kin-facets>` is: check boxes by which a visitor narrows the list of a shelf. */
export class FacetsPanel {
  readonly #host: HTMLElement
  readonly #beside: PanelShelf
  readonly #root: ShadowRoot
  readonly #box = document.createElement('div')
  readonly #status = document.createElement('div')
  readonly #opened = new Set<string>()
  readonly #closed = new Set<string>()
  #chosen = withChoices({})
  /** What the address says, until the catalog says which of it are its values. */
  #addressed: Readonly<Record<string, readonly FacetChoice[]>> = {}
  #asked: AbortController | undefined
  #answer: Facets = { fields: [], items: 0 }

  constructor(host: HTMLElement, recommenderOf: RecommenderOf) {
    this.#host = host
    this.#beside = new PanelShelf(host, recommenderOf, () => void this.#ask())
    this.#root = panelRoot(host, STYLES)
    this.#box.setAttribute('part', 'facets')
    this.#box.role = 'group'
    this.#status.className = 'status'
    this.#status.role = 'status'
    this.#root.replaceChildren(this.#box, this.#status)
    this.#box.addEventListener('change', ({ target }) => this.#toggle(target as HTMLInputElement))
    this.#box.addEventListener('click', ({ target }) => this.#press((target as Element).closest('button')))
    this.#box.addEventListener('toggle', ({ target }) => this.#remember(target as HTMLDetailsElement), true)
  }

  connect(): void {
    if (this.#host.hasAttribute('in-address')) this.#addressed = choicesIn(new URLSearchParams(location.search))
    this.#beside.connect()
  }

  disconnect(): void {
    this.#beside.disconnect()
    this.#asked?.abort()
  }

  async #ask(): Promise<void> {
    const recommender = this.#beside.recommender!
    this.#asked?.abort()
    const call = new AbortController()
    this.#asked = call
    const where = this.#beside.around()
    const fields = listIn(this.#host.getAttribute('fields'))
    const limit = this.#host.getAttribute('limit')
    const options = {
      ...(where && { where }),
      ...(fields.length > 0 && { fields }),
      ...(limit !== null && { limit: Number(limit) }),
      values: MOST,
      signal: call.signal,
    }
    try {
      if (Object.keys(this.#addressed).length > 0) await this.#readAddress(recommender, where)
      const answer = await recommender.facets({ ...options, chosen: this.#chosen })
      if (this.#asked === call) this.#take(answer, where)
    } catch (thrown) {
      if (this.#asked !== call) return
      const error = PagekinError.from(thrown, 'worker-failed', '<page-kin-facets>')
      if (error.code !== 'filter-invalid' || Object.keys(this.#chosen).length === 0) return warnOf(error)
      // a field of the choices has left the catalog: they are read as those of an address
      this.#addressed = this.#chosen
      this.#chosen = {}
      await this.#ask()
    }
  }

  /** Choices of an address are texts: of a field of numbers they are numbers, and what the catalog knows no more is dropped. */
  async #readAddress(recommender: Recommender, where: Where | undefined): Promise<void> {
    const addressed = this.#addressed
    const names = Object.keys(addressed).slice(0, 100)
    const { fields } = await recommender.facets({ ...(where && { where }), fields: names, limit: names.length, values: 1000 })
    if (this.#addressed !== addressed) return
    this.#addressed = {}
    const chosen = fields.map(({ field, values }) => {
      const isNumeric = values.every(({ value }) => typeof value === 'number' || typeof value === 'object')
      const choices = addressed[field]!.flatMap((given) => {
        const found = values.find(({ value }) => fold(keyOf(value)) === fold(keyOf(given)))
        if (found) return found.value
        return typeof given === 'object' && isNumeric && given.min <= (given.max ?? given.min) ? given : []
      })
      return [field, choices] as const
    })
    this.#chosen = withChoices(Object.fromEntries(chosen))
    if (this.#host.hasAttribute('in-address')) writeAddress(this.#chosen)
  }

  /** @param around What the items are counted among: it comes first in the filter of the answer. */
  #take(answer: Facets, around: Where | undefined): void {
    // fields stay where they were
    const places = new Map(this.#answer.fields.map(({ field }, place) => [field, place]))
    const placeOf = ({ field }: Facet) => places.get(field) ?? places.size
    this.#answer = { ...answer, fields: [...answer.fields].sort((a, b) => placeOf(a) - placeOf(b)) }
    const hasChoice = Object.keys(this.#chosen).length > 0
    const { where } = answer
    this.#beside.narrow(!hasChoice || !where ? [] : around ? (where.all as readonly Where[]).slice(1) : [where])
    this.#draw()
    emit(this.#host, 'kin-choose', { chosen: { ...this.#chosen }, items: answer.items, ...(answer.where && { where: answer.where }) })
  }

  #toggle({ dataset }: HTMLInputElement): void {
    const { field, at } = dataset
    const value = this.#answer.fields.find((facet) => facet.field === field)?.values[Number(at)]
    if (field === undefined || !value) return
    const key = keyOf(value.value)
    const others = (this.#chosen[field] ?? []).filter((choice) => fold(keyOf(choice)) !== fold(key))
    this.#choose({ ...this.#chosen, [field]: value.chosen ? others : [...others, value.value] })
  }

  #press(button: HTMLButtonElement | null): void {
    if (!button) return
    const { field } = button.dataset
    if (field === undefined) this.#choose({})
    else {
      if (!this.#opened.delete(field)) this.#opened.add(field)
      this.#draw()
    }
  }

  #choose(chosen: Readonly<Record<string, readonly FacetChoice[]>>): void {
    this.#chosen = withChoices(chosen)
    if (this.#host.hasAttribute('in-address')) writeAddress(this.#chosen)
    void this.#ask().then(() => {
      this.#status.textContent = `${facetTexts(languageOf(this.#host)).results}: ${this.#answer.items}`
    })
  }

  #remember({ open, dataset }: HTMLDetailsElement): void {
    if (open) this.#closed.delete(dataset.field!)
    else this.#closed.add(dataset.field!)
  }

  #draw(): void {
    const lang = languageOf(this.#host)
    const texts = facetTexts(lang)
    const focused = this.#root.activeElement as HTMLElement | null
    this.#box.ariaLabel = texts.filters
    const hasChoice = Object.keys(this.#chosen).length > 0
    const clear = makeElement('button', { type: 'button', part: 'clear', class: 'clear' }, texts.clear)
    clear.toggleAttribute('data-spare', !hasChoice)
    this.#box.replaceChildren(
      clear,
      ...this.#answer.fields.filter(({ values }) => values.length > 0).map((facet) => this.#field(facet, texts, lang)),
    )
    if (!focused) return
    const key = focused.dataset.key
    const successor = [...this.#box.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset.key === key)
    ;(successor ?? this.#box.querySelector<HTMLElement>('summary'))?.focus({ preventScroll: true })
  }

  #field(facet: Facet, texts: FacetTexts, lang: string | undefined): HTMLElement {
    const { field, values } = facet
    const name = labelOf(field, texts)
    const summary = makeElement('summary', { part: 'field-name', 'data-key': field })
    summary.append(makeElement('bdi', {}, name))
    const isOpened = this.#opened.has(field)
    const group = makeElement('div', { role: 'group', 'aria-label': name })
    const told = formatOf(facet, texts, lang)
    values.forEach((value, at) => {
      const label = this.#value(facet, value, at, told(value.value))
      label.hidden = at >= SHOWN && !isOpened && !value.chosen
      group.append(label)
    })
    if (values.length > SHOWN) {
      const more = makeElement(
        'button',
        { type: 'button', class: 'more', part: 'more', 'data-field': field, 'data-key': `${field} more` },
        texts.more,
      )
      more.ariaExpanded = String(isOpened)
      group.append(more)
    }
    const details = makeElement('details', { class: 'field', part: 'field', 'data-field': field })
    details.toggleAttribute('open', !this.#closed.has(field))
    details.append(summary, group)
    return details
  }

  #value({ field }: Facet, { value, items, chosen, level }: FacetValue, at: number, name: string): HTMLElement {
    const box = makeElement('input', {
      type: 'checkbox',
      part: 'box',
      'data-field': field,
      'data-at': `${at}`,
      'data-key': `${field} ${keyOf(value)}`,
    })
    Object.assign(box, { checked: chosen, disabled: items === 0 && !chosen })
    const label = makeElement('label', { class: 'value', part: 'value', ...(level && { 'data-level': `${level}` }) })
    const shown = makeElement('span', { class: 'name' })
    shown.append(makeElement('bdi', {}, name))
    label.append(box, shown, makeElement('span', { class: 'count', part: 'count' }, String(items)))
    return label
  }
}

/** Without the fields that have none. A field may be called as a property of every object is. */
function withChoices(chosen: Readonly<Record<string, readonly FacetChoice[]>>): Readonly<Record<string, readonly FacetChoice[]>> {
  return own(Object.fromEntries(Object.entries(chosen).filter(([, choices]) => choices.length > 0)))
}

function choicesIn(parameters: URLSearchParams): Record<string, FacetChoice[]> {
  const chosen = own<Record<string, FacetChoice[]>>({})
  for (const [name, raw] of parameters) {
    if (!name.startsWith('kin.')) continue
    const [, min, max] = RANGE.exec(raw) ?? []
    const field = name.slice('kin.'.length)
    chosen[field] = [
      ...(chosen[field] ?? []),
      min === undefined ? raw : { min: Number(min), ...(max !== undefined && { max: Number(max) }) },
    ]
  }
  return chosen
}

/** Without an entry of the history: going back leaves the page, as it would have. */
function writeAddress(chosen: Readonly<Record<string, readonly FacetChoice[]>>): void {
  const url = new URL(location.href)
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('kin.')) url.searchParams.delete(name)
  for (const [field, choices] of Object.entries(chosen))
    for (const choice of choices) url.searchParams.append(`kin.${field}`, keyOf(choice))
  history.replaceState(history.state, '', url)
}

function keyOf(value: FacetChoice): string {
  return typeof value === 'object' ? `${value.min}..${value.max ?? ''}` : String(value)
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}
