import type { Item } from '../types.js'
import { itemFields } from './item-fields.js'
import { tokenize } from './tokens.js'

/** What a pack in lists finds an item by, and what BM25 knows of it. */
export interface FindingWords {
  /** Each once. */
  readonly terms: ReadonlySet<string>
  /** The title as one term. */
  readonly title: string
  /** Of the text, in weighted terms (`Bm25Index`). */
  readonly length: number
}

export function findingWords(item: Item): FindingWords {
  const terms = new Set<string>()
  let length = 0
  for (const { text, weight } of itemFields(item)) {
    const own = tokenize(text)
    for (const term of own) terms.add(term)
    length += weight * own.length
  }
  return { terms, title: wholeTitle(item.title), length }
}

/** The same of a text that is searched for. */
export function askedTerms(text: string): string[] {
  return [...new Set([...tokenize(text), wholeTitle(text)])]
}

/** So that a title is found whose words are all frequent. */
function wholeTitle(text: string): string {
  return `=${tokenize(text).join(' ')}`
}
