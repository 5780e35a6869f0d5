import { own } from '../own.js'

/** A row that the visitor scrolls. Its distances are measured from the start of the reading direction. */
export interface ScrollEnds {
  readonly atStart: boolean
  readonly atEnd: boolean
}

/** Nothing to scroll. */
export const AT_REST: ScrollEnds = { atStart: true, atEnd: true }

/** A pixel is lost to rounding on scaled screens. */
const SLACK = 2

export function scrollEnds({ scrollLeft, scrollWidth, clientWidth }: Element): ScrollEnds {
  // from right to left, scrollLeft counts down from 0
  const offset = Math.abs(scrollLeft)
  return { atStart: offset <= SLACK, atEnd: offset + clientWidth >= scrollWidth - SLACK }
}

export function isRightToLeft(node: Element): boolean {
  return getComputedStyle(node).direction === 'rtl'
}

/** Goes on (1) or back (-1) by the cards that fit; the style sheet says whether it glides. */
export function scrollPage(viewport: Element, step: 1 | -1): void {
  viewport.scrollBy(own({ left: step * (isRightToLeft(viewport) ? -1 : 1) * viewport.clientWidth * 0.9 }))
}

/** Positions (from 0) of the first and last card that are mostly in view of the row. */
export function cardsInView(viewport: Element, cards: readonly Element[]): { readonly first: number; readonly last: number } {
  const view = viewport.getBoundingClientRect()
  const inView = cards.flatMap((card, position) => {
    const box = card.getBoundingClientRect()
    const centre = (box.left + box.right) / 2
    return centre >= view.left && centre <= view.right ? [position] : []
  })
  return { first: inView[0] ?? 0, last: inView.at(-1) ?? 0 }
}

/**
 * Arrow keys lead from link to link in reading direction. Only while a link has the focus: elsewhere they belong to the
 * page. True when the key was used.
 */
export function moveFocus(event: KeyboardEvent, links: readonly HTMLElement[]): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
  const at = links.indexOf(event.target as HTMLElement)
  const arrow = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  if (at < 0 || arrow === 0) return false
  const next = links[at + (isRightToLeft(links[at]!) ? -arrow : arrow)]
  next?.focus()
  return next !== undefined
}
