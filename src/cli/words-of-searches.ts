import { SEARCHES } from '../catalog/searched-item.js'
import { wordsOf } from '../engine/answers/item-terms.js'
import { tokenize, wordsByTerm } from '../lexical/tokens.js'
import type { LoggedSearch } from '../log/read-searches.js'
import type { Item, ItemId } from '../types.js'

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

/**
 * The word that may be told for each term of the searches: one that two different searches have, else one that an item has. What a single search has and
 * no item may name a visitor; so may what longer and longer forms of one search have.
 */
export function tellableWords(groups: readonly SearchGroup[], items: readonly Item[]): ReadonlyMap<string, string> {
  const searches = new Map<string, Map<string, Set<string>[]>>()
  for (const { text } of groups) {
    const words = wordsByTerm(text)
    const terms = new Set(words.keys())
    for (const [term, word] of words) {
      const ofTerm = searches.get(term) ?? new Map<string, Set<string>[]>()
      searches.set(term, ofTerm)
      const written = word.toLowerCase()
      const ofWord = ofTerm.get(written) ?? []
      ofTerm.set(written, ofWord)
      ofWord.push(terms)
    }
  }
  const told = new Map<string, string>()
  for (const item of items) {
    for (const [term, word] of wordsOf(item)) if (searches.has(term) && !told.has(term)) told.set(term, word.toLowerCase())
  }
  for (const [term, words] of searches) {
    const [most] = [...words].filter(([, of]) => areDifferent(of)).sort(([, a], [, b]) => b.length - a.length)
    if (most) told.set(term, most[0])
  }
  return told
}

/** Whether one of these has what another lacks, and the other way round. */
function areDifferent(searches: readonly ReadonlySet<string>[]): boolean {
  const bySize = [...searches].sort((a, b) => a.size - b.size)
  return bySize.some((one, at) => at > 0 && [...bySize[at - 1]!].some((term) => !one.has(term)))
}

/**
 * The items with the words of the searches that led to them, so that other searches with these words find them, too. Words that
 * may not be told are left out (`tellableWords`). They stand in the order of their number, not of the search.
 *
 * Source: document expansion by queries (doc2query, Nogueira et al. 2019, arXiv 1904.08375), by those that people asked.
 */
export function withSearches(items: readonly Item[], groups: readonly SearchGroup[]): Item[] {
  const told = tellableWords(groups, items)
  const byItem = new Map<ItemId, Map<string, number>>()
  for (const { text, items } of groups) {
    for (const term of wordsByTerm(text).keys()) {
      for (const id of items.keys()) {
        const own = byItem.get(id) ?? new Map<string, number>()
        byItem.set(id, own.set(term, (own.get(term) ?? 0) + 1))
      }
    }
  }
  return items.map((item) => {
    const terms = [...(byItem.get(item.id) ?? [])].filter(([term]) => told.has(term))
    if (terms.length === 0) return item
    const most = terms.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_WORDS)
    const text = most.flatMap(([term, n]) => Array<string>(Math.min(n, MOST_REPEATS)).fill(told.get(term)!)).join(' ')
    return { ...item, attributes: { ...item.attributes, [SEARCHES]: [text] } }
  })
}
