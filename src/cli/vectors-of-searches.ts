import { OWN_VECTOR } from '../catalog/searched-item.js'
import type { AnswerContext } from '../engine/answers/context.js'
import { type HashedCatalog, hashCatalog } from '../engine/catalog-rows.js'
import { tokenize } from '../lexical/tokens.js'
import type { SearchedVectors, TaughtSearch } from '../ranking/transforms/searched-vectors.js'
import type { Item } from '../types.js'
import type { Block } from '../vectors/blocks.js'
import { crc32 } from '../vectors/crc32.js'
import { MAX_CODE, quantizeInto } from '../vectors/quantize.js'
import { type SearchGroup, tellableWords } from './words-of-searches.js'

/** Vectors of searches, unit length, by their texts. */
export interface EncodedSearches {
  /** Of the whole text. */
  readonly asked: ReadonlyMap<string, Float32Array>
  /** Of the text without the words that may name a visitor (`tellableWords`); none where no other is left. */
  readonly told: ReadonlyMap<string, Float32Array>
}

/** @param encode The vectors of queries, row by row. */
export async function encodeSearches(
  groups: readonly SearchGroup[],
  items: readonly Item[],
  encode: (texts: readonly string[]) => Promise<Float32Array>,
): Promise<EncodedSearches> {
  const words = tellableWords(groups, items)
  const toldOf = (text: string) =>
    text
      .split(/\s+/u)
      .flatMap((word) => toldWord(word, words))
      .join(' ')
  const told = groups.map(({ text }) => [text, toldOf(text)] as const).filter(([, kept]) => tokenize(kept).length > 0)
  const texts = [...new Set([...groups.map(({ text }) => text), ...told.map(([, kept]) => kept)])]
  const vectors = await encode(texts)
  const dimensions = vectors.length / texts.length
  const vectorOf = new Map(texts.map((text, at) => [text, vectors.subarray(at * dimensions, (at + 1) * dimensions)]))
  return {
    asked: vectorOf,
    told: new Map(told.map(([text, kept]) => [text, vectorOf.get(kept)!])),
  }
}

/** A longer run of characters without a term is no word between others. */
const LONGEST_BETWEEN = 12

function toldWord(word: string, words: ReadonlyMap<string, string>): string[] {
  const terms = tokenize(word)
  if (terms.length === 0) return word.length <= LONGEST_BETWEEN ? [word] : []
  return terms.every((term) => words.has(term)) ? terms.map((term) => words.get(term)!) : []
}

/** What vectors of items are taught by. */
export function taughtSearches(
  groups: readonly SearchGroup[],
  { told }: EncodedSearches,
  { rows }: Pick<AnswerContext, 'rows'>,
): TaughtSearch[] {
  return groups.flatMap(({ text, items }) => {
    const vector = told.get(text)
    const chosen = [...items].flatMap(([id, count]) => {
      const row = rows.rowOf(id)
      return row === undefined ? [] : [[row, count] as const]
    })
    const total = chosen.reduce((sum, [, count]) => sum + count, 0)
    return vector && total > 0 ? [{ vector, shares: new Map(chosen.map(([row, count]) => [row, count / total])) }] : []
  })
}

/** Items that have vectors of their own, with the block in which they find them. */
export interface OwnVectors extends HashedCatalog {
  readonly block: Block
}

export async function withOwnVectors(items: readonly Item[], vectors: SearchedVectors, dimensions: number): Promise<OwnVectors> {
  const rows = [...vectors.keys()]
  const codes = new Int8Array(rows.length * dimensions)
  const own = [...items]
  const scales = Float32Array.from(rows, (row, place) => {
    const ofRow = codes.subarray(place * dimensions, (place + 1) * dimensions)
    const scale = quantizeInto(vectors.get(row)!, ofRow, MAX_CODE)
    const item = items[row]!
    const number = crc32(new Uint8Array(codes.buffer, ofRow.byteOffset, dimensions))
    own[row] = { ...item, attributes: { ...item.attributes, [OWN_VECTOR]: number } }
    return scale
  })
  const hashed = await hashCatalog(own)
  return { ...hashed, block: { dimensions, keys: rows.map((row) => hashed.hashes[row]!), codes, scales } }
}
