import { itemSentence } from '../../catalog/item-sentence.js'
import { parseCatalog } from '../../catalog/parse.js'
import { type CatalogContext, catalogContext } from '../../cli/answer-context.js'
import { PagekinError } from '../../errors.js'
import type { CatalogRow } from '../../evaluate/data/catalog-rows.js'
import type { Item, Where } from '../../types.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { search, similar } from '../../worker/answers.js'
import { embedTexts } from '../text-vectors.js'

/** Ids, best first. */
export type Ranking = readonly string[]

/** A set's catalog as the product answers from it: with words and vectors, or by words alone, which is BM25. */
export interface TextCatalog {
  readonly items: readonly Item[]
  /** Megabytes that answers need beside the catalog's own text. */
  readonly megabytes: { readonly pagekin: number; readonly bm25: number }
  /** Texts embedded now, and the seconds they took. */
  readonly cold: { readonly texts: number; readonly seconds: number }
  /** `limit` answers to a text; `vector` null: by words. */
  search(text: string, vector: Float32Array | null, limit: number, where?: Where): Ranking
  /** `limit` items like one, as a shelf shows them, with the default of diversity. */
  similar(id: string, how: 'pagekin' | 'bm25', limit: number): Ranking
}

/** A posting is a row and its impact, 4 bytes each. */
const POSTING_BYTES = 8
/** Beside the codes of a row: its scale, what is left of its length, and its bias. */
const ROW_BYTES = 12

/** @throws PagekinError `catalog-invalid` where a row is rejected: figures are over all of a set. */
export async function openTextCatalog(source: string, rows: readonly CatalogRow[]): Promise<TextCatalog> {
  const { items, rejected } = parseCatalog(rows, { source })
  if (rejected.length > 0) {
    throw new PagekinError('catalog-invalid', `${source}: ${rejected.length} rows rejected, first ${JSON.stringify(rejected[0])}`)
  }
  const { vectors, dimensions, cold } = await embedTexts(items.map(itemSentence))
  const index = new FlatIndex(dimensions, { capacity: items.length })
  index.resize(items.length)
  items.forEach((_, row) => {
    index.set(row, vectors.subarray(row * dimensions, (row + 1) * dimensions))
  })
  const withVectors = await catalogContext(items, index)
  const words: CatalogContext = { ...withVectors, vectors: null }
  const visit = { interactions: [], now: 0 }
  const ids = (found: readonly { readonly item: Item }[]) => found.map(({ item }) => item.id)
  const postings = items.reduce((sum, _, row) => sum + words.words.termsOf(row).length, 0) * POSTING_BYTES
  return {
    items,
    cold,
    megabytes: { pagekin: (postings + items.length * (dimensions + ROW_BYTES)) / 1e6, bm25: postings / 1e6 },
    search(text, vector, limit, where) {
      const context = { ...(vector ? withVectors : words), ...visit }
      return ids(search(text, vector, { limit, complete: true, ...(where && { where }) }, context))
    },
    similar(id, how, limit) {
      return ids(similar([id], { limit }, { ...(how === 'pagekin' ? withVectors : words), ...visit }))
    },
  }
}
