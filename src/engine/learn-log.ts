import { readLog } from '../log/read-log.js'
import { type ItemInteractions, summaryOfLog } from '../log/summary-of-log.js'
import type { ItemId, RecommenderState } from '../types.js'
import { after } from '../waiting.js'

export interface LearntLog {
  readonly interactions: ItemInteractions
  readonly told: NonNullable<RecommenderState['interactions']>
}

const LISTED_ROWS = 100

/**
 * Reads and sums up a log, given whether the catalog has an item. Each takes a slow device seconds, so what waits has its turn between them.
 *
 * @throws PagekinError `interactions-invalid`.
 */
export async function learnLog(input: string | readonly unknown[], has: (id: ItemId) => boolean, source: string): Promise<LearntLog> {
  const log = readLog(input, has, source)
  const { rows, rejected } = log
  await after(0, undefined)
  return {
    interactions: summaryOfLog(log),
    told: { rows, rejected: rejected.length, rejectedRows: rejected.slice(0, LISTED_ROWS) },
  }
}
