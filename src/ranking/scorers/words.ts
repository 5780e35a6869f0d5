import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import type { RowTerm } from '../term.js'

const NAMED_WORDS = 5

/**
 * BM25 of `query` over all rows as a term; its reason names the words that brought most.
 *
 * @param wordOf A term of a row as people write it: terms are stems.
 */
export function wordTerm(
  index: Bm25Index,
  query: readonly WeightedTerm[],
  rows: number,
  weight: number,
  wordOf: (term: string, row: number) => string,
): RowTerm {
  const scores = new Float32Array(rows)
  index.scoresInto(query, scores)
  return {
    kind: 'rows',
    weight,
    scores,
    reason(row, termWeight) {
      const matched = index.matchedTerms(row, query)
      return { kind: 'words', words: matched.slice(0, NAMED_WORDS).map(({ term }) => wordOf(term, row)), weight: termWeight }
    },
  }
}
