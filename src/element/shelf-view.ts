import { nothing, type TemplateResult } from 'lit'
import { own } from '../own.js'
import type { Answer } from '../shelf/answer.js'
import type { CardView } from '../shelf/card-text.js'
import type { ScrollEnds } from '../shelf/carousel.js'
import { headingOf } from '../shelf/question.js'
import type { WishView } from '../shelf/taken-back.js'
import { type CardContext, card, emptyCard, html } from './card.js'
import type { Settings } from './settings.js'

/** All that a drawing of the shelf depends on. */
export interface ShelfView {
  readonly settings: Settings
  readonly answer: Answer
  readonly shown: readonly CardView[]
  readonly context: CardContext
  readonly ends: ScrollEnds
  /** The page wrote links into the element. */
  readonly hasLinks: boolean
  /** There is nothing to say to the visitor: nothing is drawn, or only its room is kept. */
  readonly isBlank: boolean
  readonly isWaiting: boolean
  readonly reservesRoom: boolean
  readonly announcement: string
  /** What was understood of a search. */
  readonly wishes: readonly WishView[]
  onTakeBack(position: number): void
  onPage(step: 1 | -1): void
  onScroll(): void
  onKey(event: KeyboardEvent): void
  onSlotChange(): void
}

export function shelfView(view: ShelfView): TemplateResult {
  const { settings, answer, announcement, isBlank } = view
  const { layout } = settings
  const defaultHeading = headingOf(settings.mode, view.context.messages)
  const heading = settings.heading ?? defaultHeading
  const isIdle = answer.status === 'idle' || (isBlank && !view.reservesRoom)
  return html`<section
    part="base"
    class="base ${layout}${isBlank ? ' blank' : ''}"
    aria-labelledby=${heading ? 'heading' : nothing}
    aria-label=${heading ? nothing : defaultHeading}
    aria-roledescription=${layout === 'carousel' ? 'carousel' : nothing}
    aria-busy=${answer.status === 'loading'}
  >
    ${isIdle ? nothing : [header(view, heading), wishList(view)]}
    <div part="viewport" id="viewport" class="stage" @keydown=${view.onKey}>
      ${isIdle ? nothing : list(view)} ${message(view)}
      <slot ?hidden=${!showsLinks(view)} @slotchange=${view.onSlotChange}></slot>
      ${progressBar(view)}
    </div>
    <div part="status" class="status" role="status">${announcement}</div>
  </section>`
}

function header(view: ShelfView, heading: string): TemplateResult | typeof nothing {
  const isCarousel = view.settings.layout === 'carousel'
  const isSearch = view.settings.mode === 'search'
  if (!heading && !isCarousel && !isSearch) return nothing
  const title = html`<div part="heading" id="heading" class="heading" role="heading" aria-level=${view.settings.headingLevel}>
    <slot name="heading">${heading}</slot>
  </div>`
  return html`<header part="header" class="header">
    ${heading ? title : nothing} ${isCarousel ? [navButton(view, -1), navButton(view, 1)] : nothing}
    ${isSearch ? html`<div part="note" class="note">${note(view)}</div>` : nothing}
  </header>`
}

/** Every search keeps the room of this line, so that nothing moves when it is filled. */
function note({ answer, shown, context: { messages } }: ShelfView): string {
  return answer.sure === false && shown.length > 0 ? messages.unsure : ''
}

/** A button for each wish: pressed, its words are words again. */
function wishList({ wishes, context: { messages }, onTakeBack }: ShelfView): TemplateResult | typeof nothing {
  if (wishes.length === 0) return nothing
  const buttons = wishes.map(
    ({ text, label }, position) =>
      html`<button part="wish" class="wish" aria-label=${label} @click=${() => onTakeBack(position)}>${text}</button>`,
  )
  return html`<div part="wishes" class="wishes" role="group" aria-label=${messages.understood}>${buttons}</div>`
}

/**
 * At its end a button says that it is disabled but keeps the focus: the visitor who pressed it is not thrown back to the top.
 * Where all cards fit there is nothing to turn: the buttons only keep their room.
 */
function navButton({ ends, answer, context: { messages }, onPage }: ShelfView, step: 1 | -1): TemplateResult {
  const isNext = step === 1
  const isOff = isNext ? ends.atEnd : ends.atStart
  const isSpare = ends.atStart && ends.atEnd && answer.status !== 'loading'
  return html`<button
    part="nav ${isNext ? 'nav-next' : 'nav-prev'}"
    class="nav ${isNext ? 'next' : 'previous'} ${isSpare ? 'spare' : ''}"
    aria-label=${isNext ? messages.next : messages.previous}
    aria-controls="viewport"
    aria-disabled=${isOff}
    @click=${() => isOff || onPage(step)}
  ></button>`
}

function list(view: ShelfView): TemplateResult | typeof nothing {
  const { settings, answer, shown, context, reservesRoom } = view
  const isSkeleton = answer.status === 'loading' && !showsLinks(view)
  const spare = reservesRoom ? settings.limit - shown.length : 0
  // a row is as tall as one card
  const blanks = settings.layout !== 'carousel' || answer.status === 'loading' ? spare : shown.length === 0 ? Math.min(spare, 1) : 0
  if (shown.length === 0 && blanks <= 0) return nothing
  const cards = [
    ...shown.map((view, position) => card(view, position, context)),
    ...Array.from({ length: Math.max(0, blanks) }, () => emptyCard(isSkeleton, settings.withReason)),
  ]
  const hasLinks = shown.some(({ href }) => href)
  return html`<ul
    part="list"
    class="items"
    role=${shown.length ? 'list' : nothing}
    aria-hidden=${shown.length ? nothing : 'true'}
    tabindex=${shown.length && !hasLinks && settings.layout === 'carousel' ? 0 : nothing}
    @scroll=${view.onScroll}
  >
    ${cards}
  </ul>`
}

function showsLinks({ settings, hasLinks, shown, answer: { status } }: ShelfView): boolean {
  return hasLinks && shown.length === 0 && !(settings.mode === 'search' && (status === 'empty' || status === 'ready'))
}

function message(view: ShelfView): TemplateResult | typeof nothing {
  const { answer, shown, context, isBlank } = view
  const { status } = answer
  if (shown.length > 0 || isBlank || showsLinks(view)) return nothing
  // all dismissed is empty too
  if (status === 'empty' || status === 'ready')
    return html`<p part="message empty" class="message"><slot name="empty">${context.messages.empty}</slot></p>`
  if (status === 'error') return html`<p part="message error" class="message"><slot name="error">${context.messages.error}</slot></p>`
  return nothing
}

/** Only where the visitor waits: nothing is there yet, or the words searched for are not understood yet. */
function progressBar({ settings, answer, isWaiting, context }: ShelfView): TemplateResult | typeof nothing {
  const progress = answer.state && own(answer.state).progress
  const total = progress && own(progress).total
  const loadsEncoder = progress?.phase === 'runtime' || progress?.phase === 'model'
  const isSearching = settings.mode === 'search' && answer.status !== 'idle' && loadsEncoder && answer.level !== 'encoder'
  if (!isSearching && !(isWaiting && answer.status === 'loading')) return nothing
  return html`<progress
    part="progress"
    class="progress"
    aria-label=${context.messages.loading}
    max=${total ?? nothing}
    value=${total ? progress?.loaded : nothing}
  ></progress>`
}
