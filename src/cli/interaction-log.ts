import type { ItemInteractions } from '../engine/interactions.js'
import { PagekinError } from '../errors.js'
import { type InteractionLog, readInteractions } from '../evaluate/interactions/read-interactions.js'
import { summarize } from '../ranking/scorers/interaction-summary.js'
import { toSequences } from '../ranking/sequences.js'
import type { ItemId } from '../types.js'
import { InputFileError, readText } from './input-files.js'
import type { Terminal } from './terminal.js'

const NAMED_ROWS = 5

/**
 * Reads the log of `--interactions`: a path, or - for standard input.
 *
 * @param has Whether the catalog has an item of this id.
 * @throws InputFileError for a file that cannot be read, or has not the columns user, item, at.
 */
export async function readLog(path: string, has: (id: ItemId) => boolean, terminal: Terminal): Promise<InteractionLog> {
  try {
    return readInteractions(await readText(path, terminal), has, path)
  } catch (thrown) {
    if (thrown instanceof InputFileError || !(thrown instanceof PagekinError)) throw thrown
    throw new InputFileError(thrown.message.replace(/^\[[^\]]*\] /, ''), { cause: thrown })
  }
}

/** How many rows there were, and the first of those that are none. */
export function toldOfLog({ rows, rejected }: InteractionLog): string {
  const named = rejected.slice(0, NAMED_ROWS).map(({ row, field, why }) => `  row ${row}${field === '' ? '' : `, ${field}`}: ${why}`)
  const more = rejected.length > NAMED_ROWS ? [`  and ${rejected.length - NAMED_ROWS} more`] : []
  return [`${rows} rows, ${rejected.length} rejected`, ...named, ...more].join('\n')
}

/** Sums up the interactions of all users of a log, in order of time. Dismissed items do not count. */
export function summaryOfLog({ interactions }: InteractionLog): ItemInteractions {
  const ids = [...new Set(interactions.map(({ id }) => id))]
  const rowOf = new Map(ids.map((id, row) => [id, row]))
  const paths = new Map<string, { row: number; at: number }[]>()
  for (const { user, id, type, at } of interactions) {
    if (type === 'dismiss') continue
    const path = paths.get(user)
    if (path) path.push({ row: rowOf.get(id)!, at })
    else paths.set(user, [{ row: rowOf.get(id)!, at }])
  }
  const inOrder = [...paths.values()].map((path) => path.sort((a, b) => a.at - b.at).map(({ row }) => row))
  return { ids, summary: summarize(toSequences(inOrder, ids.length)) }
}
