import { createElement, type MouseEvent, type ReactElement, type ReactNode, useEffect, useId, useReducer, useRef, useState } from 'react'
import { own } from '../own.js'
import { AnsweringSentences } from '../shelf/answering-sentences.js'
import { type CardView, cardView } from '../shelf/card-text.js'
import { languageOf, type Messages, messagesFor } from '../shelf/messages.js'
import { headingOf, modeOf } from '../shelf/question.js'
import { TakenBack, wishView } from '../shelf/taken-back.js'
import { TEXTS } from '../shelf/texts.js'
import type { Item, Recommendation, Wish } from '../types.js'
import { type UseRecommendationsOptions, type UseRecommendationsResult, useAnswer } from './use-recommendations.js'
import { useStableShelf } from './use-stable-shelf.js'

/** What `renderItem` draws a card from. */
export interface RenderedItem {
  /** The item. */
  readonly item: Item
  /** The item with score and reasons. */
  readonly recommendation: Recommendation
  /** Place in the list, from 0. */
  readonly position: number
  /** One localised line; empty if nothing raised the score. */
  readonly reason: string
  /** Props for the link. They record the click. Without `href`, the address was not safe. */
  readonly linkProps: { readonly href?: string; readonly onClick: (event: MouseEvent) => void }
}

export interface RecommendationsProps extends UseRecommendationsOptions {
  /** Heading of the list. Default: by mode, in the language of the page. Empty: none. */
  readonly heading?: string
  /** Level of the heading, 1 to 6. Default 2. */
  readonly headingLevel?: number
  /** A class for the list: `kin-carousel`, `kin-grid` or `kin-list`. Default `carousel`. */
  readonly layout?: 'carousel' | 'grid' | 'list'
  /** A class: `kin-light` or `kin-dark`. Default `auto`, which is none. */
  readonly theme?: 'auto' | 'light' | 'dark'
  /** Shows one short reason on each card. */
  readonly withReason?: boolean
  /** Shows a "not interested" button on each card. */
  readonly withDismiss?: boolean
  /** Further classes of the section. */
  readonly className?: string
  /** Language of texts and prices (BCP 47). Default: the nearest `lang` of the page. */
  readonly lang?: string
  /** Draws the content of a card. */
  readonly renderItem?: (rendered: RenderedItem) => ReactNode
  /** Shown instead of the list if there is nothing to show. */
  readonly fallback?: ReactNode
  /** The visitor follows a card's link. `event.preventDefault()` stays on the page. */
  readonly onSelect?: (selected: { readonly item: Item; readonly position: number; readonly event: MouseEvent }) => void
}

/**
 * A heading and a list, as plain elements with classes (`kin`, `kin-heading`, `kin-items`, `kin-item`, `kin-link`, ...) for the
 * page's own style sheet. A better answer moves nothing that the visitor sees. A server draws the heading and `limit`
 * skeletons (`kin-skeleton`) of the same height.
 */
export function Recommendations(given: RecommendationsProps): ReactElement {
  const props = own(given)
  const { layout = 'carousel', theme = 'auto', limit = 8, headingLevel = 2, fallback } = props
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [takenBack] = useState(() => new TakenBack())
  const { answer, record, live } = useAnswer({ ...props, literal: [...(props.literal ?? []), ...takenBack.of(props.query)] })
  const [section, setSection] = useState<HTMLElement | null>(null)
  const shelf = useStableShelf(answer, section, '.kin-item:not(.kin-skeleton)')
  const { status, sure } = answer
  const mode = modeOf(props)
  const isSearch = mode === 'search'
  const headingId = useId()
  const lang = useLanguage(section, props.lang)
  const messages = messagesFor(lang, TEXTS)
  const defaultHeading = headingOf(mode, messages)
  const heading = props.heading ?? defaultHeading
  const [sentences] = useState(() => new AnsweringSentences(redraw))
  const explained = isSearch && props.withReason ? (props.query ?? '') : ''
  useEffect(() => () => sentences.stop(), [sentences])
  useEffect(() => {
    const { recommender } = live
    const ids = shelf.shown.map(({ item }) => item.id)
    if (explained && recommender) sentences.follow(recommender, explained, ids)
  })
  const viewOf = (recommendation: Recommendation) =>
    cardView(recommendation, messages, lang, explained ? (id) => sentences.of(id) : undefined)
  const dismiss = ({ id }: Item) => {
    record({ type: 'dismiss', id })
    shelf.dismiss(id)
    redraw()
  }
  // while the answer without one of them is made, the others stay where they are
  const shownWishes = useRef<readonly Wish[]>([])
  if (status !== 'loading') shownWishes.current = answer.understood
  const literal = takenBack.of(props.query)
  const understood =
    props.query === undefined ? [] : shownWishes.current.filter(({ text }) => props.query?.includes(text) && !literal.includes(text))
  const takeBack = ({ text }: Wish) => {
    takenBack.add(props.query, text)
    redraw()
  }
  const list =
    status === 'loading' ? (
      <Skeletons limit={limit} layout={layout} />
    ) : shelf.shown.length > 0 ? (
      <ul className={`kin-items kin-${layout}`}>
        {shelf.shown.map((recommendation, position) => (
          <Card
            key={recommendation.item.id}
            view={viewOf(recommendation)}
            {...{ recommendation, position, props, dismissText: messages.dismiss, record, dismiss }}
          />
        ))}
      </ul>
    ) : (
      (fallback ?? emptyLine(status, messages))
    )
  return (
    <section
      ref={setSection}
      className={['kin', `kin-${status}`, theme !== 'auto' && `kin-${theme}`, props.className].filter(Boolean).join(' ')}
      aria-labelledby={heading ? headingId : undefined}
      aria-label={heading ? undefined : defaultHeading}
      aria-busy={status === 'loading'}
    >
      {heading && createElement(`h${headingLevel}`, { id: headingId, className: 'kin-heading' }, heading)}
      {/* a blank keeps the room of the line, so that nothing moves when it is filled */}
      {isSearch && (
        <p className="kin-note" role="status">
          {sure === false && shelf.shown.length > 0 ? messages.unsure : '\u00a0'}
        </p>
      )}
      <Wishes understood={understood} messages={messages} takeBack={takeBack} />
      {list}
    </section>
  )
}

