import { own } from '../own.js'
import type { CardView } from '../shelf/card-text.js'
import { safeUrl } from '../shelf/safe-url.js'

/** Attributes that a template may fill: none of them runs anything, and those that are addresses are checked. */
const ATTRIBUTES = ['href', 'src', 'alt', 'title', 'aria-label', 'lang', 'datetime'] as const

/** What runs or styles more than a card, and is left as the site wrote it: no catalog says what it does. */
const UNFILLED = 'script, style, link, base, iframe, object, embed'

/**
 * Draws each card from `template`, as children of the host in the slots `kin-0`, `kin-1`, ...: the page's own style sheets apply to them.
 * `data-kin="title"` is filled with text, `data-kin-href="url"` with a safe address, `data-kin-if="price"` goes where there is none.
 * A child whose card has not changed stays as it is.
 */
export class TemplateCards {
  readonly #host: Element
  readonly #onSelect: (event: MouseEvent, position: number) => void
  readonly #drawn: { readonly child: HTMLElement; text: string }[] = []

  constructor(host: Element, onSelect: (event: MouseEvent, position: number) => void) {
    this.#host = host
    this.#onSelect = onSelect
  }

  draw(template: HTMLTemplateElement | undefined, views: readonly CardView[]): void {
    const shown = template ? views : []
    for (const { child } of this.#drawn.splice(shown.length)) child.remove()
    shown.forEach((view, position) => {
      const text = JSON.stringify(view)
      const card = this.#drawn[position] ?? this.#add(position)
      if (card.text === text) return
      card.text = text
      card.child.replaceChildren(filled(template!, view))
    })
  }

  #add(position: number): { readonly child: HTMLElement; text: string } {
    const child = document.createElement('div')
    child.slot = `kin-${position}`
    const select = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('a')) this.#onSelect(event, position)
    }
    child.addEventListener('click', select)
    child.addEventListener('auxclick', select)
    this.#host.append(child)
    const card = { child, text: '' }
    this.#drawn.push(card)
    return card
  }
}

function filled(template: HTMLTemplateElement, view: CardView): DocumentFragment {
  const content = document.importNode(template.content, true)
  for (const element of content.querySelectorAll('*')) {
    const condition = element.getAttribute('data-kin-if')
    if (condition !== null && fieldOf(view, condition) === '') {
      element.remove()
      continue
    }
    if (element.matches(UNFILLED)) continue
    const text = element.getAttribute('data-kin')
    if (text !== null) element.textContent = fieldOf(view, text)
    for (const name of ATTRIBUTES) {
      const field = element.getAttribute(`data-kin-${name}`)
      if (field !== null) fill(element, name, fieldOf(view, field))
    }
  }
  return content
}

function fill(element: Element, name: (typeof ATTRIBUTES)[number], value: string): void {
  const isAddress = name === 'href' || name === 'src'
  const safe = isAddress ? safeUrl(value, document.baseURI, name === 'href' ? 'link' : 'image') : value
  if (safe) element.setAttribute(name, safe)
  else element.removeAttribute(name)
}

/** As a card shows it: `price`, `oldPrice`, `line`, `excerpt`, `reason`; else a field or an attribute of the item, as text. */
function fieldOf(view: CardView, field: string): string {
  const { item, line, oldPrice, excerpt, reason } = view
  const { price, attributes } = own(item)
  const shown: Readonly<Record<string, string>> = own({ line, oldPrice, excerpt, reason, price: price ? line : '' })
  const value: unknown = shown[field] ?? own(item as unknown as Record<string, unknown>)[field] ?? own(attributes ?? {})[field]
  if (Array.isArray(value)) return value.join(', ')
  return value === undefined || typeof value === 'object' ? '' : String(value)
}
