import { PagekinError } from '../errors.js'
import { type AliasedField, FIELD_ALIASES, fieldOfAlias } from './aliases.js'

/** 64 MiB, counted in UTF-16 code units; of a fetched file, in bytes after unpacking. */
export const MAX_CATALOG_CHARACTERS = 64 * 1024 * 1024

/** @throws PagekinError `catalog-invalid` for a longer text. */
export function assertLength(text: string, source: string, most = MAX_CATALOG_CHARACTERS): void {
  if (text.length <= most) return
  const size = `${(text.length / 1024 / 1024).toFixed(1)} MiB (${text.length} characters)`
  throw new PagekinError(
    'catalog-invalid',
    `${source}: received ${size}; expected at most ${Math.round(most / 2 ** 20)} MiB. Split the catalog`,
  )
}

/** One row before it is read as an item. `why` is set where there is no value to read. */
export interface CatalogRow {
  readonly row: number
  /** Of the file, from 1, where it has lines. */
  readonly line?: number
  readonly value?: unknown
  /** As it was written, where `value` was made from it. */
  readonly raw?: unknown
  readonly why?: string
  /** Another row, its product, stands for it: no item, and no mistake. */
  readonly isVariant?: true
  /** The key of the row, in a catalog that is an object from id to item. */
  readonly key?: string
}

/** `why` of a product that an export of a shop has, and its pages have not. */
export const NOT_SHOWN = 'the shop does not show it: it is a draft, archived or not published'

export const LIST_KEYS = ['items', 'products', 'data'] as const

/** The rows of parsed JSON; undefined where it is no catalog. */
export function valueRows(value: unknown): Iterable<CatalogRow> | undefined {
  if (Array.isArray(value)) return arrayRows(value)
  if (!isRecord(value)) return undefined
  for (const key of LIST_KEYS) {
    const list = value[key]
    if (Array.isArray(list)) return arrayRows(list)
  }
  // one item alone is JSON lines of one line
  if (hasTitle(value) || (hasField(value, 'id') && hasText(value, 'description'))) return [{ row: 0, value }]
  const entries = Object.entries(value)
  // an answer such as {"error": {"message": "..."}} must not pass for a catalog: its values have no titles
  if (!entries.some(([, item]) => isRecord(item) && hasTitle(item)) || !entries.every(([, item]) => isRecord(item))) return undefined
  return entries.map(([key, item], row) => ({ row, value: item, key }))
}

function* arrayRows(list: readonly unknown[]): Iterable<CatalogRow> {
  const { length } = list
  for (let row = 0; row < length; row++) {
    try {
      yield { row, value: list[row] }
    } catch (cause) {
      yield { row, why: `could not be read (${messageOf(cause)})` }
    }
  }
}

/** JSON lines, if one of the first two lines that are not blank is an object: a cut first line spoils one row, not the catalog. */
export function isJsonLines(text: string): boolean {
  let seen = 0
  for (const { line } of lines(text)) {
    try {
      if (isRecord(JSON.parse(line))) return true
    } catch {}
    if (++seen === 2) return false
  }
  return false
}

export function* jsonLines(text: string): Iterable<CatalogRow> {
  for (const { line, row } of lines(text)) {
    let parsed: CatalogRow
    try {
      parsed = { row, line: row + 1, value: JSON.parse(line) as unknown }
    } catch {
      parsed = { row, line: row + 1, why: `is not JSON, received ${quoted(line)}` }
    }
    yield parsed
  }
}

/** Lines that are not blank. Only `\n` ends a line: JSON strings may hold the other line breaks of Unicode. */
function* lines(text: string): Iterable<{ line: string; row: number }> {
  let row = 0
  for (let start = 0; start <= text.length; row++) {
    const end = text.indexOf('\n', start)
    const line = (end < 0 ? text.slice(start) : text.slice(start, end)).trim()
    if (line !== '') yield { line, row }
    if (end < 0) return
    start = end + 1
  }
}

function hasTitle(value: Record<string, unknown>): boolean {
  return hasText(value, 'title')
}

function hasField(value: Record<string, unknown>, field: AliasedField): boolean {
  return Object.keys(value).some((key) => fieldOfAlias(key) === field)
}

function hasText(value: Record<string, unknown>, field: AliasedField): boolean {
  return Object.keys(value).some((key) => fieldOfAlias(key) === field && typeof value[key] === 'string')
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `text` between quotes, its first 60 characters at the most, on one line. */
export function quoted(text: string): string {
  const shown = text
    .slice(0, 60)
    .replace(/[\s\p{Cc}\p{Surrogate}]+/gu, ' ')
    .trim()
  return text.length > 60 ? `"${shown}..."` : `"${shown}"`
}

export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    return 'an error without a message'
  }
}

export function nameOfType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : typeof value
}

/** The names a title may have, for messages. */
export const TITLE_NAMES = FIELD_ALIASES.title.slice(0, 3).join(', ')
