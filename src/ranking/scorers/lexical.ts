import type { TokenGraph } from '../../lexical/token-graph.js'
import { AS_IT_IS, standardize, standardOf } from '../standardize.js'
import type { RowTerm } from '../term.js'

export interface GraphPart {
  readonly graph: TokenGraph
  /** `graph.queryVector` of a text, or a weighted sum of rows of `graph.vectors`. */
  readonly query: Float32Array
  readonly weight: number
  /** Beyond this many deviations the term grows only as their logarithm; orders rows as without. Default: no bound. */
  readonly bound?: number
  /** How much of `weight` counts for a row, 0 to 1. Default: all of it. */
  readonly shareOf?: (row: number) => number
}

/**
 * What words say of a row, as one term, since readers see one reason for it: the words that are shared, and the graph for those
 * that stand together elsewhere in the catalog.
 *
 *     lexical_i = weight_words z(BM25)_i + weight_graph z(cosine(query, item_i))      bounded: c asinh(lexical_i / c)
 *
 * The bound is for sums with other terms: where one row of n has a word, BM25 there is the root of n deviations above its mean, more
 * than any cosine can be, and the more the larger the catalog.
 *
 * @param words `wordTerm` with its weight.
 */
export function lexicalTerm(words: RowTerm, part: GraphPart | null): RowTerm {
  if (!part) return words
  const { graph, query, weight, bound, shareOf = () => 1 } = part
  const rows = words.scores.length
  const near = new Float32Array(rows)
  graph.scoresInto(query, near)
  const ofWords = standardOf(words.scores)
  const ofGraph = standardOf(near)
  const scores = near.map((cosine, row) => {
    const byGraph = weight * shareOf(row) * standardize(cosine, ofGraph)
    const sum = words.weight * standardize(words.scores[row]!, ofWords) + byGraph
    return bound === undefined ? sum : bounded(sum, bound)
  })
  return { kind: 'rows', weight: 1, scores, standard: AS_IT_IS, reason: words.reason }
}

/** Nearly the same up to the bound; beyond it grows only as a logarithm. */
export function bounded(score: number, bound: number): number {
  return bound * Math.asinh(score / bound)
}

/** A query of several items: the sum of their vectors, each by its share. 0 where none has words. */
export function graphSeeds(graph: TokenGraph, seeds: readonly { readonly row: number; readonly share: number }[]): Float32Array {
  const { dimensions, vectors } = graph
  const query = new Float32Array(dimensions)
  for (const { row, share } of seeds) for (let j = 0; j < dimensions; j++) query[j]! += share * vectors[row * dimensions + j]!
  return query
}
