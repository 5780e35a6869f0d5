import type { Bm25Index } from '../lexical/bm25.js'
import { tokenize, wordsByTerm } from '../lexical/tokens.js'
import type { LoggedSearch } from '../log/read-searches.js'
import type { Item, ItemId } from '../types.js'

/** Words are read of it, as of any attribute. As a name that begins with @ it is no part of what is embedded, filtered by or compared. */
export const SEARCHES = '@searches'

/** Searches of the same words, in any order. */
export interface SearchGroup {
  /** As most wrote it. */
  readonly text: string
  /** How many searches led to each item. */
  readonly items: ReadonlyMap<ItemId, number>
}

/** A word that more searches brought counts no more. */
const MOST_REPEATS = 3
/** Of an item: those of most searches. */
const MOST_WORDS = 100

export function searchGroups(searches: readonly LoggedSearch[]): SearchGroup[] {
  const groups = new Map<string, { readonly texts: Map<string, number>; readonly items: Map<ItemId, number> }>()
  for (const { query, id } of searches) {
    const key = [...new Set(tokenize(query))].sort().join(' ')
    if (key === '') continue
    const group = groups.get(key) ?? { texts: new Map(), items: new Map() }
    groups.set(key, group)
    group.texts.set(query, (group.texts.get(query) ?? 0) + 1)
    group.items.set(id, (group.items.get(id) ?? 0) + 1)
  }
  return [...groups.values()].map(({ texts, items }) => ({ text: [...texts].reduce((a, b) => (b[1] > a[1] ? b : a))[0], items }))
}

/** Whether a term may be told of the searches: one that a single search has and no item may name a visitor. */
export function tellableTerms(groups: readonly SearchGroup[], words: Bm25Index): (term: string) => boolean {
  const counts = new Map<string, number>()
  for (const { text } of groups) for (const term of new Set(tokenize(text))) counts.set(term, (counts.get(term) ?? 0) + 1)
  return (term) => counts.get(term)! > 1 || words.has(term)
}

/**
 * The items with the words of the searches that led to them, so that other searches with these words find them, too. Left out are words that
 * may not be told. Words stand in the order of their number, not of the search.
 *
 * Source: document expansion by queries (doc2query, Nogueira et al. 2019, arXiv 1904.08375), by those that people asked.
 *
 * @param words Of the items as they are.
 */
export function withSearches(items: readonly Item[], groups: readonly SearchGroup[], words: Bm25Index): Item[] {
  const isTellable = tellableTerms(groups, words)
  const written = new Map<string, string>()
  const byItem = new Map<ItemId, Map<string, number>>()
  for (const { text, items } of groups) {
    for (const [term, word] of wordsByTerm(text)) {
      if (!written.has(term)) written.set(term, word.toLowerCase())
      for (const id of items.keys()) {
        const own = byItem.get(id) ?? new Map<string, number>()
        byItem.set(id, own.set(term, (own.get(term) ?? 0) + 1))
      }
    }
  }
  return items.map((item) => {
    const terms = [...(byItem.get(item.id) ?? [])].filter(([term]) => isTellable(term))
    if (terms.length === 0) return item
    const most = terms.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_WORDS)
    const text = most.flatMap(([term, n]) => Array<string>(Math.min(n, MOST_REPEATS)).fill(written.get(term)!)).join(' ')
    return { ...item, attributes: { ...item.attributes, [SEARCHES]: [text] } }
  })
}
