import { html as litHtml, nothing, type TemplateResult } from 'lit'
import { own } from '../own.js'
import type { CardView } from '../shelf/card-text.js'
import type { Messages } from '../shelf/messages.js'

/** Lit passes a listener as the options of its event, too: as a function it would have what a page has put into `Object.prototype`. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> =>
  litHtml(strings, ...values.map((value) => (typeof value === 'function' ? own({ handleEvent: value }) : value)))

/** What all cards of a shelf are drawn with. */
export interface CardContext {
  readonly messages: Messages
  readonly withReason: boolean
  readonly withDismiss: boolean
  onSelect(event: MouseEvent, position: number): void
  onDismiss(position: number): void
}

/**
 * One card. Every line has its height whether there is text for it or not, so that a card is as tall as its skeleton.
 * The link holds the title alone (that is its name) and covers the card by its `::after`.
 */
export function card({ item, href, image, line, reason }: CardView, position: number, context: CardContext): TemplateResult {
  const { messages, withReason, withDismiss } = context
  const { lang, available } = own(item)
  const title = html`<span part="title" class="title" lang=${lang ?? nothing}>${item.title}</span>`
  const select = (event: MouseEvent) => context.onSelect(event, position)
  return html`<li part="item" class="item">
    <div part="media" class="media">
      <span part="initial" class="initial" aria-hidden="true">${[...item.title][0]}</span>
      ${
        image
          ? html`<img part="image" class="image" src=${image} alt="" width="240" height="240" loading="lazy" referrerpolicy="origin" @error=${markBroken} @load=${markBroken} />`
          : nothing
      }
    </div>
    <div part="body" class="body">
      ${href ? html`<a part="link" class="link" href=${href} @click=${select} @auxclick=${select}>${title}</a>` : title}
      <div part="price" class="price">${line}${
        available === false ? html` <span part="availability" class="availability">${messages.unavailable}</span>` : nothing
      }</div>
      ${withReason ? html`<div part="reason" class="reason">${reason}</div>` : nothing}
    </div>
    ${
      withDismiss
        ? html`<button part="dismiss" class="dismiss" aria-label="${messages.dismiss}: ${item.title}" title=${messages.dismiss} @click=${() => context.onDismiss(position)}></button>`
        : nothing
    }
  </li>`
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

/** An image that cannot be shown leaves the letter behind it, not the browser's broken mark. */
function markBroken({ type, currentTarget }: Event): void {
  ;(currentTarget as Element).classList.toggle('broken', type === 'error')
}
