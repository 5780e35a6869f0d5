import { type Bm25Index, queryTerms, type WeightedTerm } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { stopWords, tokenize } from '../../lexical/tokens.js'
import type { Vectors } from '../../ranking/rank.js'
import type { Item } from '../../types.js'
import { statistics } from '../../vectors/statistics.js'
import type { Evidence } from './confidence.js'

/** A word of a query with the terms of the catalog that stand for it: itself, or the nearest where no row has it. */
export interface QueryWord {
  readonly term: string
  readonly near: readonly WeightedTerm[]
}

/** Less alike, a term is a part of the word: a snowboard is no board. */
const SAME_WORD = 0.6

export function queryWords(text: string, words: Bm25Index): QueryWord[] {
  return queryTerms(text).map(({ term }) => {
    const near = words.withNearTerms([{ term, weight: 1 }])
    return { term, near: near.filter(({ weight }) => weight * near.length >= SAME_WORD) }
  })
}

/** Words behind which no head noun stands: of "dog bed for a labrador" it is the bed. */
const BEHIND_HEAD = /\s(?:for|with|in|to|that|of|from|under|on|at|who|which|by|between|using|about|without|when|für|mit|aus|ohne)\s/iu

/** The term of what a query looks for, undefined for one without words. */
function headOf(text: string): string | undefined {
  return text
    .split(BEHIND_HEAD)
    .map(tokenize)
    .find(({ length }) => length > 0)
    ?.at(-1)
}

/** Share of the query's words, by idf, that the names of an item hold; 0 for a query without words. */
export function namedShare(query: readonly QueryWord[], item: Item, words: Bm25Index): number {
  const [title, names] = itemFields(item)
  return shareOf(query, new Set(tokenize(`${title!.text} ${names!.text}`)), words)
}

function shareOf(query: readonly QueryWord[], held: ReadonlySet<string>, words: Bm25Index): number {
  let total = 0
  let shared = 0
  for (const { term, near } of query) {
    const idf = words.idfOf(term)
    total += idf
    if (near.some((one) => held.has(one.term))) shared += idf
  }
  return total > 0 ? shared / total : 0
}

export interface Searched {
  readonly text: string
  readonly query: readonly QueryWord[]
  /** As long as the index has dimensions. */
  readonly vector: Float32Array
}

/** What is known of a search and the rows that it found, in their order; null for a row without a vector. */
export function evidenceOf(
  { text, query, vector }: Searched,
  rows: readonly number[],
  items: readonly Item[],
  words: Bm25Index,
  { index, sample }: Vectors,
): (Evidence | null)[] {
  const { mean, deviation } = statistics(index.scores(vector, sample.rows))
  const cosines = index.scores(vector, rows)
  const joining = stopWords(text)
  const head = headOf(text)
  const heads = query.filter(({ term }) => term === head)
  return rows.map((row, i) => {
    if (!index.has(row)) return null
    const standing = deviation > 0 ? (cosines[i]! - mean) / deviation : 0
    const item = items[row]!
    return {
      cosine: cosines[i]!,
      standing,
      named: namedShare(query, item, words),
      told: shareOf(query, new Set(words.termsOf(row)), words),
      head: shareOf(heads, new Set(tokenize(item.title)), words),
      joining,
    }
  })
}
