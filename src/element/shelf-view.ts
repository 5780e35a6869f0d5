import { nothing, type TemplateResult } from 'lit'
import type { ScrollEnds } from '../shelf/carousel.js'
import { headingOf } from '../shelf/question.js'
import type { AnswerDrawing, AnswerView } from './answer-drawing.js'
import { html } from './html.js'

/** All that a drawing of the shelf depends on. */
export interface ShelfView extends AnswerView {
  /** Draws the answer, once the client is there. */
  readonly drawing: AnswerDrawing | undefined
  readonly ends: ScrollEnds
  /** The page wrote links into the element. */
  readonly hasLinks: boolean
  readonly reservesRoom: boolean
  readonly announcement: string
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
    class="base ${layout}${layout === 'list' && hasNoPictures(view) ? ' plain' : ''}${isBlank ? ' blank' : ''}"
    aria-labelledby=${heading ? 'heading' : nothing}
    aria-label=${heading ? nothing : defaultHeading}
    aria-roledescription=${layout === 'carousel' ? 'carousel' : nothing}
    aria-busy=${answer.status === 'loading'}
  >
    ${isIdle ? nothing : [header(view, heading), view.drawing?.wishes(view)]}
    <div part="viewport" id="viewport" class="stage" @keydown=${view.onKey}>
      ${isIdle ? nothing : list(view)} ${view.drawing?.message(view, showsLinks(view))}
      <slot ?hidden=${!showsLinks(view)} @slotchange=${view.onSlotChange}></slot>
      ${view.drawing?.progress(view)}
    </div>
    <div part="status" class="status" role="status">${announcement}</div>
  </section>`
}

/** Rows without a picture need no place for one. */
function hasNoPictures({ shown }: ShelfView): boolean {
  return shown.length > 0 && !shown.some(({ image }) => image)
}

function header(view: ShelfView, heading: string): TemplateResult | typeof nothing {
  const isCarousel = view.settings.layout === 'carousel'
  const hasNote = view.settings.mode === 'search' || view.answer.sure === false
  if (!heading && !isCarousel && !hasNote) return nothing
  const title = html`<div part="heading" id="heading" class="heading" role="heading" aria-level=${view.settings.headingLevel}>
    <slot name="heading">${heading}</slot>
  </div>`
  return html`<header part="header" class="header">
    ${heading ? title : nothing} ${view.drawing?.forgetAll(view)} ${isCarousel ? [navButton(view, -1), navButton(view, 1)] : nothing}
    ${hasNote ? html`<div part="note" class="note">${view.drawing?.note(view)}</div>` : nothing}
  </header>`
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
  const { settings, answer, shown, context, reservesRoom, drawing } = view
  const isSkeleton = answer.status === 'loading' && !showsLinks(view)
  const spare = reservesRoom ? settings.limit - shown.length : 0
  // a row is as tall as one card
  const blanks = settings.layout !== 'carousel' || answer.status === 'loading' ? spare : shown.length === 0 ? Math.min(spare, 1) : 0
  if (shown.length === 0 && blanks <= 0) return nothing
  const cards = [
    ...(drawing ? shown.map((one, position) => drawing.card(one, position, context)) : []),
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

/** A card's room: drawn as a skeleton while the answer is awaited, left blank below a short answer. */
export function emptyCard(isSkeleton: boolean, withReason: boolean): TemplateResult {
  return html`<li part=${isSkeleton ? 'item skeleton' : 'filler'} class=${isSkeleton ? 'item skeleton' : 'item filler'} aria-hidden="true">
    <div part="media" class="media"></div>
    <div part="body" class="body">
      <span class="title"></span>
      <div class="price"></div>
      ${withReason ? html`<div class="reason"></div>` : nothing}
    </div>
  </li>`
}
