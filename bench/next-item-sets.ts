import { itemSentence } from '../src/catalog/item-sentence.js'
import { parseCatalog } from '../src/catalog/parse.js'
import { type CatalogContext, catalogContext, indexOf } from '../src/cli/answer-context.js'
import { PagekinError } from '../src/errors.js'
import type { CatalogText } from '../src/evaluate/baselines/contenders.js'
import { DenseText } from '../src/evaluate/baselines/dense-text.js'
import type { NextItemTask } from '../src/evaluate/next-item/task.js'
import { itemFields } from '../src/lexical/item-fields.js'
import type { Item } from '../src/types.js'
import { bundleRows, type CatalogRow, industrialRows, movieRows } from './data/catalog-rows.js'
import { type Half, industrialTask, movieLensTask, sessionTask } from './next-item/sets.js'
import { sharedSets } from './shared-data.js'
import { embedTexts } from './text-vectors.js'

/** A real set as next-item tasks over one catalog; rows are the same everywhere. */
export interface NextItemSet {
  readonly name: NextItemSetName
  task(half: Half): NextItemTask
  readonly items: readonly Item[]
  readonly text: CatalogText & { readonly vectors: DenseText }
  /** As the engine answers from it, with int8 vectors. */
  readonly context: CatalogContext
}

export const NEXT_ITEM_SETS = ['movielens-small', 'amazon-industrial', 'bundle-sessions'] as const
export type NextItemSetName = (typeof NEXT_ITEM_SETS)[number]

/** Reads a set and its vectors; those that no earlier run made are made now. */
export async function openNextItemSet(name: NextItemSetName): Promise<NextItemSet> {
  const { rows, task } = OPEN[name]()
  const items = itemsOf(name, rows)
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const dense = new DenseText(vectors, dimensions)
  const context = await catalogContext(items, indexOf(dense))
  return { name, task, items, text: { fields: items.map(itemFields), words: context.words, vectors: dense }, context }
}

function movieLens(): { rows: CatalogRow[]; task: (half: Half) => NextItemTask } {
  const set = sharedSets.movieLens()
  return { rows: movieRows(set.movies), task: (half) => movieLensTask(set, half) }
}

function industrial(): { rows: CatalogRow[]; task: (half: Half) => NextItemTask } {
  const set = sharedSets.amazonIndustrial()
  return { rows: industrialRows(set.items), task: (half) => industrialTask(set, half) }
}

function bundleSessions(): { rows: CatalogRow[]; task: (half: Half) => NextItemTask } {
  const set = sharedSets.bundles()
  return { rows: bundleRows(set.items), task: (half) => sessionTask(set, half) }
}

const OPEN: Readonly<Record<NextItemSetName, typeof movieLens>> = {
  'movielens-small': movieLens,
  'amazon-industrial': industrial,
  'bundle-sessions': bundleSessions,
}

/** Every row must become an item, or rows of the task and of the catalog would part. */
function itemsOf(name: string, rows: readonly CatalogRow[]): Item[] {
  const { items, rejected } = parseCatalog(rows, { source: name })
  if (rejected.length > 0)
    throw new PagekinError('catalog-invalid', `${name}: ${rejected.length} rows rejected, first ${JSON.stringify(rejected[0])}`)
  return items
}
