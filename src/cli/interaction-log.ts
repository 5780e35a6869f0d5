import { toldRow } from '../catalog/rejected.js'
import type { Engine } from '../engine/engine.js'
import { PagekinError } from '../errors.js'
import { type InteractionLog, readLog } from '../log/read-log.js'
import { readSearches, type SearchLog } from '../log/read-searches.js'
import { type ItemInteractions, summaryOfLog } from '../log/summary-of-log.js'
import type { Item } from '../types.js'
import { exportedLog } from './exported-log.js'
import { type FittedWeights, fitWeights, toldOfWeights } from './fitted-weights.js'
import { InputFileError, readText } from './input-files.js'
import type { Terminal } from './terminal.js'

export interface FittedInteractions extends ItemInteractions {
  /** Null for a log of too few users. */
  readonly fitted: FittedWeights | null
  readonly log: InteractionLog
}

const NAMED_ROWS = 5

/**
 * Reads the log of `--interactions`: a path, or - for standard input.
 *
 * @throws InputFileError for a file that cannot be read, or has no interaction of this catalog.
 */
export function readLogFile(path: string, items: readonly Item[], terminal: Terminal): Promise<InteractionLog> {
  const ids = new Set(items.map(({ id }) => id))
  return readFile(path, (text) => readLog(exportedLog(text, items), (id) => ids.has(id), path), terminal)
}

/** Reads the log of `--searches` in the same way. Writes rejected rows to standard error. @throws InputFileError. */
export async function readSearchFile(path: string, engine: Engine, terminal: Terminal): Promise<SearchLog> {
  const log = await readFile(path, (text) => readSearches(text, (id) => engine.has(id), path), terminal)
  if (log.rejected.length > 0) terminal.err(`${path}: ${toldOfLog(log)}\n`)
  return log
}

async function readFile<Log>(path: string, read: (text: string) => Log, terminal: Terminal): Promise<Log> {
  try {
    return read(await readText(path, terminal))
  } catch (thrown) {
    if (thrown instanceof InputFileError || !(thrown instanceof PagekinError)) throw thrown
    throw new InputFileError(thrown.message.replace(/^\[[^\]]*\] /, ''), { cause: thrown })
  }
}

/** How many rows there were, and the first of those that are none. */
export function toldOfLog({ rows, rejected }: Pick<InteractionLog, 'rows' | 'rejected'>): string {
  const named = rejected.slice(0, NAMED_ROWS).map((row) => `  ${toldRow(row)}`)
  const more = rejected.length > NAMED_ROWS ? [`  and ${rejected.length - NAMED_ROWS} more`] : []
  return [`${rows} rows, ${rejected.length} rejected`, ...named, ...more].join('\n')
}

/** Sums up the interactions of a log with the engine's items. Writes rejected rows to standard error. */
export async function summaryOfFile(path: string, engine: Engine, terminal: Terminal): Promise<ItemInteractions> {
  return summaryOfLog(await readEngineLog(path, engine, terminal))
}

/** The same with weights of `forYou` fitted to the log if they gain. Writes which weights count to standard error. */
export async function fittedSummaryOfFile(path: string, engine: Engine, terminal: Terminal): Promise<FittedInteractions> {
  const log = await readEngineLog(path, engine, terminal)
  const { fitted } = engine.explore((context) => ({ fitted: fitWeights(context, log) }))
  terminal.err(toldOfWeights(fitted))
  const { ids, summary } = summaryOfLog(log)
  return { ids, summary: fitted?.isKept ? { ...summary, weights: fitted.weights } : summary, fitted, log }
}

async function readEngineLog(path: string, engine: Engine, terminal: Terminal): Promise<InteractionLog> {
  const { items } = engine.explore(({ rows }) => ({ items: rows.items }))
  const log = await readLogFile(path, items, terminal)
  if (log.rejected.length > 0) terminal.err(`${path}: ${toldOfLog(log)}\n`)
  return log
}
