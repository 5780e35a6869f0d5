import type { AnswerContext } from '../engine/answers/context.js'
import { search } from '../engine/answers/search.js'
import { draws } from '../evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../evaluate/metrics/ndcg.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { tokenize, wordsByTerm } from '../lexical/tokens.js'
import type { LoggedSearch } from '../log/read-searches.js'
import type { Item, ItemId } from '../types.js'
import { toldGain } from './told-gain.js'

/** Words are read of it, as of any attribute. As a name that begins with @ it is no part of what is embedded, filtered by or compared. */
export const SEARCHES = '@searches'

/** Searches of the same words, in any order. */
export interface SearchGroup {
  /** As most wrote it. */
  readonly text: string
  /** How many searches led to each item. */
  readonly items: ReadonlyMap<ItemId, number>
}

/** What a log says about its words; why nothing could be said. */
export type JudgedWords = WordsGain | { readonly isKept: false; readonly why: string }

export interface WordsGain {
  /** Whether the gain is shown: its interval is above 0. */
  readonly isKept: boolean
  /** nDCG@10 of searches that the words do not know. */
  readonly before: number
  readonly gain: Interval
  /** Different searches that were asked. */
  readonly searches: number
}

const FEWEST_ASKED = 20
/** Of the different searches: each is asked of the words of the others. */
const PARTS = 5
/** More say the same, and each looks at every item. */
const MOST_ASKED = 1000
const MOST_ROWS_READ = 1e7
const K = 10
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
 * The items with the words of the searches that led to them, so that other searches with these words find them, too. Left out are words that
 * one search alone has and no item: they may name a visitor. Words stand in the order of their number, not of the search.
 *
 * Source: document expansion by queries (doc2query, Nogueira et al. 2019, arXiv 1904.08375), by those that people asked.
 *
 * @param words Of the items as they are.
 */
export function withSearches(items: readonly Item[], groups: readonly SearchGroup[], words: Bm25Index): Item[] {
  const counts = new Map<string, number>()
  const written = new Map<string, string>()
  const byItem = new Map<ItemId, Map<string, number>>()
  for (const { text, items } of groups) {
    for (const [term, word] of wordsByTerm(text)) {
      counts.set(term, (counts.get(term) ?? 0) + 1)
      if (!written.has(term)) written.set(term, word.toLowerCase())
      for (const id of items.keys()) {
        const own = byItem.get(id) ?? new Map<string, number>()
        byItem.set(id, own.set(term, (own.get(term) ?? 0) + 1))
      }
    }
  }
  return items.map((item) => {
    const terms = [...(byItem.get(item.id) ?? [])].filter(([term]) => counts.get(term)! > 1 || words.has(term))
    if (terms.length === 0) return item
    const most = terms.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_WORDS)
    const text = most.flatMap(([term, n]) => Array<string>(Math.min(n, MOST_REPEATS)).fill(written.get(term)!)).join(' ')
    return { ...item, attributes: { ...item.attributes, [SEARCHES]: [text] } }
  })
}

/**
 * Whether the words of searches help other ones. The different searches of the log are parted in five. Each part is asked of the items
 * with the words of the other four, and of those without: nDCG@10, an item that the search led to is right. The same log says the same.
 *
 * @param context The catalog, with all its vectors or none.
 * @param encode The vectors of queries, row by row; null to rank by words alone.
 */
export async function judgeWords(
  context: AnswerContext,
  groups: readonly SearchGroup[],
  encode: ((texts: readonly string[]) => Promise<Float32Array>) | null,
): Promise<JudgedWords> {
  const { rows, words, vectors } = context
  const most = Math.max(FEWEST_ASKED, Math.min(MOST_ASKED, Math.floor(MOST_ROWS_READ / rows.size)))
  const shuffled = draws(1).shuffled(groups)
  const asked = shuffled.slice(0, most)
  if (asked.length < FEWEST_ASKED) return { isKept: false, why: `${asked.length} different searches, it takes ${FEWEST_ASKED}` }
  const dimensions = vectors?.index.dimensions ?? 0
  const encoded = encode && (await encode(asked.map(({ text }) => text)))
  const ndcg = ({ text, items }: SearchGroup, at: number, words: Bm25Index) => {
    const vector = encoded?.slice(at * dimensions, (at + 1) * dimensions) ?? null
    const found = search(text, vector, { limit: K, complete: true }, { ...context, words })
    return ndcgAt(
      found.map(({ item }) => item.id),
      new Map([...items.keys()].map((id) => [id, 1])),
      K,
    )
  }
  const before = asked.map((group, at) => ndcg(group, at, words))
  const after = new Float64Array(asked.length)
  for (let part = 0; part < PARTS; part++) {
    const others = shuffled.filter((_, at) => at % PARTS !== part)
    const taught = Bm25Index.build(withSearches(rows.items, others, words).map(itemFields))
    for (let at = part; at < asked.length; at += PARTS) after[at] = ndcg(asked[at]!, at, taught)
  }
  const gain = pairedBootstrap(after, before)
  return { isKept: gain.lo > 0, before: before.reduce((sum, one) => sum + one, 0) / before.length, gain, searches: asked.length }
}

/** For people: whether the words are kept, and what they gain. */
export function toldOfWords(judged: JudgedWords): string {
  if ('why' in judged) return `words of searches: none; ${judged.why}\n`
  const { isKept, before, gain, searches } = judged
  const figures = `${toldGain(gain, `nDCG@${K}`, before)}, ${searches} searches asked of the words of others`
  return isKept ? `words of searches: in the pack (${figures})\n` : `words of searches: none; they have no sure gain (${figures})\n`
}
