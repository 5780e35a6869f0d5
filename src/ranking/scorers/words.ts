import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import type { RowTerm } from '../term.js'

const NAMED_WORDS = 5
/** Numbers, one or two Latin letters (units, mostly) and small words of German count in the score but tell a reader nothing. */
const SAYS_NOTHING =
  /^(?:[\p{N}.,]+|[a-z]{1,2}|d(?:er|ie|as|e[mns]|ass)|k?eine?[mnrs]?|und|oder|aber|mit|ohne|aus|auf|für|durch|vo[mnr]|zu[mr]|bei|beim|nach|über|nicht|auch|noch|sich|sind|ist|wie|als|wird)$/iu
/** The idf of a term that half of the rows have: what most rows have tells none of them. */
const LEAST_IDF = Math.LN2

/**
 * BM25 of `query` over all rows as a term; its reason names the words that brought most, without those that most rows have.
 *
 * @param wordOf A term of a row as people write it: terms are stems. Undefined for one that is not to be named.
 */
export function wordTerm(
  index: Bm25Index,
  query: readonly WeightedTerm[],
  rows: number,
  weight: number,
  wordOf: (term: string, row: number) => string | undefined,
): RowTerm {
  const scores = new Float32Array(rows)
  index.scoresInto(query, scores)
  return {
    kind: 'rows',
    weight,
    scores,
    reason(row, termWeight) {
      const telling = index.matchedTerms(row, query).filter(({ term, score }) => score > 0 && index.idfOf(term) > LEAST_IDF)
      const named = telling.map(({ term }) => wordOf(term, row)).filter((word): word is string => !SAYS_NOTHING.test(word ?? '1'))
      return { kind: 'words', words: named.slice(0, NAMED_WORDS), weight: termWeight }
    },
  }
}
