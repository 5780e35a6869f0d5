import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import { statistics } from '../../vectors/statistics.js'
import type { Vectors } from '../rank.js'
import type { Evidence } from './cutoff.js'

/**
 * What is known of a search and the rows that it found, in their order; null for a row without a vector.
 *
 * @param vector Of the query, as long as the index has dimensions.
 */
export function evidenceOf(
  query: readonly WeightedTerm[],
  vector: Float32Array,
  rows: readonly number[],
  words: Bm25Index,
  { index, sample }: Vectors,
): (Evidence | null)[] {
  const { mean, deviation } = statistics(index.scores(vector, sample.rows))
  const cosines = index.scores(vector, rows)
  const weights = new Map(query.map(({ term }) => [term, words.idfOf(term)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return rows.map((row, i) => {
    if (!index.has(row)) return null
    let shared = 0
    for (const term of words.termsOf(row)) shared += weights.get(term) ?? 0
    return { cosine: cosines[i]!, mean, deviation, coverage: total > 0 ? shared / total : 0 }
  })
}
