import { own } from '../own.js'

/** The language of a tag of BCP 47. */
export function languageIn(tag: string | undefined): string {
  return tag?.toLowerCase().split(/[-_]/)[0] ?? ''
}

/**
 * Texts by name, of a table that has those of a language in one string, in the order of `keys` and with `|` between. English where it has
 * none for the language of `tag` (BCP 47).
 */
export function textsIn<Key extends string>(
  table: Readonly<Record<string, string>>,
  keys: readonly Key[],
  tag: string | undefined,
): Readonly<Record<Key, string>> {
  // Norwegian under any tag has the texts of Bokmål
  const language = languageIn(tag).replace(/^n[no]$/, 'nb')
  const texts = (own(table)[language] ?? table.en!).split('|')
  return Object.fromEntries(keys.map((key, index) => [key, texts[index]])) as Readonly<Record<Key, string>>
}
