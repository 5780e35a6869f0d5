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

export function queryWords(text: string, words: Bm25Index): QueryWord[] {
  return queryTerms(text).map((wanted) => ({ term: wanted.term, near: words.withNearTerms([wanted]) }))
}

/** Share of the query's words, by idf, that the names of an item hold; 0 for a query without words. */
export function namedShare(query: readonly QueryWord[], item: Item, words: Bm25Index): number {
  const [title, names] = itemFields(item)
  const held = new Set(tokenize(`${title!.text} ${names!.text}`))
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
  return rows.map((row, i) => {
    if (!index.has(row)) return null
    const standing = deviation > 0 ? (cosines[i]! - mean) / deviation : 0
    return { cosine: cosines[i]!, standing, named: namedShare(query, items[row]!, words), joining }
  })
}
