import { foldName } from '../catalog/aliases.js'
import { toldRow } from '../catalog/rejected.js'
import { isRecord } from '../catalog/rows.js'
import { PagekinError } from '../errors.js'
import type { ItemId, RejectedRow } from '../types.js'
import { COLUMN_NAMES, lacksColumns, tableOf } from './read-log.js'

/** A search of a visitor, and an item that they chose of what it found. */
export interface LoggedSearch {
  readonly query: string
  readonly id: ItemId
}

export interface SearchLog {
  /** In the order of the log. A search that led to several items is a row for each. */
  readonly searches: readonly LoggedSearch[]
  readonly rejected: readonly RejectedRow[]
  readonly rows: number
}

/** A longer text is no search. */
const LONGEST_QUERY = 500

/** Usual names of the column of queries, strongest first, in the form `foldName` gives. */
const QUERY = 'query search searchterm searchquery searchtext searchphrase term keyword keywords q text tag intent'.split(' ')

/**
 * Reads a log of searches: CSV, TSV, a JSON array, JSON lines, or rows, with a column of queries (query, search, term, q) and one of
 * items (item, product, sku). Other columns are not read. Rows without a query, or whose item the catalog lacks, are in `rejected`.
 *
 * @param has Whether the catalog has an item of this id.
 * @throws PagekinError `interactions-invalid` without one of the columns, and if no row is a search.
 */
export function readSearches(input: string | readonly unknown[], has: (id: ItemId) => boolean, source = 'searches'): SearchLog {
  const { names, rows } = tableOf(input)
  const columnOf = (wanted: readonly string[]) => wanted.flatMap((one) => names.find((name) => foldName(name) === one) ?? [])[0]
  const [query, item] = [columnOf(QUERY), columnOf(COLUMN_NAMES.item)]
  const searches: LoggedSearch[] = []
  const rejected: RejectedRow[] = []
  for (const { row, line, value, why } of rows) {
    const read =
      why !== undefined || !isRecord(value) ? { field: '', why: why ?? 'is no object' } : readRow(value[query!], value[item!], has)
    if ('why' in read) rejected.push({ row, ...(line && { line }), ...read })
    else searches.push(read)
  }
  if (query === undefined || item === undefined) {
    const missing = [...(query === undefined ? ['query'] : []), ...(item === undefined ? ['item'] : [])]
    throw lacksColumns(source, names, rows.length, missing)
  }
  if (searches.length === 0) {
    const [first] = rejected
    const why = first ? toldRow(first) : 'it is empty'
    throw new PagekinError('interactions-invalid', `${source}: received ${rows.length} rows, none of which is a search (${why})`)
  }
  return { searches, rejected, rows: rows.length }
}

function readRow(query: unknown, item: unknown, has: (id: ItemId) => boolean): LoggedSearch | Pick<RejectedRow, 'field' | 'why'> {
  const text = String(query ?? '').trim()
  const id = String(item ?? '').trim()
  const received = (value: string) => `received ${JSON.stringify(value.slice(0, 60))}`
  if (text === '') return { field: 'query', why: `${received(text)}, expected a text` }
  if (text.length > LONGEST_QUERY) return { field: 'query', why: `${received(text)}..., expected ${LONGEST_QUERY} characters at most` }
  return has(id) ? { query: text, id } : { field: 'item', why: `${received(id)}, expected the id of an item of the catalog` }
}
