import { PagekinError } from '../errors.js'
import { jsonErrorOffset, positionAt } from './json-position.js'
import { type ParsedCatalog, type ParseOptions, parseRows } from './read-rows.js'
import { assertLength, type CatalogRow, isJsonLines, jsonLines, messageOf, nameOfType, quoted, valueRows } from './rows.js'

/**
 * Reads rows: a JSON array of items, `{items | products | data: []}`, an object from id to item, or JSON lines, as text
 * (a byte order mark is skipped) or already parsed. An empty array is a catalog without items.
 *
 * A row needs an id and a title. Without an id its url is its id; in a catalog without both, as far as its first item tells, the title. Without a title the beginning of its description is its title.
 * Of rows with the same id the first wins. A row that cannot be read is in `rejected`, and the others are read.
 *
 * A field of `Item` is read from its aliases (`FIELD_ALIASES`), first readable one first, else from a column whose name seems to
 * mean it (`matchName`, listed in `guesses`). Everything else becomes an attribute: text, finite numbers, booleans and lists of
 * these, values that cannot be read as their field ("call us" as a price), further aliases, and nested objects one level down as
 * `outer.inner`. Of a sale price, a price and a list price the lowest that counts today is `price`, and a higher one `listPrice`. A stock number or a pre-order sets `available` and is also an attribute. Dropped: null, blank text, numbers that are
 * not finite, a negative price, deeper objects and lists of objects.
 *
 * Texts become plain text: titles are one line, HTML loses its tags, scripts and styles, entities are decoded, and lone surrogates
 * become U+FFFD. Long texts, lists and attributes are cut, never inside a surrogate pair. Too long an address is no address; too
 * long an id rejects the row. Addresses are not checked here: whoever draws them checks them.
 *
 * Throws `catalog-invalid` if the whole is not a catalog (not JSON, HTML, empty, too large), with line and column. Throws `usage` if
 * `fields` names a field that `Item` does not have. Other formats than rows: `readCatalog`.
 */
export function parseCatalog(input: unknown, options: ParseOptions = {}): ParsedCatalog {
  const { source = 'catalog', maxCharacters } = options
  return parseRows(() => catalogRows(input, source, maxCharacters), options)
}

const EXPECTED =
  'expected a JSON array of items, {"items": []} (or "products", "data"), {"id": item}, JSON lines, CSV whose first line names the columns, or XML (RSS, Atom, Google Merchant)'

/** The rows of a catalog in any accepted form. Throws `catalog-invalid` where the whole is not a catalog. */
export function catalogRows(input: unknown, source: string, maxCharacters?: number): Iterable<CatalogRow> {
  if (typeof input === 'string') return textRows(input, source, maxCharacters)
  try {
    const rows = valueRows(input)
    if (rows !== undefined) return rows
  } catch (cause) {
    throw new PagekinError('catalog-invalid', `${source}: could not be read (${messageOf(cause)}); ${EXPECTED}`, { cause })
  }
  throw new PagekinError('catalog-invalid', `${source}: received ${nameOfType(input)}; ${EXPECTED}`)
}

function textRows(input: string, source: string, maxCharacters: number | undefined): Iterable<CatalogRow> {
  assertLength(input, source, maxCharacters)
  const text = input.charCodeAt(0) === 0xfeff ? input.slice(1) : input
  const start = /[^\s]/.exec(text)
  if (start === null) throw new PagekinError('catalog-invalid', `${source}: received empty text; ${EXPECTED}`)
  if (start[0] === '<') throw new PagekinError('catalog-invalid', `${source}: received HTML or XML, ${quoted(text)}; ${EXPECTED}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    if (isJsonLines(text)) return jsonLines(text)
    if (looksLikeTable(text)) {
      throw new PagekinError(
        'catalog-invalid',
        `${source}: the first line names no column that is known, received ${quoted(text)}; expected CSV whose first line names the columns, such as id,title,price,url,image. Add that line`,
        { cause },
      )
    }
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

/** Whether two lines have a separator of columns in common. */
function looksLikeTable(text: string): boolean {
  const [one = '', two = ''] = text.trimStart().split(/[\r\n]+/, 2)
  return !/^[[{]/.test(one) && [',', '\t', ';', '|'].some((mark) => one.includes(mark) && two.includes(mark))
}
