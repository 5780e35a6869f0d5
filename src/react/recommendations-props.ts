import type { MouseEvent, ReactNode } from 'react'
import type { Messages } from '../shelf/messages.js'
import type { Item, Recommendation } from '../types.js'
import type { UseRecommendationsOptions } from './use-recommendations.js'

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