function Skeletons({ limit, layout }: { readonly limit: number; readonly layout: string }): ReactElement {
  return (
    <ul className={`kin-items kin-${layout}`} aria-hidden="true">
      {Array.from({ length: limit }, (_, position) => (
        <li key={position} className="kin-item kin-skeleton" />
      ))}
    </ul>
  )
}

interface WishesProps {
  readonly understood: readonly Wish[]
  readonly messages: Messages
  readonly takeBack: (wish: Wish) => void
}

/** What was understood of a search, a button each: pressed, its words are words again. */
function Wishes({ understood, messages, takeBack }: WishesProps): ReactElement | null {
  if (understood.length === 0) return null
  return (
    <fieldset className="kin-wishes" aria-label={messages.understood}>
      {understood.map((wish) => {
        const { text, label } = wishView(wish, messages)
        return (
          <button key={wish.start} type="button" className="kin-wish" aria-label={label} onClick={() => takeBack(wish)}>
            {text}
          </button>
        )
      })}
    </fieldset>
  )
}

interface CardProps {
  readonly recommendation: Recommendation
  readonly position: number
  readonly props: RecommendationsProps
  readonly view: CardView
  readonly dismissText: string
  readonly record: UseRecommendationsResult['record']
  readonly dismiss: (item: Item) => void
}

function Card({ recommendation, view, position, props, dismissText, record, dismiss }: CardProps): ReactElement {
  const { item, href, reason } = view
  const onClick = (event: MouseEvent) => {
    record({ type: 'click', id: item.id })
    props.onSelect?.({ item, position, event })
  }
  const card: RenderedItem = {
    item,
    recommendation,
    position,
    reason,
    linkProps: { ...(href !== undefined && { href }), onClick },
  }
  return (
    <li className="kin-item">
      {props.renderItem ? props.renderItem(card) : <PlainCard card={card} view={view} withReason={props.withReason ?? false} />}
      {props.withDismiss && (
        <button type="button" className="kin-dismiss" aria-label={`${dismissText}: ${item.title}`} onClick={() => dismiss(item)}>
          ×
        </button>
      )}
    </li>
  )
}

function PlainCard({ card, view, withReason }: { readonly card: RenderedItem; readonly view: CardView; readonly withReason: boolean }) {
  const { item, linkProps } = card
  const { image, line, reason } = view
  return (
    <>
      {image && <img className="kin-image" src={image} alt="" width={240} height={240} loading="lazy" referrerPolicy="origin" />}
      {linkProps.href ? (
        <a className="kin-link" {...linkProps}>
          {item.title}
        </a>
      ) : (
        <span className="kin-title">{item.title}</span>
      )}
      <span className="kin-price">{line}</span>
      {withReason && <span className="kin-reason">{reason}</span>}
    </>
  )
}

/** The server and the first render speak the language that was given, or English; then the page's own. */
function useLanguage(node: HTMLElement | null, given: string | undefined): string {
  const [lang, setLang] = useState('en')
  useEffect(() => {
    const nearest = node && languageOf(node)
    if (nearest) setLang(nearest)
  }, [node])
  return given ?? lang
}

function emptyLine(status: string, messages: Messages): ReactNode {
  if (status === 'idle') return null
  return <p className="kin-message">{status === 'error' ? messages.error : messages.empty}</p>
}
