import { own } from '../own.js'
import { languageIn } from '../page/text-table.js'
import { isLater, MESSAGE_KEYS, type Texts } from './messages.js'
import { TEXTS } from './texts.js'
import { warnUsage } from './warn.js'

const texts: Record<string, string> = own({ ...TEXTS })
let loading: Promise<unknown> | undefined

/** The texts that are there. Those of a language that few pages have are loaded now; `arrived` is called when they have come. */
export function textsFor(tag: string | undefined, arrived: () => void): Texts {
  const language = languageIn(tag)
  if (!isLater(language) || texts[language] !== undefined) return texts
  loading ??= import('./more-languages.js').then(({ LANGUAGES }) => Object.assign(texts, LANGUAGES)).catch(() => undefined)
  void loading.then(() => {
    // English stands in for what could not be fetched
    texts[language] ??= ''
    arrived()
  })
  return texts
}

/** Warns of the site's texts that no shelf has. */
export function warnOfUnknownTexts(given: object): void {
  const known: readonly string[] = MESSAGE_KEYS
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) warnUsage(`messages: there is no text "${name}", expected one of ${known.join(', ')}`)
  }
}
