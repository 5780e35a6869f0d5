import type { Item } from '../types.js'
import { itemFields } from './item-fields.js'
import { tokenize } from './tokens.js'

/** What a pack in lists finds an item by: its terms, and its whole title as one. */
export function findingTerms(item: Item): Set<string> {
  return new Set([...itemFields(item).flatMap(({ text }) => tokenize(text)), wholeTitle(item.title)])
}

/** The same of a text that is searched for. */
export function askedTerms(text: string): string[] {
  return [...new Set([...tokenize(text), wholeTitle(text)])]
}

/** So that a title is found whose words are all frequent. */
function wholeTitle(text: string): string {
  return `=${tokenize(text).join(' ')}`
}
