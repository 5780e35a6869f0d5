import type { nothing as litNothing, TemplateResult } from 'lit'
import { own } from '../own.js'
import type { Answer } from '../shelf/answer.js'
import type { CardView } from '../shelf/card-text.js'
import type { Messages } from '../shelf/messages.js'
import type { Mode } from '../shelf/question.js'
import type { WishView } from '../shelf/taken-back.js'
import type { Html } from './html.js'
import type { Settings } from './settings.js'

/** What all cards of a shelf are drawn with. */
export interface CardContext {
  readonly messages: Messages
  readonly withReason: boolean
  readonly withDismiss: boolean
  /** The site draws its cards itself: each has a slot for its own. */
  readonly hasTemplate: boolean
  readonly mode: Mode
  onSelect(event: MouseEvent, position: number): void
  onDismiss(position: number): void
}

/** What the drawing of an answer depends on. */
export interface AnswerView {
  readonly settings: Settings
  readonly answer: Answer
  readonly shown: readonly CardView[]
  readonly context: CardContext
  /** There is nothing to say to the visitor: nothing is drawn, or only its room is kept. */
  readonly isBlank: boolean
  readonly isWaiting: boolean
  /** What was understood of a search. */
  readonly wishes: readonly WishView[]
  onTakeBack(position: number): void
  onForgetAll(): void
}

type Drawn = TemplateResult | typeof litNothing

/** What the shelf draws of an answer. It comes with the client: before, there is no answer to draw. */
export interface AnswerDrawing {
  card(view: CardView, position: number, context: CardContext): TemplateResult
  note(view: AnswerView): string
  wishes(view: AnswerView): Drawn
  forgetAll(view: AnswerView): Drawn
  message(view: AnswerView, showsLinks: boolean): Drawn
  progress(view: AnswerView): Drawn
}

/** Draws with the Lit of the element: the client has none of its own. */
export function answerDrawing(html: Html, nothing: typeof litNothing): AnswerDrawing {
  /**
   * One card. Every line has its height whether there is text for it or not, so that a card is as tall as its skeleton.
   * The link holds the title alone (that is its name) and covers the card by its `::after`.
   */
  function card({ item, href, image, line, oldPrice, excerpt, reason }: CardView, position: number, context: CardContext): TemplateResult {
    const { messages, withReason, withDismiss, hasTemplate, mode } = context
    const dismissText = messages[mode === 'recent' ? 'forget' : 'dismiss']
    const { lang, available, price } = own(item)
    const title = html`<span part="title" class="title" lang=${lang ?? nothing}>${item.title}</span>`
    const select = (event: MouseEvent) => context.onSelect(event, position)
    const content = hasTemplate
      ? html`<slot class="own" name="kin-${position}"></slot>`
      : html`<div part="media" class="media">
      ${
        excerpt && !image
          ? html`<p part="excerpt" class="excerpt">${excerpt}</p>`
          : html`<span part="initial" class="initial" aria-hidden="true">${[...item.title][0]}</span>`
      }
      ${
        image
          ? html`<img part="image" class="image" src=${image} alt="" width="240" height="240" loading="lazy" referrerpolicy="origin" @error=${markBroken} @load=${markBroken} />`
          : nothing
      }
    </div>
    <div part="body" class="body">
      ${href ? html`<a part="link" class="link" href=${href} @click=${select} @auxclick=${select}>${title}</a>` : title}
      <div part="price" class="price ${price ? '' : 'quiet'}">${line}${oldPrice ? html` <s part="old-price" class="old-price">${oldPrice}</s>` : nothing}${
        available === false ? html` <span part="availability" class="availability">${messages.unavailable}</span>` : nothing
      }</div>
      ${withReason ? html`<div part="reason" class="reason">${reason}</div>` : nothing}
    </div>`
    return html`<li part="item" class="item">
    ${content}
    ${
      withDismiss
        ? html`<button part="dismiss" class="dismiss" aria-label="${dismissText}: ${item.title}" title=${dismissText} @click=${() => context.onDismiss(position)}></button>`
        : nothing
    }
  </li>`
  }

  /** Every search keeps the room of this line, so that nothing moves when it is filled. */
  function note({ answer, shown, context: { messages } }: AnswerView): string {
    return answer.sure === false && shown.length > 0 ? messages.unsure : ''
  }

  /** A button for each wish: pressed, its words are words again. */
  function wishes({ wishes: all, context: { messages }, onTakeBack }: AnswerView): Drawn {
    if (all.length === 0) return nothing
    const buttons = all.map(
      ({ text, label }, position) =>
        html`<button part="wish" class="wish" aria-label=${label} @click=${() => onTakeBack(position)}>${text}</button>`,
    )
    return html`<div part="wishes" class="wishes" role="group" aria-label=${messages.understood}>${buttons}</div>`
  }

  function forgetAll({ settings, shown, context: { messages, withDismiss }, onForgetAll }: AnswerView): Drawn {
    return settings.mode === 'recent' && withDismiss && shown.length > 0
      ? html`<button part="forget-all" class="wish" @click=${onForgetAll}>${messages.forgetAll}</button>`
      : nothing
  }

  function message(view: AnswerView, showsLinks: boolean): Drawn {
    const { answer, shown, context, isBlank } = view
    const { status } = answer
    if (shown.length > 0 || isBlank || showsLinks) return nothing
    // all dismissed is empty too
    if (status === 'empty' || status === 'ready')
      return html`<p part="message empty" class="message"><slot name="empty">${context.messages.empty}</slot></p>`
    if (status === 'error') return html`<p part="message error" class="message"><slot name="error">${context.messages.error}</slot></p>`
    return nothing
  }

  /** Only where the visitor waits: nothing is there yet, or the words searched for are not understood yet. */
  function progress({ settings, answer, isWaiting, context }: AnswerView): Drawn {
    const known = answer.state && own(answer.state).progress
    const total = known && own(known).total
    const loadsEncoder = known?.phase === 'runtime' || known?.phase === 'model'
    const isSearching = settings.mode === 'search' && answer.status !== 'idle' && loadsEncoder && answer.level !== 'encoder'
    if (!isSearching && !(isWaiting && answer.status === 'loading')) return nothing
    return html`<progress
    part="progress"
    class="progress"
    aria-label=${context.messages.loading}
    max=${total ?? nothing}
    value=${total ? known?.loaded : nothing}
  ></progress>`
  }

  return { card, note, wishes, forgetAll, message, progress }
}

/** An image that cannot be shown leaves the letter behind it, not the browser's broken mark. */
function markBroken({ type, currentTarget }: Event): void {
  ;(currentTarget as Element).classList.toggle('broken', type === 'error')
}
