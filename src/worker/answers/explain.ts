import { PagekinError } from '../../errors.js'
import { queryTerms } from '../../lexical/bm25.js'
import { sentences } from '../../lexical/sentences.js'
import { coverageOf } from '../../ranking/rerankers/coverage.js'
import { evidenceSentence } from '../../ranking/rerankers/evidence-sentence.js'
import type { Explanation, Item, ItemId, Recommendation } from '../../types.js'
import type { EncoderClient } from '../encoder-client.js'
import type { AnswerContext, Request } from './context.js'

/** Longer descriptions are looked through as far as this: each sentence is an embedding. */
const MAX_SENTENCES = 12

/** The request whose one answer is this item, scored as among all. */
export function requestFor(id: ItemId): Request {
  return { limit: 1, where: { id, available: [true, false] }, diversity: 0, minConfidence: 0, complete: true }
}

/** @throws PagekinError `usage` where there is no answer: the item is asked about itself, was met before, or was dismissed. */
export function onlyAnswer(id: ItemId, [answer]: readonly Recommendation[]): Recommendation {
  if (answer) return answer
  throw new PagekinError(
    'usage',
    `explain: received "${id.slice(0, 100)}", expected an item that may be recommended here: not seen, dismissed or asked about`,
  )
}

/** The sentence of the item's description that answers the query, where one stands out; by words alone without a vector of the query. */
export async function evidenceOf(
  { description = '' }: Item,
  text: string,
  query: Float32Array | null,
  { words }: AnswerContext,
  encoder: Pick<EncoderClient, 'encode'>,
): Promise<Explanation['evidence']> {
  const told = sentences(description).slice(0, MAX_SENTENCES)
  if (told.length === 0) return undefined
  const meaning = query && told.length > 1 ? { query, sentences: split(await encoder.encode(told, 'item'), query.length) } : null
  const best = evidenceSentence({ meaning, coverage: coverageOf(queryTerms(text), told, words) })
  return best === null ? undefined : told[best]
}

function split(vectors: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimensions }, (_, i) => vectors.subarray(i * dimensions, (i + 1) * dimensions))
}
