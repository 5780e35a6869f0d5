import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import { topics } from '../../../../src/engine/answers/topics.js'
import { draws } from '../../../../src/evaluate/draw.js'
import type { Item } from '../../../../src/types.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { type CatalogRow, movieRows } from '../../../data/catalog-rows.js'
import { untouched } from '../../../data/labelled.js'
import { sharedSets } from '../../../shared-data.js'
import { embedTexts } from '../../../text-vectors.js'
import { openCatalog } from '../open-catalog.js'

/** The id of each item in the tree of topics, by row: "4.1.3" is the third item of the first part of the fourth topic. */
export type IdsOf = (context: AnswerContext) => Promise<readonly string[]>

export const topicIds: IdsOf = async (context) => (await topics({ items: 0, places: true }, context)).places!.map(({ id }) => id)

/** The same ids, of other items. */
export const shuffledIds: IdsOf = async (context) => draws(1).shuffled(await topicIds(context))

export interface CatalogIds {
  readonly name: string
  readonly items: readonly Item[]
  readonly context: AnswerContext
  readonly ids: readonly string[]
  /** Unit vectors of the items about their mean. */
  readonly rows: Float32Array
  readonly dimensions: number
}

/** Films, and toys that chose nothing. */
export async function realIds(idsOf: IdsOf): Promise<CatalogIds[]> {
  const toys = untouched().find(({ name }) => name === 'Amazon toys')!
  const sets: readonly (readonly [string, readonly CatalogRow[]])[] = [
    ['films', movieRows(sharedSets.movieLens().movies)],
    ['toys', toys.items.map(({ id, title }) => ({ id, title }))],
  ]
  const opened: CatalogIds[] = []
  for (const [name, given] of sets) {
    const { items, answering } = await openCatalog(name, given)
    const context = answering()
    const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
    opened.push({ name, items, context, ids: await idsOf(context), rows: centredRows(vectors, dimensions), dimensions })
  }
  return opened
}

/** Rows by their cell: an id without its last number, and of at most so many levels. */
export function cellsOf(ids: readonly string[], levels = Number.POSITIVE_INFINITY): ReadonlyMap<string, number[]> {
  const cells = new Map<string, number[]>()
  for (const [row, id] of ids.entries()) {
    const parts = id.split('.')
    const cell = parts.slice(0, Math.min(levels, parts.length - 1)).join('.')
    cells.set(cell, [...(cells.get(cell) ?? []), row])
  }
  return cells
}
