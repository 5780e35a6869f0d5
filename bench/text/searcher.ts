import { type AnswerContext, present, rankFor } from '../../src/engine/answers/context.js'
import { searchWords, wordsIn } from '../../src/engine/answers/text-term.js'
import type { Term } from '../../src/ranking/term.js'
import type { Recommendation } from '../../src/types.js'
import { FEEDBACK_ROWS, withFeedback } from '../transforms/feedback.js'

/** A search of one text among items with vectors. */
export type Searcher = (text: string, vector: Float32Array, limit: number, context: AnswerContext) => readonly Recommendation[]

/** As a page searches, with another vector for the meaning: of one that is widened, `confidence` would be another too. */
export const plainSearch: Searcher = (text, vector, limit, context) => {
  const said = wordsIn(text, context)
  const { named } = said
  const meaning: Term = {
    kind: 'vector',
    weight: 1,
    space: 'plain',
    parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }],
  }
  const words = named.scores.some((score) => score > 0) ? [searchWords(said, true, context)] : []
  return present(rankFor([...words, meaning], new Uint8Array(context.rows.size).fill(1), { limit }, 0, context), context)
}

/** The same, widened by the first rows that it finds. */
export const widenedSearch: Searcher = (text, vector, limit, context) => {
  const first = plainSearch(text, vector, FEEDBACK_ROWS, context).map(({ item }) => context.rows.rowOf(item.id)!)
  return plainSearch(text, withFeedback(vector, first, context.vectors!.index), limit, context)
}
