import { fieldOfAlias } from '../aliases.js'
import { guessedField } from '../name-match.js'
import { isJsonLines, isRecord, LIST_KEYS } from '../rows.js'

/** Rows that `parseCatalog` reads by itself, and formats that are turned into such rows first. */
export type CatalogFormat = 'json' | 'json-lines' | 'table' | 'xml' | 'shopify' | 'woocommerce' | 'wordpress' | 'json-ld' | 'unknown'

/** The formats that need the reader of formats.js. */
export type ConvertedFormat = Exclude<CatalogFormat, 'json' | 'json-lines'>

export interface FoundFormat {
  readonly format: CatalogFormat
  /** The text without its byte order mark, or what its JSON says. */
  readonly value: unknown
}

/** A line of names is not longer. */
const HEADER_CHARACTERS = 20_000

/** Which format a catalog has, by its content alone.  */
export function formatOf(input: unknown): FoundFormat {
  if (typeof input !== 'string') return { format: shapeOf(input), value: input }
  const text = input.charCodeAt(0) === 0xfeff ? input.slice(1) : input
  const first = /\S/.exec(text)?.[0]
  if (first === '<') return { format: /^\s*<(?:!doctype\s+)?html[\s>]/i.test(text) ? 'unknown' : 'xml', value: text }
  try {
    const value: unknown = JSON.parse(text)
    return { format: shapeOf(value), value }
  } catch {
    if (first !== undefined && isJsonLines(text)) return { format: 'json-lines', value: text }
    return { format: first !== '{' && first !== '[' && hasHeader(text) ? 'table' : 'unknown', value: text }
  }
}

/** Whether the first line has the name of a field: without one nobody knows what the columns are. */
function hasHeader(text: string): boolean {
  const line = text
    .trimStart()
    .slice(0, HEADER_CHARACTERS)
    .split(/[\r\n]/, 1)[0]!
  const names = line.split(/[,;\t|]/).map((name) => name.replace(/^\s*"?|"?\s*$/g, ''))
  return names.some((name) => fieldOfAlias(name) !== undefined || (names.length > 1 && guessedField(name) !== undefined))
}

/** By the first row, because a catalog has rows of one kind. */
function shapeOf(value: unknown): CatalogFormat {
  if (isRecord(value) && ('@context' in value || '@graph' in value)) return 'json-ld'
  const list = isRecord(value) ? LIST_KEYS.map((key) => value[key]).find(Array.isArray) : value
  const row: unknown = Array.isArray(list) ? list[0] : value
  if (!isRecord(row)) return 'json'
  if (Array.isArray(row.variants) && typeof row.handle === 'string') return 'shopify'
  if (isRecord(row.title) && 'rendered' in row.title) return 'wordpress'
  if ('permalink' in row && ('regular_price' in row || isRecord(row.prices))) return 'woocommerce'
  return '@type' in row ? 'json-ld' : 'json'
}
