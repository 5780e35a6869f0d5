import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import { tokenize } from '../../lexical/tokens.js'

/** Share of a query's words, by idf in the catalog, that each text has: 0 to 1. */
export function coverageOf(query: readonly WeightedTerm[], texts: readonly string[], words: Bm25Index): number[] {
  const weights = new Map(query.map(({ term }) => [term, words.idfOf(term)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return texts.map((text) => {
    let shared = 0
    for (const term of new Set(tokenize(text))) shared += weights.get(term) ?? 0
    return total > 0 ? shared / total : 0
  })
}
