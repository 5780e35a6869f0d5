import type { Candidate } from '../../ranking/candidate.js'
import type { Item, Recommendations } from '../../types.js'
import { type AnswerContext, present, type Request } from '../answers/context.js'
import { confidenceOf, isNamed, SURE } from './confidence.js'
import { evidenceOf, namedShare, queryWords } from './evidence.js'

/** So many of the first rows tell whether a search is sure, however many are asked for. */
export const FIRST_ROWS = 8

/**
 * What a search found, with the confidence of each row that has a vector, and whether it is sure. It is where one of the first rows
 * is likely what was searched for, or has all its words in its names. It is not where none is; as long as rows lack whole vectors nobody
 * knows, since any of them may be it. A text without words is a wish alone, which the filter has met.
 *
 * @param found At least `FIRST_ROWS` rows, where the filter lets so many through.
 * @param parts The parts of a list, each with its alternatives: of each part one has to be in the names.
 */
export function withConfidence(
  found: readonly Candidate[],
  text: string,
  vector: Float32Array | null,
  { limit, minConfidence = 0 }: Pick<Request, 'limit' | 'minConfidence'>,
  context: AnswerContext,
  parts: readonly (readonly { readonly text: string }[])[],
): Recommendations {
  const { words, vectors, rows } = context
  const query = queryWords(text, words)
  const evidence =
    vector && vectors
      ? evidenceOf(
          { text, query, vector },
          found.map(({ row }) => row),
          rows.items,
          words,
          vectors,
        )
      : found.map(() => null)
  const told = found.map((candidate, i) => {
    const known = evidence[i]
    return known ? { ...candidate, confidence: confidenceOf(known) } : candidate
  })
  const wordings = parts
    .map((part) => part.map((one) => (one.text === text ? query : queryWords(one.text, words))))
    .filter((part) => part.some(({ length }) => length > 0))
  const names = (item: Item) =>
    text === '' ||
    item.id === text ||
    (wordings.length > 0 && wordings.every((part) => part.some((wording) => isNamed({ named: namedShare(wording, item, words) }))))
  const isSure = told.slice(0, FIRST_ROWS).some(({ row, confidence = 0 }) => confidence >= SURE || names(rows.items[row]!))
  const isWhole = vector !== null && vectors !== null && vectors.index.count >= rows.size && !vectors.drafts?.size
  const shown = told.slice(0, limit).filter(({ confidence = 1 }) => confidence >= minConfidence)
  return Object.assign(present(shown, context), (isSure || isWhole) && { sure: isSure })
}
