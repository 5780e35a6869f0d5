import { itemSentence } from '../../src/catalog/item-sentence.js'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { longReadmes, passagesOf, type Readme } from '../data/readmes.js'
import type { EmbedTextsOptions, TextVectors } from '../text-vectors.js'

/** Long documents and their vectors, all of unit length. */
export interface LongDocuments {
  readonly documents: readonly Readme[]
  readonly dimensions: number
  /** Of what is embedded of an item: the beginning. */
  readonly beginnings: readonly Float32Array[]
  /** Of the passages of each. */
  readonly passages: readonly (readonly Float32Array[])[]
  /** Of the description that finds each. */
  readonly queries: readonly Float32Array[]
}

export async function longDocuments(
  embed: (texts: readonly string[], options?: EmbedTextsOptions) => Promise<TextVectors>,
): Promise<LongDocuments> {
  const documents = longReadmes()
  const { vectors, dimensions } = await embed(documents.map(itemSentence))
  const texts = documents.map(passagesOf)
  const parts = await embed(texts.flat())
  const asked = await embed(
    documents.map(({ query }) => query),
    { kind: 'query' },
  )
  const rows = rowsOf(parts.vectors, dimensions)
  return {
    documents,
    dimensions,
    beginnings: rowsOf(vectors, dimensions),
    passages: texts.map(({ length }) => rows.splice(0, length)),
    queries: rowsOf(asked.vectors, dimensions),
  }
}

function rowsOf(vectors: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: vectors.length / dimensions }, (_, row) => vectors.subarray(row * dimensions, (row + 1) * dimensions))
}

/** The direction of the sum of some vectors. */
export function directionOf(vectors: readonly Float32Array[]): Float32Array {
  return normalize(vectors[0]!.map((_, j) => vectors.reduce((sum, vector) => sum + vector[j]!, 0)))
}

/** Of the passage that is nearest to the query. */
export function bestPassage(query: Float32Array, passages: readonly Float32Array[]): number {
  return Math.max(...passages.map((passage) => dotProduct(query, passage)))
}

/** 1 over the place of the document that was meant, 0 without a score. */
export function reciprocalRank(scores: readonly number[], meant: number): number {
  const own = scores[meant]!
  return own === Number.NEGATIVE_INFINITY ? 0 : 1 / (1 + scores.filter((score) => score > own).length)
}
