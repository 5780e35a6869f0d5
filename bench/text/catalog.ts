import { compileFilter } from '../../src/catalog/filter.js'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { type CatalogContext, catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { search } from '../../src/engine/answers/search.js'
import { similar } from '../../src/engine/answers/similar.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { queryTerms, type WeightedTerm } from '../../src/lexical/bm25.js'
import type { Item, Where } from '../../src/types.js'
import { topK } from '../../src/vectors/top-k.js'
import type { CatalogRow } from '../data/catalog-rows.js'
import { embedTexts } from '../text-vectors.js'
import type { By } from './row.js'

/** Ids, best first. */
export type Ranking = readonly string[]

export interface TextQuestion {
  readonly text: string
  /** The encoder's. */
  readonly vector: Float32Array
  readonly where?: Where
}

/** A set's catalog, as each of them answers from it. */
export interface TextCatalog {
  readonly items: readonly Item[]
  readonly megabytes: Required<By<number>>
  /** `limit` answers to a text, or as many as the filter lets through; `meaning` by vectors alone. */
  search(limit: number): Required<By<(question: TextQuestion) => Ranking>> & { readonly meaning: (question: TextQuestion) => Ranking }
  /** `limit` items like one, as a shelf shows them, with the default of diversity. */
  similar(limit: number): Required<By<(id: string) => Ranking>>
}

/** A posting is a row and its impact, 4 bytes each. */
const POSTING_BYTES = 8
/** Beside the codes of a row: its scale, what is left of its length, and its bias. */
const ROW_BYTES = 12

/** Rows that are rejected are told on the console, and can be no answer. */
export async function openTextCatalog(source: string, rows: readonly CatalogRow[]): Promise<TextCatalog> {
  const { items, rejected } = parseCatalog(rows, { source })
  // two abstracts of Cranfield have no text: a page leaves them out, too
  if (rejected.length > 0) console.error(`${source}: ${rejected.length} rows rejected, first ${JSON.stringify(rejected[0])}`)
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const context = await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))
  const { words } = context
  const lexical: CatalogContext = { ...context, vectors: null }
  const visit = { interactions: [], now: 0 }
  const ids = (found: readonly { readonly item: Item }[]) => found.map(({ item }) => item.id)
  const scores = new Float32Array(items.length)
  const byWords = (query: readonly WeightedTerm[], mask: Uint8Array, limit: number) => {
    words.scoresInto(query, scores)
    const hits = topK(scores, limit, mask)
    return [...hits.rows.subarray(0, hits.length)].map((row) => items[row]!.id)
  }
  const postings = items.reduce((sum, _, row) => sum + words.termsOf(row).length, 0) * POSTING_BYTES
  const withGraph = postings + words.graph().vectors.byteLength
  const all = (): Uint8Array => new Uint8Array(items.length).fill(1)
  return {
    items,
    megabytes: {
      pagekin: (withGraph + items.length * (dimensions + ROW_BYTES)) / 1e6,
      lexical: withGraph / 1e6,
      bm25: postings / 1e6,
    },
    search(limit) {
      const request = (where: Where | undefined) => ({ limit, complete: true, ...(where && { where }) })
      return {
        pagekin: ({ text, vector, where }) => ids(search(text, vector, request(where), { ...context, ...visit })),
        lexical: ({ text, where }) => ids(search(text, null, request(where), { ...lexical, ...visit })),
        bm25: ({ text, where }) => byWords(queryTerms(text), where ? compileFilter(where, items) : all(), limit),
        meaning({ vector, where }) {
          const hits = context.vectors!.index.search({ query: vector, mask: where ? compileFilter(where, items) : all() }, limit)
          return [...hits.rows.subarray(0, hits.length)].map((row) => items[row]!.id)
        },
      }
    },
    similar: (limit) => ({
      pagekin: (id) => ids(similar([id], { limit }, { ...context, ...visit })),
      lexical: (id) => ids(similar([id], { limit }, { ...lexical, ...visit })),
      bm25(id) {
        const row = context.rows.rowOf(id)!
        const others = all()
        others[row] = 0
        return byWords(words.itemQueryTerms(row), others, limit)
      },
    }),
  }
}
