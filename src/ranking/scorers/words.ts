import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import type { RowTerm } from '../term.js'

const NAMED_WORDS = 5
/** Numbers, and one or two Latin letters (units, mostly), count in the score but tell a reader nothing. */
const SAYS_NOTHING = /^(?:[\p{N}.,]+|[a-z]{1,2})$/iu

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
      const named = matched.map(({ term }) => wordOf(term, row)).filter((word) => !SAYS_NOTHING.test(word))
      return { kind: 'words', words: named.slice(0, NAMED_WORDS), weight: termWeight }
    },
  }
}
