import { PagekinError } from '../errors.js'
import type { GuessedField, Item, RejectedRow } from '../types.js'
import { type AliasedField, FIELD_ALIASES } from './aliases.js'
import { type FieldNames, readItem } from './read-item.js'
import { catalogRows, messageOf, quoted } from './rows.js'

export const MAX_ITEMS = 200_000

export interface ParseOptions {
  /** Rows beyond this are not read. Default 200,000. */
  readonly maxItems?: number
  /** Called with each row that is read. */
  readonly onRow?: () => void
  /** What error messages call the catalog, for example its address. Default `catalog`. */
  readonly source?: string
  /** The name of the field that each field of an item is read from first, where the catalog's own names say too little. */
  readonly fields?: Readonly<Record<string, string>>
}

export interface ParsedCatalog {
  readonly items: Item[]
  /** In the order of the catalog. Rows beyond `maxItems` are one entry together. */
  readonly rejected: RejectedRow[]
  /** How many of the rejected rows repeat the id of an earlier one. */
  readonly duplicates: number
  /** Columns that are no alias and were read as a field of `Item` because of their name. */
  readonly guesses: readonly GuessedField[]
}

/**
 * Reads a catalog: a JSON array of items, `{items | products | data: []}`, an object from id to item, or JSON lines, as text
 * (a byte order mark is skipped) or already parsed. An empty array is a catalog without items.
 *
 * A row needs an id and a title. Without an id its url is its id. Without a title the beginning of its description is its title.
 * Of rows with the same id the first wins. A row that cannot be read is in `rejected`, and the others are read.
 *
 * A field of `Item` is read from its aliases (`FIELD_ALIASES`), first readable one first, else from a column whose name seems to
 * mean it (`matchName`, listed in `guesses`). Everything else becomes an attribute: text, finite numbers, booleans and lists of
 * these, values that cannot be read as their field ("call us" as a price), further aliases, and nested objects one level down as
 * `outer.inner`. A stock number or a pre-order sets `available` and is also an attribute. Dropped: null, blank text, numbers that are
 * not finite, a negative price, deeper objects and lists of objects.
 *
 * Texts become plain text: titles are one line, HTML loses its tags, scripts and styles, entities are decoded, and lone surrogates
 * become U+FFFD. Long texts, lists and attributes are cut, never inside a surrogate pair. Too long an address is no address; too
 * long an id rejects the row. Addresses are not checked here: whoever draws them checks them.
 *
 * Throws `catalog-invalid` if the whole is not a catalog (not JSON, HTML, empty, too large), with line and column. Throws `usage` if
 * `fields` names a field that `Item` does not have.
 */
export function parseCatalog(input: unknown, options: ParseOptions = {}): ParsedCatalog {
  const { maxItems = MAX_ITEMS, source = 'catalog', fields = {}, onRow } = options
  const items: Item[] = []
  const rejected: RejectedRow[] = []
  const rowOfId = new Map<string, number>()
  checkFieldNames(fields)
  const guesses = new Map<string, GuessedField>()
  let duplicates = 0
  let read = 0
  try {
    for (const { row, value, why, key } of catalogRows(input, source)) {
      if (read === maxItems) {
        rejected.push({ row, field: '', why: `this row and all after it are not read: a catalog has at most ${maxItems} rows` })
        break
      }
      read++
      onRow?.()
      const result = why === undefined ? readSafely(value, key, fields) : { field: '', why }
      if (!('item' in result)) {
        rejected.push({ row, ...result })
        continue
      }
      const earlier = rowOfId.get(result.item.id)
      if (earlier === undefined) {
        rowOfId.set(result.item.id, row)
        items.push(result.item)
        for (const [name, field] of result.guesses ?? []) countGuess(guesses, name, field)
      } else {
        duplicates++
        rejected.push({
          row,
          field: 'id',
          why: `the id ${quoted(result.item.id)} is that of row ${earlier}, which comes first and is kept`,
        })
      }
    }
  } catch (thrown) {
    throw PagekinError.from(thrown, 'catalog-invalid', source)
  }
  return { items, rejected, duplicates, guesses: [...guesses.values()] }
}

function checkFieldNames(fields: Readonly<Record<string, string>>): asserts fields is FieldNames {
  const unknown = Object.keys(fields).find((field) => !Object.hasOwn(FIELD_ALIASES, field))
  if (unknown === undefined) return
  const expected = Object.keys(FIELD_ALIASES).join(', ')
  throw new PagekinError('usage', `fields: received ${quoted(unknown)}, expected one of ${expected}`)
}

function readSafely(value: unknown, key: string | undefined, fields: FieldNames): ReturnType<typeof readItem> {
  try {
    return readItem(value, key, fields)
  } catch (cause) {
    return { field: '', why: `could not be read (${messageOf(cause)})` }
  }
}

/** One name may be two fields, of different rows: each is told. */
function countGuess(guesses: Map<string, GuessedField>, name: string, field: AliasedField): void {
  const key = `${field} ${name}`
  guesses.set(key, { name, field, items: (guesses.get(key)?.items ?? 0) + 1 })
}
