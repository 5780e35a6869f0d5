import { readingLog } from '../log/read-log.js'
import { type ItemInteractions, summingUp } from '../log/summary-of-log.js'
import { inPieces } from '../pieces.js'
import type { ItemId, RecommenderState } from '../types.js'
import { breathing } from './answers/breathing.js'

export interface LearntLog {
  readonly interactions: ItemInteractions
  readonly told: NonNullable<RecommenderState['interactions']>
}

const LISTED_ROWS = 100

/**
 * Reads and sums up a log, given whether the catalog has an item. It takes a slow device seconds, so what waits has its turn meanwhile.
 *
 * @throws PagekinError `interactions-invalid`.
 */
export async function learnLog(input: string | readonly unknown[], has: (id: ItemId) => boolean, source: string): Promise<LearntLog> {
  const breathe = breathing()
  const log = await inPieces(readingLog(input, has, source), breathe)
  const { rows, rejected } = log
  return {
    interactions: await inPieces(summingUp(log), breathe),
    told: { rows, rejected: rejected.length, rejectedRows: rejected.slice(0, LISTED_ROWS) },
  }
}
