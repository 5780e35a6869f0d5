import { own } from '../own.js'
import type { Item, ItemId, Price, Reason, Recommendation } from '../types.js'
import type { Messages } from './messages.js'
import { safeUrl } from './safe-url.js'

/** A reason is one line. */
const NAMED_WORDS = 3
/** From here on an answer is sure of an item, as in the engine. */
const SURE = 0.5

/** One card, ready to be drawn. */
export interface CardView {
  readonly item: Item
  readonly href: string | undefined
  readonly image: string | undefined
  /** Under the title: price, date of a post, brand or category. */
  readonly line: string
  /** The price before a reduction. Empty if there is none. */
  readonly oldPrice: string
  /** Where a post has no picture: its text. */
  readonly excerpt: string
  readonly reason: string
}

/**
 * What a card shows of a recommendation. Addresses that are not safe are left out.
 *
 * @param sentenceOf The sentence of an item that answers the search: empty if there is none, undefined while it is not known. The
 *   reason is then left blank, so that it does not change in view.
 */
export function cardView(
  { item, reasons, confidence }: Recommendation,
  messages: Messages,
  lang: string | undefined,
  sentenceOf?: (id: ItemId) => string | undefined,
): CardView {
  const sentence = sentenceOf ? sentenceOf(item.id) : ''
  const { url, image } = own(item)
  // a server has no page yet; whether an address is safe is the same on every one
  const base = typeof document === 'undefined' ? 'https://server.invalid/' : document.baseURI
  const line = secondLine(item, lang)
  const reason = sentence === '' ? reasonLine(reasons, messages, lang, confidence) : (sentence ?? '')
  return {
    item,
    href: safeUrl(url, base, 'link'),
    image: safeUrl(image, base, 'image'),
    line,
    oldPrice: oldPrice(item, lang),
    excerpt: isPost(item) ? (own(item).description ?? '') : '',
    // the day of a new post stands there already
    reason: reason === line ? '' : reason,
  }
}

/** The price as readers of `lang` write it; a currency or a language that Intl does not know is no reason to show none. */
export function formatPrice(price: Price, lang: string | undefined): string {
  const { value, currency } = own(price)
  try {
    return numberFormat(lang, currency).format(value)
  } catch {
    return currency ? `${value} ${currency}` : String(value)
  }
}

/** By language and currency. */
const FORMATS: Record<string, Intl.NumberFormat> = {}

function numberFormat(lang?: string, currency?: string): Intl.NumberFormat {
  const key = `${lang} ${currency}`
  FORMATS[key] ??= new Intl.NumberFormat(
    lang,
    own<Intl.NumberFormatOptions>(currency ? { style: 'currency', currency } : { maximumFractionDigits: 2 }),
  )
  return FORMATS[key]
}

/** What stands under the title: the price, the date of a post, else where the item belongs. */
export function secondLine(item: Item, lang: string | undefined): string {
  const { price, brand, category, published } = own(item)
  if (price) return formatPrice(price, lang)
  return (published !== undefined && formatDate(published, lang)) || (brand ?? category?.at(-1) ?? '')
}

function oldPrice(item: Item, lang: string | undefined): string {
  const { price, listPrice } = own(item)
  return price && listPrice && own(listPrice).value > own(price).value ? formatPrice(listPrice, lang) : ''
}

function isPost(item: Item): boolean {
  const { price, published } = own(item)
  return price === undefined && published !== undefined
}

/** A day as readers of `lang` write it; empty for what is no date. A date without a time is that day everywhere. */
function formatDate(published: string, lang: string | undefined): string {
  const date = new Date(published)
  if (Number.isNaN(date.getTime())) return ''
  const timeZone = published.length <= 10 ? 'UTC' : undefined
  try {
    return new Intl.DateTimeFormat(lang, own<Intl.DateTimeFormatOptions>({ dateStyle: 'medium', timeZone })).format(date)
  } catch {
    return published.slice(0, 10)
  }
}

/**
 * One line for the reason that counted most. Where none raised the score above the catalog's average, shared words are a
 * reason all the same; empty when there are none of these either. A card of little `confidence` claims no match.
 */
export function reasonLine(reasons: readonly Reason[], messages: Messages, lang?: string, confidence = 1): string {
  const telling = reasons.filter(isTelling).filter(({ kind }) => kind !== 'meaning' || confidence >= SURE)
  // what was drawn was shown for no other reason
  let top = telling.find(({ kind }) => kind === 'explore')
  if (!top) for (const reason of telling) if (reason.weight > (top?.weight ?? 0)) top = reason
  top ??= telling.find(({ kind }) => kind === 'words' || kind === 'varied')
  if (!top) return ''
  switch (top.kind) {
    case 'because-you':
      return fill(top.event === 'view' || top.event === 'click' ? messages.because : messages.similar, top.title)
    case 'similar-to':
      return fill(messages.similar, top.title)
    case 'words':
      return fill(messages.words, top.words.slice(0, NAMED_WORDS).join(', '))
    case 'clauses':
      return fill(messages.words, top.met.slice(0, NAMED_WORDS).join(', '))
    case 'steered':
      return fill(messages.steered, asAsked(top).slice(0, NAMED_WORDS).join(', '))
    case 'you-did':
      return formatDate(new Date(top.at).toISOString(), lang)
    case 'goes-with':
      return messages['goes-withHeading']
    case 'new':
      return formatDate(top.published, lang)
    default:
      return messages[top.kind]
  }
}

type TellingReason = Exclude<Reason, { kind: 'boosted' | 'rerank' | 'unlike' }>

/** What the site itself decided is no reason to a visitor, nor what an item is not like; and words that are not named tell none. */
function isTelling(reason: Reason): reason is TellingReason {
  if (reason.kind === 'clauses') return reason.met.length > 0
  if (reason.kind === 'steered') return asAsked(reason).length > 0
  return (
    reason.kind !== 'boosted' &&
    reason.kind !== 'rerank' &&
    reason.kind !== 'unlike' &&
    (reason.kind !== 'words' || reason.words.length > 0)
  )
}

function asAsked({ changed, kept }: Extract<Reason, { kind: 'steered' }>): string[] {
  return [...changed, ...kept]
}

/** By a function: a `$&` in a title must stay what it is. */
function fill(message: string, text: string): string {
  return message.replace('{0}', () => text)
}
