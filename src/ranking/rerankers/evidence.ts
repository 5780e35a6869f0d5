import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import { statistics } from '../../vectors/statistics.js'
import type { Evidence } from './cutoff.js'

/**
 * What is known of a search and the rows that it found.
 *
 * @param cosines Of the query with every row; NaN for a row without a vector.
 */
export function evidenceOf(query: readonly WeightedTerm[], words: Bm25Index, cosines: Float32Array): (row: number) => Evidence {
  const graph = words.graph()
  const near = new Float32Array(words.rowCount)
  graph.scoresInto(graph.queryVector(query), near)
  const { mean, deviation } = statistics(cosines)
  const { deviation: graphDeviation } = statistics(near)
  const weights = new Map(query.map(({ term }) => [term, words.idfOf(term)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return (row) => {
    let shared = 0
    for (const term of words.termsOf(row)) shared += weights.get(term) ?? 0
    return { cosine: cosines[row]!, mean, deviation, coverage: total > 0 ? shared / total : 0, graph: near[row]!, graphDeviation }
  }
}
