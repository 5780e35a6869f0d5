import { readFileSync } from 'node:fs'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { type CatalogContext, catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { type PreparedSearch, prepareSearch } from '../../src/engine/answers/prepare-search.js'
import { FIRST_ROWS } from '../../src/engine/confidence/with-confidence.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { inWordsOf } from '../../src/lexical/dialects.js'
import type { Item } from '../../src/types.js'
import { demoSearches } from '../data/demo-searches.js'
import type { NaturalQuery } from '../data/natural-queries.js'
import { sharedSets } from '../shared-data.js'
import { splitByHash } from '../split.js'
import { embedTexts } from '../text-vectors.js'

export const NATURAL_CATALOGS = ['amazon-products-1k', 'recipes', 'magento-luma', 'papers-94', 'demo shop'] as const
export type NaturalCatalog = (typeof NATURAL_CATALOGS)[number]

export interface NaturalSearch extends NaturalQuery {
  /** In the catalog's own English, with its wishes in it. */
  readonly text: string
  /** The encoder's, of `text`. */
  readonly vector: Float32Array
  /** As a page asks it, its wishes apart. */
  readonly prepared: PreparedSearch & { readonly vector: Float32Array }
  readonly typed: { readonly text: string; readonly vector: Float32Array }
  readonly half: 'dev' | 'test'
}

export interface OpenedCatalog {
  readonly items: readonly Item[]
  readonly vectors: DenseText
  /** As a page holds it, with nobody's history. */
  readonly context: CatalogContext & { readonly interactions: []; readonly now: 0 }
  readonly searches: readonly NaturalSearch[]
}

/** A catalog with the searches that people make of it, in halves by a hash of the text. */
export async function openNatural(name: NaturalCatalog): Promise<OpenedCatalog> {
  const isDemo = name === 'demo shop'
  const rows = isDemo ? readFileSync('demo/catalog/shop.jsonl', 'utf8') : sharedSets.naturalRows()[name]
  const { items } = parseCatalog(rows, { source: name })
  const queries = isDemo ? demoSearches(items) : sharedSets.naturalQueries(name)
  const texts = queries.map(({ text }) => text)
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const context = await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))
  const asked = texts.map((text) => inWordsOf(text, (term) => context.words.has(term)))
  const prepare = (vectorOf: (text: string) => Promise<Float32Array | null>) =>
    Promise.all(texts.map((text) => prepareSearch(text, { limit: FIRST_ROWS, complete: true }, context, vectorOf)))
  // prepared twice, so that all texts are embedded at once
  const wanted = new Set([...texts, ...asked])
  await prepare(async (text) => {
    wanted.add(text)
    return null
  })
  const places = new Map([...wanted].map((text, at) => [text, at]))
  const queryVectors = await embedTexts([...wanted], { kind: 'query' })
  const vectorOf = (text: string) => queryVectors.vectors.slice(places.get(text)! * dimensions, (places.get(text)! + 1) * dimensions)
  const prepared = await prepare(async (text) => vectorOf(text))
  const test = new Set(splitByHash('natural-queries', texts).test)
  return {
    items,
    vectors: new DenseText(vectors, dimensions),
    context: { ...context, interactions: [], now: 0 },
    searches: queries.map((query, i) => ({
      ...query,
      text: asked[i]!,
      vector: vectorOf(asked[i]!),
      prepared: { ...prepared[i]!, vector: vectorOf(prepared[i]!.text) },
      typed: { text: query.text, vector: vectorOf(query.text) },
      half: test.has(query.text) ? 'test' : 'dev',
    })),
  }
}
