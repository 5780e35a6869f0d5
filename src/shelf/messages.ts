import { own } from '../own.js'

/** Every text of the shelf that does not come from the catalog, in this order. `{0}` is filled in. */
const KEYS = [
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
] as const

export type MessageKey = (typeof KEYS)[number]
export type Messages = Readonly<Record<MessageKey, string>>

/** By language: texts in the order of `KEYS`, in one line, since names of the fields would weigh more than the texts. */
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
  'Results|Nothing found.|No exact match. Closest:|Recommendations could not be loaded.|Previous|Next|Not interested|Loading|Unavailable|Similar to {0}|Because you viewed {0}|In common: {0}|Matches your search|Others went on to this|Popular|A varied choice|Understood|Undo: {0}|other currency|As you asked: {0}|Like this, but|Cheaper|More: {0}|Less: {0}|Recently viewed|New|Buy again|Forget|Forget all'

/**
 * The texts of the language of `tag` (BCP 47), English where there are none. `texts` are those of TEXTS, once they are there. Headings that
 * come with them are a line without words until then.
 */
export function messagesFor(tag: string | undefined, texts: Texts = {}): Messages {
  const language = tag?.toLowerCase().split(/[-_]/)[0] ?? ''
  const all = `${own(HEADINGS)[language] ?? HEADINGS.en}|${own(texts)[language] ?? ENGLISH}`.split('|')
  const isEarly = language !== 'en' && own(HEADINGS)[language] !== undefined && !own(texts)[language]
  const textOf = (key: MessageKey, index: number) => (isEarly && index > 2 && key.endsWith('Heading') ? '\u00a0' : all[index])
  return Object.fromEntries(KEYS.map((key, index) => [key, textOf(key, index)])) as unknown as Messages
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

/** What is said aloud of an answer that its visitor asked for. */
export function announcementOf(sure: boolean | undefined, shown: number, { unsure, results }: Messages): string {
  return `${sure === false && shown > 0 ? `${unsure} ` : ''}${results}: ${shown}`
}
