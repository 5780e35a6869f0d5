import { createElement, type MouseEvent, type ReactElement, type ReactNode, useEffect, useId, useReducer, useState } from 'react'
import { own } from '../own.js'
import type { Item, Recommendation } from '../types.js'
import { reasonLine, secondLine } from '../widget/card-text.js'
import { languageOf, type Messages, messagesFor } from '../widget/messages.js'
import { safeUrl } from '../widget/safe-url.js'
import { TEXTS } from '../widget/texts.js'
import { type UseRecommendationsOptions, type UseRecommendationsResult, useAnswer } from './use-recommendations.js'
import { useStableShelf } from './use-stable-shelf.js'

/** What `renderItem` draws a card from. */
export interface RenderedItem {
  readonly item: Item
  readonly recommendation: Recommendation
  /** From 0. */
  readonly position: number
  /** One localised line; empty where nothing raised the score. */
  readonly reason: string
  /** Put these on the link: its address is checked, a click is noted. Without `href` the address was not safe. */
  readonly linkProps: { readonly href?: string; readonly onClick: (event: MouseEvent) => void }
}

export interface RecommendationsProps extends UseRecommendationsOptions {
  /** Default: by mode, in the language of the page. Empty: none. */
  readonly heading?: string
  /** 1 to 6, default 2. */
  readonly headingLevel?: number
  /** A class for the list: `kin-carousel`, `kin-grid` or `kin-list`. Default `carousel`. */
  readonly layout?: 'carousel' | 'grid' | 'list'
  /** A class: `kin-light` or `kin-dark`. Default `auto`, which is none. */
  readonly theme?: 'auto' | 'light' | 'dark'
  readonly withReason?: boolean
  readonly withDismiss?: boolean
  readonly className?: string
  /** Language of texts and prices (BCP 47). Default: the nearest `lang` of the page. */
  readonly lang?: string
  readonly renderItem?: (rendered: RenderedItem) => ReactNode
  /** Shown instead of the list when there is nothing to show, or none can be had. */
  readonly fallback?: ReactNode
  /** A card's link was followed; `event.preventDefault()` stays on the page. */
  readonly onSelect?: (selected: { readonly item: Item; readonly position: number; readonly event: MouseEvent }) => void
}

/**
 * A heading and a list, in plain elements with classes (`kin`, `kin-heading`, `kin-items`, `kin-item`, `kin-link`, ...): the page's
 * own style sheet draws them. A better answer moves nothing that the visitor sees. On a server: the heading and `limit`
 * skeletons (`kin-skeleton`), so that the room is taken.
 */
export function Recommendations(given: RecommendationsProps): ReactElement {
  const props = own(given)
  const { layout = 'carousel', theme = 'auto', limit = 8, headingLevel = 2, fallback } = props
  const { answer, record } = useAnswer(props)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [section, setSection] = useState<HTMLElement | null>(null)
  const shelf = useStableShelf(answer, section, '.kin-item:not(.kin-skeleton)')
  const { status } = answer
  const headingId = useId()
  const lang = useLanguage(section, props.lang)
  const messages = messagesFor(lang, TEXTS)
  const heading = props.heading ?? headingOf(props, messages)
  const dismiss = ({ id }: Item) => {
    record({ type: 'dismiss', id })
    shelf.dismiss(id)
    redraw()
  }
  const list =
    status === 'loading' ? (
      <Skeletons limit={limit} layout={layout} />
    ) : shelf.shown.length > 0 ? (
      <ul className={`kin-items kin-${layout}`}>
        {shelf.shown.map((recommendation, position) => (
          <Card key={recommendation.item.id} {...{ recommendation, position, props, lang, messages, record, dismiss }} />
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
      aria-label={heading ? undefined : headingOf(props, messages)}
      aria-busy={status === 'loading'}
    >
      {heading && createElement(`h${headingLevel}`, { id: headingId, className: 'kin-heading' }, heading)}
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

interface CardProps {
  readonly recommendation: Recommendation
  readonly position: number
  readonly props: RecommendationsProps
  readonly lang: string
  readonly messages: Messages
  readonly record: UseRecommendationsResult['record']
  readonly dismiss: (item: Item) => void
}

function Card({ recommendation, position, props, lang, messages, record, dismiss }: CardProps): ReactElement {
  const { item } = recommendation
  const href = safeUrl(own(item).url, document.baseURI, 'link')
  const onClick = (event: MouseEvent) => {
    record({ type: 'click', id: item.id })
    props.onSelect?.({ item, position, event })
  }
  const card: RenderedItem = {
    item,
    recommendation,
    position,
    reason: reasonLine(recommendation.reasons, messages),
    linkProps: { ...(href !== undefined && { href }), onClick },
  }
  return (
    <li className="kin-item">
      {props.renderItem ? props.renderItem(card) : <PlainCard card={card} lang={lang} withReason={props.withReason ?? false} />}
      {props.withDismiss && (
        <button type="button" className="kin-dismiss" aria-label={`${messages.dismiss}: ${item.title}`} onClick={() => dismiss(item)}>
          ×
        </button>
      )}
    </li>
  )
}

function PlainCard({ card, lang, withReason }: { readonly card: RenderedItem; readonly lang: string; readonly withReason: boolean }) {
  const { item, linkProps, reason } = card
  const image = safeUrl(own(item).image, document.baseURI, 'image')
  return (
    <>
      {image && <img className="kin-image" src={image} alt="" width={240} height={240} loading="lazy" decoding="async" />}
      {linkProps.href ? (
        <a className="kin-link" {...linkProps}>
          {item.title}
        </a>
      ) : (
        <span className="kin-title">{item.title}</span>
      )}
      <span className="kin-price">{secondLine(item, lang)}</span>
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

function headingOf({ mode, item, query }: RecommendationsProps, messages: Messages): string {
  if (mode === 'search' || (!mode && !item && query)) return messages.searchHeading
  return mode === 'for-you' || (!mode && !item) ? messages.forYouHeading : messages.similarHeading
}

function emptyLine(status: string, messages: Messages): ReactNode {
  if (status === 'idle') return null
  return <p className="kin-message">{status === 'error' ? messages.error : messages.empty}</p>
}
