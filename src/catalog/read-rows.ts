import { PagekinError } from '../errors.js'
import { atOnce } from '../pieces.js'
import type { GuessedField, Item, RejectedRow } from '../types.js'
import { type AliasedField, FIELD_ALIASES } from './aliases.js'
import { notesOf } from './notes.js'
import { NO_ID, readItem } from './read-item.js'
import { placeOf, rowsOf } from './rejected.js'
import type { FieldNames, Reading } from './row-fields.js'
import { type CatalogRow, messageOf, quoted } from './rows.js'

export const MAX_ITEMS = 200_000

/** How large a catalog may be. */
export interface CatalogLimits {
  /** Rows beyond this are not read. Default 200,000. */
  readonly maxItems?: number
  /** UTF-16 code units. A longer text is refused. Default 64 MiB. */
  readonly maxCharacters?: number
}

export interface ParseOptions extends CatalogLimits {
  /** What error messages call the catalog, for example its address. Default `catalog`. */
  readonly source?: string
  /** The column that each field of an item is read from first, where the catalog's own names say too little; or a text with names of columns in braces, `/p/{sku}`. */
  readonly fields?: Readonly<Record<string, string>>
  /** ISO 4217. Of prices that the catalog gives without a currency. */
  readonly currency?: string
  /** Milliseconds since 1970: a sale price counts while its sale lasts. Default: the clock. */
  readonly now?: number
}

export interface ParsedCatalog {
  readonly items: Item[]
  /** In the order of the catalog. Rows beyond `maxItems` are one entry together. */
  readonly rejected: RejectedRow[]
  /** How many of the rejected rows repeat the id of an earlier one. */
  readonly duplicates: number
  /** Rows that are variants of a product which is an item itself. */
  readonly variants: number
  /** Columns that are no alias and were read as a field of `Item` because of their name. */
  readonly guesses: readonly GuessedField[]
  /** What an owner should know of the catalog as a whole, a clause each. */
  readonly notes: readonly string[]
}

/** Reads rows that were taken out of their format already, as `parseCatalog` says. @throws PagekinError as it says. */
export function parseRows(rows: () => Iterable<CatalogRow>, options: ParseOptions): ParsedCatalog {
  return atOnce(parsingRows(rows, options))
}

/** `parseRows` in pieces: stops at each row. */
export function* parsingRows(rows: () => Iterable<CatalogRow>, options: ParseOptions): Generator<void, ParsedCatalog> {
  const { maxItems = MAX_ITEMS, source = 'catalog', fields = {}, currency, now = Date.now() } = options
  const items: Item[] = []
  const rejected: RejectedRow[] = []
  const rowOfId = new Map<string, Pick<RejectedRow, 'row' | 'line'>>()
  checkFieldNames(fields)
  const reading: Reading = { names: fields, currency, now, found: new Set(), lostPictures: 0 }
  let titled = 0
  const guesses = new Map<string, GuessedField>()
  let duplicates = 0
  let variants = 0
  let read = 0
  try {
    for (const { row, line, value, raw, why, key, isVariant } of rows()) {
      const place = placeOf({ row, line })
      if (read === maxItems) {
        rejected.push({ ...place, field: '', why: `this row and all after it are not read: a catalog has at most ${maxItems} rows` })
        break
      }
      read++
      yield
      if (isVariant) {
        variants++
        continue
      }
      const result = why === undefined ? readSafely(value, key, reading, raw) : { field: '', why }
      if (!('item' in result)) {
        rejected.push({ ...place, ...result })
        continue
      }
      if (result.isNamedByTitle && items.length > titled) {
        rejected.push({ ...place, field: 'id', why: NO_ID })
        continue
      }
      const earlier = rowOfId.get(result.item.id)
      if (earlier === undefined) {
        rowOfId.set(result.item.id, place)
        items.push(result.item)
        if (result.isNamedByTitle) titled++
        for (const [name, field] of result.guesses ?? []) countGuess(guesses, name, field)
      } else {
        duplicates++
        rejected.push({
          ...place,
          field: 'id',
          why: `the id ${quoted(result.item.id)} is that of ${rowsOf({ field: '', rows: [earlier] })}, which comes first and is kept`,
        })
      }
    }
  } catch (thrown) {
    throw PagekinError.from(thrown, 'catalog-invalid', source)
  }
  const notes = notesOf(
    items,
    titled,
    Object.entries(fields).filter(([field]) => !reading.found.has(field)),
    reading.lostPictures,
  )
  return { items, rejected, duplicates, variants, guesses: [...guesses.values()], notes }
}

/** @throws PagekinError `usage`. */
function checkFieldNames(fields: Readonly<Record<string, string>>): asserts fields is FieldNames {
  const unknown = Object.keys(fields).find((field) => !Object.hasOwn(FIELD_ALIASES, field))
  if (unknown === undefined) return
  const expected = Object.keys(FIELD_ALIASES).join(', ')
  throw new PagekinError('usage', `fields: received ${quoted(unknown)}, expected one of ${expected}`)
}

function readSafely(value: unknown, key: string | undefined, reading: Reading, raw: unknown): ReturnType<typeof readItem> {
  try {
    return readItem(value, key, reading, raw)
  } catch (cause) {
    return { field: '', why: `could not be read (${messageOf(cause)})` }
  }
}

/** One name may be two fields, of different rows: each is told. */
function countGuess(guesses: Map<string, GuessedField>, name: string, field: AliasedField): void {
  const key = `${field} ${name}`
  guesses.set(key, { name, field, items: (guesses.get(key)?.items ?? 0) + 1 })
}
