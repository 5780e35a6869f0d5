import { wantedAudience } from '../../src/engine/answers/audience-term.js'
import { type AnswerContext, present, rankFor } from '../../src/engine/answers/context.js'
import { maskOf } from '../../src/engine/answers/mask.js'
import type { PreparedSearch } from '../../src/engine/answers/prepare-search.js'
import { search } from '../../src/engine/answers/search.js'
import { notWanted, searchWords, wordsIn } from '../../src/engine/answers/text-term.js'
import type { Term } from '../../src/ranking/term.js'
import type { Recommendation } from '../../src/types.js'

/** A search of a text with a vector, read as a page reads it. */
export type Asked = Omit<PreparedSearch, 'understood' | 'vector'> & { readonly vector: Float32Array }

/** A search among items with vectors. */
export type Searcher = (asked: Asked, limit: number, context: AnswerContext) => readonly Recommendation[]

/** The page's. */
export const pageSearch: Searcher = ({ text, vector, request, beside }, limit, context) =>
  search(text, vector, { ...request, limit }, context, beside)

/** As the page would search without what its first rows say. A list of clauses or alternatives has no such part. */
export const plainSearch: Searcher = (asked, limit, context) => {
  const { text, vector, request, beside } = asked
  const { clauses = [], alternatives = [], without = [] } = beside
  if (clauses.length > 1 || alternatives.length > 1) return pageSearch(asked, limit, context)
  const meaning: Term = {
    kind: 'vector',
    weight: 1,
    space: 'plain',
    parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }],
  }
  const forThem = wantedAudience(text, context)
  const terms = [
    searchWords(wordsIn(text, context), true, context),
    meaning,
    ...(forThem ? [forThem] : []),
    ...(without.length > 0 ? [notWanted(without, context)] : []),
  ]
  return present(rankFor(terms, maskOf(request, context, []), { ...request, limit }, 0, context), context)
}
