import { itemSentence } from '../../catalog/item-sentence.js'
import { pairedBootstrap } from '../metrics/bootstrap.js'
import type { VectorAblation } from './fields.js'
import { withoutField } from './item-values.js'
import { exactRanker } from './rankers.js'
import type { EvaluatedEncoder } from './report.js'
import { askAll } from './score.js'
import type { Task } from './task.js'

/** Items to embed again for each field. */
const POOL = 100

/** What each field is worth to an encoder: the first 100 query items of a task are embedded with and without it. */
export function vectorAblation(encoder: Pick<EvaluatedEncoder, 'encode' | 'dimensions'>): VectorAblation {
  return async (task, fields) => {
    const asked = task.queries.filter(({ text }) => text !== null).slice(0, POOL)
    const items = asked.map(({ row }) => task.items[row]!)
    const queries = asked.map(({ text }, row) => ({ row, text, relevant: new Set([row]) }))
    const part: Task = { ...task, items, queries }
    const ofQueries = await encoder.encode(
      queries.map(({ text }) => text!),
      'query',
    )
    const reciprocal = async (sentences: readonly string[]) => {
      const vectors = { items: await encoder.encode(sentences, 'item'), queries: ofQueries, dimensions: encoder.dimensions }
      return (await askAll(part, exactRanker(vectors), () => 0)).reciprocal
    }
    const withAll = await reciprocal(items.map(itemSentence))
    const gains = new Map<string, ReturnType<typeof pairedBootstrap>>()
    for (const field of fields) {
      const without = await reciprocal(items.map((item) => itemSentence(withoutField(item, field))))
      gains.set(field, pairedBootstrap(withAll, without))
    }
    return gains
  }
}
