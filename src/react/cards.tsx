import type { MouseEvent, ReactElement, SyntheticEvent } from 'react'
import { own } from '../own.js'
import type { CardView } from '../shelf/card-text.js'
import type { Messages } from '../shelf/messages.js'
import type { Item, Recommendation } from '../types.js'
import type { RecommendationsProps, RenderedItem } from './recommendations-props.js'
import type { UseRecommendationsResult } from './use-recommendations.js'

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

export function Card({ recommendation, recommendationId, view, position, props, messages, record, dismiss }: CardProps): ReactElement {
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
  const { lang, available, image, price } = own(item)
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
        <div className={price ? 'kin-price' : 'kin-price kin-quiet'} suppressHydrationWarning>
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

/** As tall as a card: a skeleton while the answer is awaited, left blank below a short answer. */
export function EmptyCard({ isSkeleton, withReason }: { readonly isSkeleton: boolean; readonly withReason: boolean }): ReactElement {
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
