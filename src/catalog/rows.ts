import { PagekinError } from '../errors.js'
import { type AliasedField, FIELD_ALIASES, fieldOfAlias } from './aliases.js'
import { jsonErrorOffset, positionAt } from './json-position.js'

/** 64 MiB, counted in UTF-16 code units; of a fetched file, in bytes after unpacking. */
export const MAX_CATALOG_CHARACTERS = 64 * 1024 * 1024

/** One row before it is read as an item. `why` is set where there is no value to read. */
export interface CatalogRow {
  readonly row: number
  readonly value?: unknown
  readonly why?: string
  /** The key of the row, in a catalog that is an object from id to item. */
  readonly key?: string
}

const EXPECTED = 'expected a JSON array of items, {"items": []} (or "products", "data"), {"id": item} or JSON lines'
const LIST_KEYS = ['items', 'products', 'data'] as const

/** The rows of a catalog in any accepted form. Throws `catalog-invalid` where the whole is not a catalog. */
export function catalogRows(input: unknown, source: string): Iterable<CatalogRow> {
  if (typeof input === 'string') return textRows(input, source)
  try {
    const rows = valueRows(input)
    if (rows !== undefined) return rows
  } catch (cause) {
    throw new PagekinError('catalog-invalid', `${source}: could not be read (${messageOf(cause)}); ${EXPECTED}`, { cause })
  }
  throw new PagekinError('catalog-invalid', `${source}: received ${nameOfType(input)}; ${EXPECTED}`)
}

function textRows(input: string, source: string): Iterable<CatalogRow> {
  if (input.length > MAX_CATALOG_CHARACTERS) {
    const size = `${(input.length / 1024 / 1024).toFixed(1)} MiB (${input.length} characters)`
    throw new PagekinError('catalog-invalid', `${source}: received ${size}; expected at most 64 MiB. Split the catalog`)
  }
  const text = input.charCodeAt(0) === 0xfeff ? input.slice(1) : input
  const start = /[^\s]/.exec(text)
  if (start === null) throw new PagekinError('catalog-invalid', `${source}: received empty text; ${EXPECTED}`)
  if (start[0] === '<') throw new PagekinError('catalog-invalid', `${source}: received HTML or XML, ${quoted(text)}; ${EXPECTED}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    if (isJsonLines(text)) return jsonLines(text)
    const offset = jsonErrorOffset(text)
    const { line, column } = positionAt(text, offset)
    const problem = offset >= text.length ? 'JSON that ends too early' : 'not JSON'
    const where = `at line ${line}, column ${column}, received ${quoted(text)}`
    throw new PagekinError('catalog-invalid', `${source}: ${problem} ${where}; ${EXPECTED}`, { cause })
  }
  const rows = valueRows(value)
  if (rows === undefined) throw new PagekinError('catalog-invalid', `${source}: received ${quoted(text)}; ${EXPECTED}`)
  return rows
}

function valueRows(value: unknown): Iterable<CatalogRow> | undefined {
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
function isJsonLines(text: string): boolean {
  let seen = 0
  for (const { line } of lines(text)) {
    try {
      if (isRecord(JSON.parse(line))) return true
    } catch {}
    if (++seen === 2) return false
  }
  return false
}

function* jsonLines(text: string): Iterable<CatalogRow> {
  for (const { line, row } of lines(text)) {
    let parsed: CatalogRow
    try {
      parsed = { row, value: JSON.parse(line) as unknown }
    } catch {
      parsed = { row, why: `line ${row + 1} is not JSON at column ${jsonErrorOffset(line) + 1}, received ${quoted(line)}` }
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
