import type { Item, Price, Reason, Recommendation } from '../types.js'
import type { Messages } from './messages.js'

/** The price as readers of `lang` write it; a currency or a language that Intl does not know is no reason to show none. */
export function formatPrice(price: Price, lang: string | undefined): string {
  const { value, currency } = price
  try {
    return new Intl.NumberFormat(lang, currency ? { style: 'currency', currency } : { maximumFractionDigits: 2 }).format(value)
  } catch {
    return currency ? `${value} ${currency}` : String(value)
  }
}

/** What stands under the title: the price, else where the item belongs. */
export function secondLine(item: Item, lang: string | undefined): string {
  return item.price ? formatPrice(item.price, lang) : (item.brand ?? item.category?.at(-1) ?? '')
}

/** Titles by id, of the items an answer itself names. */
export function titlesOf(recommendations: readonly Recommendation[]): ReadonlyMap<string, string> {
  return new Map(recommendations.map(({ item }) => [item.id, item.title]))
}

/** One line for the reason that counted most; empty when none raised the score. */
export function reasonLine(reasons: readonly Reason[], messages: Messages, titles: ReadonlyMap<string, string>): string {
  let top: Reason | undefined
  for (const reason of reasons) if (reason.weight > (top?.weight ?? 0)) top = reason
  if (!top) return ''
  switch (top.kind) {
    case 'because-you': {
      const title = titles.get(top.id)
      return title ? fill(messages.becauseOf, title) : messages.because
    }
    case 'words':
      return fill(messages.words, top.words.join(', '))
    case 'similar-to':
      return messages.similar
    default:
      return messages[top.kind]
  }
}

/** By a function: a `$&` in a title must stay what it is. */
function fill(message: string, text: string): string {
  return message.replace('{0}', () => text)
}
