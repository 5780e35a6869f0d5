import { PagekinError } from '../../errors.js'
import { queryTerms } from '../../lexical/bm25.js'
import { sentences } from '../../lexical/sentences.js'
import type { Explanation, ItemId, Recommendation } from '../../types.js'
import type { EncoderClient } from '../encoder-client.js'
import type { AnswerContext, Request } from './context.js'
import { coverageOf } from './coverage.js'
import { evidenceSentence } from './evidence-sentence.js'
import type { PreparedSearch } from './prepare-search.js'

/** Only so many sentences of a description are looked at: each one is embedded. */
const MAX_SENTENCES = 12

/** The request with this item as its only result, scored as among all. */
export function requestFor(id: ItemId): Request {
  return { limit: 1, where: { id, available: [true, false] }, diversity: 0, complete: true }
}

/** @throws PagekinError `item-unknown`; `usage` if the item cannot be a result: it is the item asked about, or was seen or dismissed. */
export function onlyAnswer(id: ItemId, [answer]: readonly Recommendation[], isHere: boolean): Recommendation {
  if (answer) return answer
  // removed while it was asked about
  if (!isHere) throw itemUnknown(id)
  throw new PagekinError(
    'usage',
    `explain: received "${id.slice(0, 100)}", expected an item that may be recommended here: not seen, dismissed or asked about`,
  )
}

export function itemUnknown(id: ItemId): PagekinError {
  return new PagekinError('item-unknown', `explain: received the id "${id.slice(0, 100)}", expected one of the catalog`)
}

/** Adds the sentence of the item's description that answers the query, if one stands out; by words alone without a vector of the query. */
export async function withEvidence(
  answer: Recommendation,
  { text, vector }: Pick<PreparedSearch, 'text' | 'vector'>,
  { words }: AnswerContext,
  encoder: Pick<EncoderClient, 'encode'>,
): Promise<Explanation> {
  const told = sentences(answer.item.description ?? '').slice(0, MAX_SENTENCES)
  if (told.length === 0) return answer
  const meaning = vector ? { query: vector, sentences: split(await encoder.encode(told, 'item'), vector.length) } : null
  const best = evidenceSentence({ meaning, coverage: coverageOf(queryTerms(text), told, words) })
  return best === null ? answer : { ...answer, evidence: told[best]! }
}

function split(vectors: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimensions }, (_, i) => vectors.subarray(i * dimensions, (i + 1) * dimensions))
}
