import { own } from '../own.js'
import { languageIn } from '../page/text-table.js'

/** Every text of the shelf that does not come from the catalog, in this order. `{0}` is filled in. */
export const MESSAGE_KEYS = [
  'similarHeading',
  'forYouHeading',
  'searchHeading',
  'results',
  'empty',
  'unsure',
  'error',
  'previous',
  'next',
  'dismiss',
  'loading',
  'unavailable',
  'similar',
  'because',
  'words',
  'meaning',
  'interactions',
  'popular',
  'varied',
  'understood',
  'takeBack',
  'otherCurrency',
  'steered',
  'steps',
  'cheaper',
  'more',
  'less',
  'recentHeading',
  'newHeading',
  'againHeading',
  'forget',
  'forgetAll',
  'popularHeading',
  'othersHeading',
  'goes-withHeading',
  'explore',
] as const

export type MessageKey = (typeof MESSAGE_KEYS)[number]
/** `results` may differ by number. */
export type Messages = Readonly<Record<Exclude<MessageKey, 'results'>, string>> & { readonly results: string | PluralForms }

/** By plural category of the page's language (CLDR); `{0}` is the number. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** By language: texts in the order of `MESSAGE_KEYS`, in one line, since names of the fields would weigh more than the texts. */
export type Texts = Readonly<Record<string, string>>

/** The first three, which are drawn before anything else is there: a heading that grew later would move the page. */
const HEADINGS: Texts = {
  en: 'You may also like|Recommended for you|Search results',
  de: 'Das könnte Ihnen auch gefallen|Für Sie empfohlen|Suchergebnisse',
  fr: 'Vous aimerez aussi|Recommandé pour vous|Résultats de recherche',
  es: 'También te puede gustar|Recomendado para ti|Resultados de búsqueda',
  it: 'Potrebbe piacerti anche|Consigliati per te|Risultati della ricerca',
  nl: 'Misschien ook interessant|Aanbevolen voor jou|Zoekresultaten',
  pl: 'Może Cię też zainteresować|Polecane dla Ciebie|Wyniki wyszukiwania',
  pt: 'Também pode gostar|Recomendado para si|Resultados da pesquisa',
  sv: 'Du kanske också gillar|Rekommenderat för dig|Sökresultat',
  ja: 'こちらもおすすめ|あなたへのおすすめ|検索結果',
}

const ENGLISH =
  'Results|Nothing found.|No exact match. Closest:|Recommendations could not be loaded.|Previous|Next|Not interested|Loading|Unavailable|Similar to {0}|Because you viewed {0}|In common: {0}|Matches your search|Others went on to this|Popular|A varied choice|Understood|Undo: {0}|other currency|As you asked: {0}|Like this, but|Cheaper|More: {0}|Less: {0}|Recently viewed|New|Buy again|Forget|Forget all|Popular|Viewed together|Goes well with it|Something different'

/** Languages whose texts are in languages.js. */
const LATER = /^(?:ar|cs|da|el|fi|he|hu|ko|n[bno]|ro|ru|tr|uk|zh)$/

/** Whether few pages have this language: all its texts, headings included, come by themselves. */
export function isLater(language: string): boolean {
  return LATER.test(language)
}

/**
 * The texts of the language of `tag` (BCP 47), English where there are none. `texts` are those of `textsFor`, once they are there; headings
 * that come with them are a line without words until then. The site's own texts, `given`, win.
 */
export function messagesFor(tag: string | undefined, texts: Texts = {}, given: Partial<Messages> = {}): Messages {
  const language = languageIn(tag)
  const early = own(HEADINGS)[language]
  const come = own(texts)[language]
  const all = (!early && come ? come : `${early ?? HEADINGS.en}|${come || ENGLISH}`).split('|')
  const isBlank = (key: MessageKey, index: number) =>
    come === undefined && key.endsWith('Heading') && (isLater(language) || (index > 2 && language !== 'en' && early))
  const textOf = (key: MessageKey, index: number) => own(given)[key] ?? (isBlank(key, index) ? '\u00a0' : all[index])
  return Object.fromEntries(MESSAGE_KEYS.map((key, index) => [key, textOf(key, index)])) as unknown as Messages
}

/** The nearest `lang` above a node, through shadow roots; the browser's language where the page says none. */
export function languageOf(node: Element): string | undefined {
  for (let at: Element | undefined = node; at; ) {
    const holder = at.closest('[lang]')
    const tag = holder?.getAttribute('lang')
    if (tag) return tag
    const root = at.getRootNode()
    at = root instanceof ShadowRoot ? root.host : undefined
  }
  return typeof navigator === 'undefined' ? undefined : navigator.language
}
