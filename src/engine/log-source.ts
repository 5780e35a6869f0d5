import type { FormatReader } from '../catalog/read-catalog.js'
import { MAX_CATALOG_CHARACTERS } from '../catalog/rows.js'
import { PagekinError } from '../errors.js'
import type { EngineConfig } from '../protocol.js'
import { readBody } from '../read-body.js'
import type { ItemId } from '../types.js'
import type { openCandidates } from './candidates.js'
import { rowsOf } from './given-rows.js'
import type { LearntLog, learnLog } from './learn-log.js'
import type { openLists } from './lists-source.js'

/** What formats.js offers to an engine. */
export interface EngineFormats extends FormatReader {
  readonly learnLog: typeof learnLog
  readonly openLists: typeof openLists
  readonly openCandidates: typeof openCandidates
}

export type LoadEngineFormats = () => Promise<EngineFormats>

const TIMEOUT_MS = 30_000

/** Reads and sums up a log, given whether the catalog has an item. @throws PagekinError `interactions-invalid`, `timeout`, and what `load` rejects with. */
export type LearnLog = (has: (id: ItemId) => boolean) => Promise<LearntLog>

/** Begins to fetch the log of the config, if it has one. */
export function fetchLogAhead(
  { logUrl, logRows }: Pick<EngineConfig, 'logUrl' | 'logRows'>,
  load: LoadEngineFormats,
  signal: AbortSignal,
): LearnLog | undefined {
  if (logUrl === undefined && !logRows) return undefined
  const source = logUrl === undefined ? 'interactions' : `interactions ${logUrl}`
  const coming = logRows ? rowsOf(logRows) : fetchLog(logUrl!, source, load, signal)
  // who waits for it hears of a failure
  coming.catch(() => undefined)
  return async (has) => (await load()).learnLog(await coming, has, source)
}

async function fetchLog(url: string, source: string, load: LoadEngineFormats, signal: AbortSignal): Promise<string> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.any([signal, deadline]) })
    if (!response.ok) throw new PagekinError('interactions-invalid', `${source}: the server answered ${response.status}, expected 200`)
    const body = await readBody(response, MAX_CATALOG_CHARACTERS)
    if (!body) throw new PagekinError('interactions-invalid', `${source}: received more than 64 MiB, expected less`)
    return (await load()).decodeText(body, response.headers.get('content-type')).text
  } catch (cause) {
    if (deadline.aborted) throw new PagekinError('timeout', `${source}: no complete answer within ${TIMEOUT_MS / 1000} s`, { cause })
    throw PagekinError.from(cause, 'interactions-invalid', source)
  }
}
