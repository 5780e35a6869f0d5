import type { Messages, PluralForms } from './messages.js'

/** What is said aloud, in the language `lang`, of an answer that its visitor asked for. */
export function announcementOf(sure: boolean | undefined, shown: number, { unsure, results }: Messages, lang: string | undefined): string {
  const told = typeof results === 'string' ? `${results}: ${shown}` : numbered(results, shown, lang)
  return `${sure === false && shown > 0 ? `${unsure} ` : ''}${told}`
}

function numbered(forms: PluralForms, count: number, lang: string | undefined): string {
  let form: string | undefined
  try {
    form = forms[new Intl.PluralRules(lang).select(count)]
  } catch {
    // the page's language is no language
  }
  return (form ?? forms.other).replace('{0}', () => String(count))
}
