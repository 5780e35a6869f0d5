import Papa from 'papaparse'
import { PagekinError } from '../../errors.js'
import { INTERACTION_TYPES } from '../../interaction.js'
import type { Interaction, InteractionType, RejectedRow } from '../../types.js'

/** One line of a log. */
export interface LoggedInteraction extends Interaction {
  readonly user: string
}

export interface InteractionLog {
  /** In the order of the file. */
  readonly interactions: readonly LoggedInteraction[]
  /** Lines that are none; `row` counts from 0, without the header. */
  readonly rejected: readonly RejectedRow[]
  readonly rows: number
}

const COLUMNS = ['user', 'item', 'at'] as const
/** As milliseconds this is March 1973: who writes less means seconds. */
const LEAST_MS = 1e11
/** Dates without a zone would mean another moment on every machine. */
const ISO_WITH_ZONE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/

/**
 * Reads a log of interactions: CSV (RFC 4180) with the columns user, item, type and at, in any order, others ignored. `type` is
 * view, click, cart, purchase or dismiss, and view where the column is not there; `at` is milliseconds since 1970 or ISO 8601,
 * a date alone being its midnight in UTC. A row that cannot be read is in `rejected` with the reason, and so is one whose item
 * the catalog does not have and one that repeats an earlier one to the letter. Throws `usage` for a text without these columns.
 *
 * @param has Whether the catalog has an item of this id.
 */
export function readInteractions(text: string, has: (id: string) => boolean, source = 'interactions'): InteractionLog {
  const { data, errors, meta } = Papa.parse<Record<string, string | undefined>>(text.replace(/^\ufeff/, ''), {
    header: true,
    delimiter: ',',
    skipEmptyLines: true,
  })
  const missing = COLUMNS.filter((column) => !meta.fields?.includes(column))
  if (missing.length > 0) {
    const received = meta.fields?.join(', ') ?? ''
    throw new PagekinError('usage', `${source}: received the columns ${received.slice(0, 200)}, expected also ${missing.join(', ')}`)
  }
  const broken = new Map(errors.map(({ row, message }) => [row, message]))
  const interactions: LoggedInteraction[] = []
  const rejected: RejectedRow[] = []
  const seen = new Set<string>()
  data.forEach((cells, row) => {
    const read = broken.has(row) ? { field: '', why: broken.get(row)! } : readRow(cells, meta.fields!.includes('type'), has)
    if ('why' in read) rejected.push({ row, ...read })
    else if (seen.has(JSON.stringify(read))) rejected.push({ row, field: '', why: 'repeats an earlier row' })
    else {
      seen.add(JSON.stringify(read))
      interactions.push(read)
    }
  })
  return { interactions, rejected, rows: data.length }
}

function readRow(
  { user = '', item = '', type = '', at = '' }: Record<string, string | undefined>,
  hasTypes: boolean,
  has: (id: string) => boolean,
): LoggedInteraction | { field: string; why: string } {
  const bad = (field: string, value: string, expected: string) => ({
    field,
    why: `received ${JSON.stringify(value.slice(0, 60))}, expected ${expected}`,
  })
  if (user.trim() === '') return bad('user', user, 'an id')
  if (!has(item)) return bad('item', item, 'the id of an item of the catalog')
  const kind = hasTypes ? type.trim() : 'view'
  if (!INTERACTION_TYPES.has(kind)) return bad('type', type, [...INTERACTION_TYPES].join(', '))
  const moment = momentOf(at.trim())
  if (moment === undefined) return bad('at', at, 'milliseconds since 1970 or ISO 8601 with a zone')
  return { user, id: item, type: kind as InteractionType, at: moment }
}

function momentOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) >= LEAST_MS && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
  if (!ISO_WITH_ZONE.test(text)) return undefined
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? undefined : moment
}
