import {
  createElement,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
  useEffect,
  useId,
  useReducer,
  useRef,
  useState,
} from 'react'
import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import { languageIn } from '../page/text-table.js'
import { announcementOf } from '../shelf/announcement.js'
import { AnsweringSentences } from '../shelf/answering-sentences.js'
import { isBlank as blank } from '../shelf/blank.js'
import { type CardView, cardView } from '../shelf/card-text.js'
import { textsFor, warnOfUnknownTexts } from '../shelf/language-texts.js'
import { isLater, languageOf, type Messages, messagesFor, type Texts } from '../shelf/messages.js'
import { headingOf, MOST_STEPS, modeOf } from '../shelf/question.js'
import type { RowController } from '../shelf/row-controller.js'
import { ShelfSteps, steeredOptions } from '../shelf/steps.js'
import { TakenBack, wishView } from '../shelf/taken-back.js'
import { TEXTS } from '../shelf/texts.js'
import { warnOf } from '../shelf/warn.js'
import type { Item, Recommendation, WhichEvents, Wish } from '../types.js'
import { type UseRecommendationsOptions, type UseRecommendationsResult, useAnswer } from './use-recommendations.js'
import { useRow } from './use-row.js'
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

/** An item where the visitor met it. */
export interface ListedItem {
  /** The item. */
  readonly item: Item
  /** Place in the list, from 0. */
  readonly position: number
  /** Names the list: the same for all that happens on it, until another question is asked. */
  readonly recommendationId: string
}

export interface RecommendationsProps extends Omit<UseRecommendationsOptions, 'steps'> {
  /** Offers buttons under similar items that steer them. */
  readonly steer?: boolean
  /** Heading of the list. Default: by mode, in the language of the page. Empty: none. */
  readonly heading?: string
  /** Level of the heading, 1 to 6. Default 2. */
  readonly headingLevel?: number
  /** How the list is laid out. Default `carousel`, or `list` if no item has a picture. */
  readonly layout?: 'carousel' | 'grid' | 'list'
  /** The site's own texts in place of those of the list. */
  readonly messages?: Partial<Messages>
  /** Colours. Default `auto`: those of the page. */
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
  /** Shown instead of the list if there is nothing to show. Without it, lists of similar items and for the visitor then disappear. */
  readonly fallback?: ReactNode
  /** The visitor follows a card's link. `event.preventDefault()` stays on the page. */
  readonly onSelect?: (selected: ListedItem & { readonly event: MouseEvent }) => void
  /** Half of a card was in view for a second. Once for each item of an answer. */
  readonly onImpression?: (seen: ListedItem) => void
  /** The visitor is not interested in an item. */
  readonly onDismiss?: (dismissed: ListedItem) => void
}

/**
 * A heading and a list, as plain elements with classes (`kin`, `kin-heading`, `kin-items`, `kin-item`, `kin-link`, ...).
 * `pagekin/react/styles.css` makes them look like `<page-kin>`, with its CSS variables; without it they are the page's to style. A better
 * answer moves nothing that the visitor sees. A server draws the heading and `initialItems`, or `limit` skeletons of the final size.
 */
