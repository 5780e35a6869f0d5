import { PagekinError } from '../errors.js'
import type { GuessedField, Item, RejectedRow } from '../types.js'
import { type AliasedField, FIELD_ALIASES } from './aliases.js'
import { type FieldNames, readItem } from './read-item.js'
import { catalogRows, messageOf, quoted } from './rows.js'

export const MAX_ITEMS = 200_000

export interface ParseOptions {
  /** Rows beyond this are not read. Default 200,000. */
  readonly maxItems?: number
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
  /** Names that are no alias and were read as a field of `Item` for what they seem to mean, with how many items they gave it to. */
  readonly guesses: readonly GuessedField[]
}

/**
 * Reads a catalog: a JSON array of items, `{items | products | data: []}`, an object from id to item, or JSON lines, as text
 * (a byte order mark is skipped) or already parsed. An empty array is a catalog without items.
 *
 * A row needs an id and a title; without an id its url is its id, without a title its description's beginning is its title. Of rows with one id the first wins. Ids are compared as
 * strings, exactly. A row that cannot become an item (also one whose getters throw) is in `rejected`, and never fails the others.
 *
 * What is kept of a row: the `Item` fields, under any of the names in `FIELD_ALIASES`; of several names of one field the first
 * that can be read; where there is none of them, under a name that seems to mean the field (`matchName`), which `guesses` tells. All else becomes an attribute if it is text, a finite number, a boolean or a list of these (whose elements
 * become text): values that cannot be read as their field ("call us" as a price), second names of a field, fields nobody knows,
 * and the same one level down in nested objects as `outer.inner`. A stock number or a pre-order sets `available` and is an
 * attribute too. Not kept: null, blank text, numbers that are not finite, deeper objects and lists of objects.
 *
 * Text is plain text: titles are one line; a description that has tags of HTML prose loses its tags, scripts and styles; entities
 * are decoded; lone surrogates become U+FFFD. Cut, never through a surrogate pair: title 1,000 characters (UTF-16 code
 * units), description 20,000, other texts 2,000, names in lists 200; at most 100 elements a list and 100 attributes an item.
 * Addresses above 2,048 characters are not addresses; ids above 512 reject the row. Addresses are not checked here: what draws
 * them must.
 *
 * Throws `PagekinError('catalog-invalid')` where the whole is not a catalog (not JSON, HTML, empty, above 64 MiB of text), with
 * the line and column at which JSON ends to be JSON; `usage` for a name in `fields` that is no field of `Item`.
 */
export function parseCatalog(input: unknown, options: ParseOptions = {}): ParsedCatalog {
  const { maxItems = MAX_ITEMS, source = 'catalog', fields = {} } = options
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
