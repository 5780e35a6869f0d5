import type { AnswerContext } from '../engine/answers/context.js'
import { forYou } from '../engine/answers/for-you.js'
import { CatalogRows, hashCatalog } from '../engine/catalog-rows.js'
import type { DenseText } from '../evaluate/baselines/dense-text.js'
import type { NextItemMethod } from '../evaluate/next-item/method.js'
import type { NextItemQuery } from '../evaluate/next-item/task.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { VectorSample } from '../ranking/vector-sample.js'
import type { Interaction, Item, Where } from '../types.js'
import { FlatIndex } from '../vectors/flat-index.js'

/** A catalog as the engine answers from it; the history is the question's. */
export type CatalogContext = Omit<AnswerContext, 'interactions' | 'now'>

/** @param index A vector for every item, in their order, or null to answer by words alone. Its centre is set here. */
export async function catalogContext(items: readonly Item[], index: FlatIndex | null): Promise<CatalogContext> {
  const rows = new CatalogRows()
  rows.replace(await hashCatalog(items))
  index?.setCentre(index.mean())
  return { rows, words: Bm25Index.build(items.map(itemFields)), vectors: index && { index, sample: new VectorSample(index) } }
}

/** The vectors in the index of a page. */
export function indexOf(vectors: DenseText): FlatIndex {
  const index = new FlatIndex(vectors.dimensions, { capacity: vectors.rowCount })
  index.resize(vectors.rowCount)
  for (let row = 0; row < vectors.rowCount; row++) index.set(row, vectors.row(row))
  return index
}

/** Where a set has no times: a view a minute, the last one now. */
const STEP_MS = 60_000

/** `forYou` as a page calls it. Diversity: as a request has it; absent, the default. */
export function forYouMethod(context: CatalogContext, diversity?: number, where?: Where): NextItemMethod {
  const index = context.vectors?.index
  return {
    bytes: index?.bytes ?? 0,
    top(query, limit) {
      const answer = forYou(
        { limit, ...(diversity !== undefined && { diversity }), ...(where && { where }) },
        { ...context, ...eventsOf(query, context) },
      )
      return answer.map(({ item }) => context.rows.rowOf(item.id)!)
    },
  }
}

/** What a visitor did before a question, and when it is asked. */
export function eventsOf({ history, events }: NextItemQuery, { rows }: CatalogContext): NonNullable<NextItemQuery['events']> {
  if (events) return events
  const now = history.length * STEP_MS
  return {
    interactions: Array.from(
      history,
      (row, i): Interaction => ({
        type: 'view',
        id: rows.items[row]!.id,
        at: now - (history.length - 1 - i) * STEP_MS,
      }),
    ),
    now,
  }
}
