import { createElement, type ReactElement, useEffect, useId, useReducer, useRef, useState } from 'react'
import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import { languageIn } from '../page/text-table.js'
import { announcementOf } from '../shelf/announcement.js'
import { AnsweringSentences } from '../shelf/answering-sentences.js'
import { isBlank as blank } from '../shelf/blank.js'
import { cardView } from '../shelf/card-text.js'
import { textsFor, warnOfUnknownTexts } from '../shelf/language-texts.js'
import { isLater, languageOf, type Messages, messagesFor, type Texts } from '../shelf/messages.js'
import { headingOf, MOST_STEPS, modeOf } from '../shelf/question.js'
import type { RowController } from '../shelf/row-controller.js'
import { ShelfSteps, steeredOptions } from '../shelf/steps.js'
import { TakenBack, wishView } from '../shelf/taken-back.js'
import { TEXTS } from '../shelf/texts.js'
import { warnOf } from '../shelf/warn.js'
import type { Item, Recommendation, WhichEvents, Wish } from '../types.js'
import { Card, EmptyCard } from './cards.js'
import type { RecommendationsProps } from './recommendations-props.js'
import { useAnswer } from './use-recommendations.js'
import { useRow } from './use-row.js'
import { useStableShelf } from './use-stable-shelf.js'

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
  const { answer, record, live, isBare } = useAnswer({
    ...steeredOptions(props, props.steer ? steps.takenFrom(props.item) : []),
    literal: [...(props.literal ?? []), ...takenBack.of(props.query)],
    ...(props.steer && { steps: MOST_STEPS }),
  })
  const { recommendationId } = answer
  const [section, setSection] = useState<HTMLElement | null>(null)
  const { shelf, reservesRoom, isPictureless, isFirst } = useStableShelf(answer, live, section, '.kin-item:not([aria-hidden])', (id) => {
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
  const hasDrawn = useRef(false)
  if (shown.length > 0 || hasFallback) hasDrawn.current = true
  // a visitor who has steered can take it back
  const isSteered = steps.takenFrom(props.item).length > 0
  const isBlank = !isSteered && blank(mode, status, shown.length, hasFallback)
  const blanks = blanksOf(layout, isLoading, reservesRoom && !hasFallback, shown.length, limit)
  const isGone = (isBare && !hasDrawn.current) || (isBlank && !reservesRoom) || (status === 'idle' && !hasFallback)
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
