import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { type EncodedSearches, encodeSearches, taughtSearches } from '../../src/cli/vectors-of-searches.js'
import { type SearchGroup, searchGroups, withSearches } from '../../src/cli/words-of-searches.js'
import type { AnswerContext } from '../../src/engine/answers/context.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { Bm25Index } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { type SearchedVectors, type TaughtSearch, withVectors } from '../../src/ranking/transforms/searched-vectors.js'
import type { ItemId } from '../../src/types.js'
import type { FlatIndex } from '../../src/vectors/flat-index.js'
import type { CatalogRow } from '../data/catalog-rows.js'
import { openSearchedSet, type SEARCHED_SETS, type SearchedSet } from '../data/searches-of-a-log.js'
import { splitByHash } from '../split.js'
import { embedTexts } from '../text-vectors.js'

/** `trainOnSearches`, or what is compared with it. */
export type TrainVectors = (index: FlatIndex, searches: readonly TaughtSearch[]) => SearchedVectors

/** A catalog as a page has it, with the different searches of its log in two halves. */
export interface SearchedCatalog {
  readonly context: AnswerContext
  readonly encoded: EncodedSearches
  readonly dev: readonly SearchGroup[]
  readonly test: readonly SearchGroup[]
}

export async function openSearches(name: (typeof SEARCHED_SETS)[number]): Promise<SearchedCatalog> {
  return openSet(name, openSearchedSet(name))
}

/** A site that has films and clothes, each a section of its own, and one log of both. */
export async function openSections(): Promise<SearchedCatalog> {
  const [films, clothes] = [openSearchedSet('MovieLens tags'), openSearchedSet('bundle intents')]
  return openSet('films and clothes', {
    rows: [...films.rows.map((row) => inSection(row, 'Films')), ...clothes.rows.map((row) => inSection(row, 'Clothes'))],
    searches: [
      ...films.searches.map((one) => ({ ...one, id: `Films ${one.id}` })),
      ...clothes.searches.map((one) => ({ ...one, id: `Clothes ${one.id}` })),
    ],
  })
}

function inSection({ id, ...row }: CatalogRow, section: string): CatalogRow {
  return { ...row, id: `${section} ${id}`, category: [section] }
}

async function openSet(name: string, { rows, searches }: SearchedSet): Promise<SearchedCatalog> {
  const { items } = parseCatalog(rows, { source: name })
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const context = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
  const groups = searchGroups(searches)
  const encoded = await encodeSearches(groups, items, async (texts) => (await embedTexts(texts, { kind: 'query' })).vectors)
  const known = new Set(
    splitByHash(
      `searches ${name}`,
      groups.map(({ text }) => text),
    ).dev,
  )
  return {
    context,
    encoded,
    dev: groups.filter(({ text }) => known.has(text)),
    test: groups.filter(({ text }) => !known.has(text)),
  }
}

/** The catalog with what a log teaches it: words, and vectors unless `train` is null. */
export function taughtBy(log: readonly SearchGroup[], train: TrainVectors | null, { context, encoded }: SearchedCatalog): AnswerContext {
  const { rows, vectors } = context
  const words = Bm25Index.build(withSearches(rows.items, log).map(itemFields))
  if (!train || !vectors) return { ...context, words }
  return { ...context, words, vectors: withVectors(vectors.index, train(vectors.index, taughtSearches(log, encoded, context))) }
}

const K = 10

/** nDCG@10; an item that the search led to is right. */
export function ndcgOf(found: readonly ItemId[], wanted: ReadonlyMap<ItemId, number>): number {
  return ndcgAt(found, new Map([...wanted.keys()].map((id) => [id, 1])), K)
}