export function Recommendations(given: RecommendationsProps): ReactElement {
  const props = own(given)
  const { theme = 'auto', limit = 8, headingLevel = 2, withReason = false, fallback } = props
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [takenBack] = useState(() => new TakenBack())
  const [steps] = useState(() => new ShelfSteps())
  const { answer, record, live } = useAnswer({
    ...steeredOptions(props, props.steer ? steps.takenFrom(props.item) : []),
    literal: [...(props.literal ?? []), ...takenBack.of(props.query)],
    ...(props.steer && { steps: MOST_STEPS }),
  })
  const { recommendationId } = answer
  const [section, setSection] = useState<HTMLElement | null>(null)
  const { shelf, reservesRoom, isPictureless, isFirst } = useStableShelf(answer, section, '.kin-item:not([aria-hidden])', (id) => {
    const position = shelf.shown.findIndex(({ item }) => item.id === id)
    const seen = shelf.shown[position]
    if (seen) props.onImpression?.({ item: seen.item, position, recommendationId })
  })
  const { shown } = shelf
  const layout = props.layout ?? (isPictureless ? 'list' : 'carousel')
  const row = useRow(section)
  useEffect(() => {
    if (isFirst) row.toStart()
  })
  const { status, sure } = answer
  const mode = answer.mode ?? modeOf(props)
  const isSearch = mode === 'search'
  const isLoading = status === 'loading'
  const isCarousel = layout === 'carousel'
  const id = useId()
  const lang = useLanguage(section, props.lang)
  const messages = messagesFor(lang, useTexts(lang), props.messages)
  useEffect(() => warnOfUnknownTexts(props.messages ?? {}))
  const defaultHeading = headingOf(mode, messages)
  const heading = props.heading ?? defaultHeading
  const [sentences] = useState(() => new AnsweringSentences(redraw))
  const explained = isSearch && withReason ? (props.query ?? '') : ''
  useEffect(() => () => sentences.stop(), [sentences])
  useEffect(() => {
    const { recommender } = live
    const ids = shown.map(({ item }) => item.id)
    if (explained && recommender) sentences.follow(recommender, explained, ids)
  })
  const viewOf = (recommendation: Recommendation) =>
    cardView(recommendation, messages, lang, explained ? (id) => sentences.of(id) : undefined)
  const isRecent = mode === 'recent'
  const [isEmptied, setEmptied] = useState(false)
  const forget = (which: WhichEvents) =>
    live.recommender?.forget(which).catch((thrown: unknown) => warnOf(PagekinError.from(thrown, 'worker-failed', 'forget')))
  const forgetAll = () => {
    setEmptied(true)
    void forget({ types: ['view', 'click'] })
  }
  const dismiss = (item: Item, position: number) => {
    const { id } = item
    if (isRecent) {
      shelf.remove(id)
      void forget({ ids: id })
    } else {
      record({ type: 'dismiss', id })
      props.onDismiss?.({ item, position, recommendationId })
      shelf.dismiss(id)
    }
    redraw()
    void row.keepFocus(position)
  }
  // while the answer without one of them is made, the others stay where they are
  const shownWishes = useRef<readonly Wish[]>([])
  if (!isLoading) shownWishes.current = answer.understood
  const literal = takenBack.of(props.query)
  const understood =
    props.query === undefined ? [] : shownWishes.current.filter(({ text }) => props.query?.includes(text) && !literal.includes(text))
  const takeBack = ({ text }: Wish) => {
    takenBack.add(props.query, text)
    redraw()
  }
  // neighbours that are shown ahead offer none yet
  const offered = isLoading || answer.level === 'neighbours' ? undefined : answer.steps
  const views = props.steer && status !== 'idle' ? steps.views(props.item, offered, messages) : []
  const toggle = (key: string) => {
    steps.toggle(key)
    redraw()
  }
  const hasFallback = fallback !== undefined && fallback !== null && shown.length === 0 && !isLoading
  // a visitor who has steered can take it back
  const isSteered = steps.takenFrom(props.item).length > 0
  const isBlank = !isSteered && blank(mode, status, shown.length, hasFallback)
  const blanks = blanksOf(layout, isLoading, reservesRoom && !hasFallback, shown.length, limit)
  const isGone = (isBlank && !reservesRoom) || (status === 'idle' && !hasFallback)
  return (
    <section
      ref={setSection}
      className={['kin', `kin-${status}`, theme !== 'auto' && `kin-${theme}`, props.className].filter(Boolean).join(' ')}
      aria-labelledby={heading && !isGone ? `${id}h` : undefined}
      aria-label={heading ? undefined : defaultHeading}
      aria-roledescription={isCarousel ? 'carousel' : undefined}
      aria-busy={isLoading}
      hidden={isGone}
    >
      {!isGone && (
        <div
          className={`kin-base kin-${layout}${layout === 'list' && shown.length > 0 && !shown.some(({ item }) => item.image) ? ' kin-plain' : ''}${props.steer ? ' kin-steered' : ''}`}
          style={isBlank ? { visibility: 'hidden' } : undefined}
        >
          <header className="kin-header">
            {heading && createElement(`h${headingLevel}`, { id: `${id}h`, className: 'kin-heading' }, heading)}
            {isRecent && props.withDismiss && shown.length > 0 && (
              <button type="button" className="kin-wish" onClick={forgetAll}>
                {messages.forgetAll}
              </button>
            )}
            {isCarousel && <NavButton step={-1} {...{ row, messages, isLoading, controls: `${id}v` }} />}
            {isCarousel && <NavButton step={1} {...{ row, messages, isLoading, controls: `${id}v` }} />}
            {(isSearch || sure === false) && <div className="kin-note">{sure === false && shown.length > 0 ? messages.unsure : ''}</div>}
          </header>
          <Wishes understood={understood} messages={messages} takeBack={takeBack} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of its links come by here */}
          <div className="kin-stage" id={`${id}v`} onKeyDown={(event) => layout !== 'list' && row.onKey(event.nativeEvent)}>
            {shown.length + blanks > 0 && (
              <ul
                className="kin-items"
                role={shown.length ? 'list' : undefined}
                aria-hidden={shown.length ? undefined : true}
                tabIndex={isCarousel && shown.length > 0 && !props.renderItem && !shown.some(({ item }) => item.url) ? 0 : undefined}
                onScroll={row.measure}
              >
                {shown.map((recommendation, position) => (
                  <Card
                    key={recommendation.item.id}
                    view={viewOf(recommendation)}
                    {...{ recommendation, recommendationId, position, props, messages, record, dismiss }}
                  />
                ))}
                {Array.from({ length: blanks }, (_, position) => (
                  <EmptyCard key={`${position} `} isSkeleton={isLoading} withReason={withReason} />
                ))}
              </ul>
            )}
            {hasFallback
              ? fallback
              : shown.length === 0 &&
                (isSearch || isSteered) &&
                !isLoading && <p className="kin-message">{status === 'error' ? messages.error : messages.empty}</p>}
          </div>
          {views.length > 0 && (
            <fieldset className="kin-steps" aria-label={messages.steps}>
              {views.map(({ key, text, label, isTaken }) => (
                <button key={key} type="button" className="kin-step" aria-label={label} aria-pressed={isTaken} onClick={() => toggle(key)}>
                  <span dir="auto">{text}</span>
                </button>
              ))}
            </fieldset>
          )}
          <div className="kin-status" role="status">
            {row.announcement ||
              ((isSearch || isSteered || isEmptied) && !isLoading ? announcementOf(sure, shown.length, messages, lang) : '')}
          </div>
        </div>
      )}
    </section>
  )
}

/** How many places without a card are drawn: all that are asked for, and in a carousel one, since a row is as tall as one card. */
function blanksOf(layout: string, isLoading: boolean, reservesRoom: boolean, shown: number, limit: number): number {
  const spare = isLoading || reservesRoom ? Math.max(0, limit - shown) : 0
  if (layout !== 'carousel' || isLoading) return spare
  return shown === 0 ? Math.min(spare, 1) : 0
}

interface NavButtonProps {
  readonly step: 1 | -1
  readonly row: RowController
  readonly messages: Messages
  readonly isLoading: boolean
  readonly controls: string
}

/** At its end it says that it is disabled but keeps the focus; where all cards fit it only keeps its room. */
function NavButton({ step, row, messages, isLoading, controls }: NavButtonProps): ReactElement {
  const { atStart, atEnd } = row.ends
  const isOff = step === 1 ? atEnd : atStart
  const isSpare = atStart && atEnd && !isLoading
  return (
    <button
      type="button"
      className={`kin-nav kin-${step === 1 ? 'next' : 'previous'}${isSpare ? ' kin-spare' : ''}`}
      aria-label={step === 1 ? messages.next : messages.previous}
      aria-controls={controls}
      aria-disabled={isOff}
      hidden={isSpare}
      onClick={() => isOff || row.turnPage(step)}
    />
  )
}

/** As tall as a card: a skeleton while the answer is awaited, left blank below a short answer. */
function EmptyCard({ isSkeleton, withReason }: { readonly isSkeleton: boolean; readonly withReason: boolean }): ReactElement {
  return (
    <li className={`kin-item ${isSkeleton ? 'kin-skeleton' : 'kin-filler'}`} aria-hidden="true">
      <div className="kin-media" />
      <div className="kin-body">
        <span className="kin-title" />
        <div className="kin-price" />
        {withReason && <div className="kin-reason" />}
      </div>
    </li>
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
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a look of its own
    <div role="group" className="kin-wishes" aria-label={messages.understood}>
      {understood.map((wish) => {
        const { text, label } = wishView(wish, messages)
        return (
          <button key={wish.start} type="button" className="kin-wish" aria-label={label} onClick={() => takeBack(wish)}>
            {text}
          </button>
        )
      })}
    </div>
  )
}

interface CardProps {
  readonly recommendation: Recommendation
  readonly recommendationId: string
  readonly position: number
  readonly props: RecommendationsProps
  readonly view: CardView
  readonly messages: Messages
  readonly record: UseRecommendationsResult['record']
  readonly dismiss: (item: Item, position: number) => void
}

function Card({ recommendation, recommendationId, view, position, props, messages, record, dismiss }: CardProps): ReactElement {
  const { item, reason } = view
  const dismissText = messages[props.mode === 'recent' ? 'forget' : 'dismiss']
  // as the catalog has it: server and browser write the same, and a router knows it
  const href = view.href === undefined ? undefined : own(item).url
  const onClick = (event: MouseEvent) => {
    record({ type: 'click', id: item.id })
    props.onSelect?.({ item, position, recommendationId, event })
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
      {props.renderItem ? (
        props.renderItem(card)
      ) : (
        <PlainCard card={card} view={view} messages={messages} withReason={props.withReason ?? false} />
      )}
      {props.withDismiss && (
        <button
          type="button"
          className="kin-dismiss"
          aria-label={`${dismissText}: ${item.title}`}
          title={dismissText}
          onClick={() => dismiss(item, position)}
        >
          ×
        </button>
      )}
    </li>
  )
}

interface PlainCardProps {
  readonly card: RenderedItem
  readonly view: CardView
  readonly messages: Messages
  readonly withReason: boolean
}

function PlainCard({ card, view, messages, withReason }: PlainCardProps): ReactElement {
  const { item, linkProps } = card
  const { line, oldPrice, excerpt, reason } = view
  const { lang, available, image } = own(item)
  const title = (
    <span className="kin-title" lang={lang}>
      {item.title}
    </span>
  )
  return (
    <>
      <div className="kin-media">
        {excerpt && !view.image ? (
          <p className="kin-excerpt">{excerpt}</p>
        ) : (
          <span className="kin-initial" aria-hidden="true">
            {[...item.title][0]}
          </span>
        )}
        {view.image && (
          <img
            className="kin-image"
            src={image}
            alt=""
            width={240}
            height={240}
            loading="lazy"
            referrerPolicy="origin"
            onError={markBroken}
            onLoad={markBroken}
          />
        )}
      </div>
      <div className="kin-body">
        {linkProps.href ? (
          <a className="kin-link" {...linkProps}>
            {title}
          </a>
        ) : (
          title
        )}
        <div className="kin-price" suppressHydrationWarning>
          {line}
          {oldPrice && <s className="kin-old-price"> {oldPrice}</s>}
          {available === false && <span className="kin-availability"> {messages.unavailable}</span>}
        </div>
        {withReason && <div className="kin-reason">{reason}</div>}
      </div>
    </>
  )
}

/** An image that cannot be shown leaves the letter behind it, not the browser's broken mark. */
function markBroken({ type, currentTarget }: SyntheticEvent): void {
  currentTarget.classList.toggle('kin-broken', type === 'error')
}

/** A server, and the first render in the browser, have those that come with the component. */
function useTexts(lang: string): Texts {
  const [texts, setTexts] = useState<Texts>(TEXTS)
  useEffect(() => {
    if (!isLater(languageIn(lang))) return undefined
    let isWanted = true
    const take = () => isWanted && setTexts({ ...textsFor(lang, take) })
    take()
    return () => {
      isWanted = false
    }
  }, [lang])
  return texts
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
