import Papa from 'papaparse'
import { PagekinError } from '../../src/errors.js'

export interface CsvOptions {
  /** Columns that the header must have. */
  readonly columns: readonly string[]
  /** Default `,`. */
  readonly delimiter?: string
}

/**
 * Rows of a CSV text with a header, by column name (RFC 4180, read by Papa Parse): quotes, line breaks in quotes, CRLF and LF,
 * a byte order mark. Blank lines are no rows. Throws `usage`, with file and row, where a column is missing, a quote is
 * not closed or a row has more or fewer fields than the header.
 */
export function parseCsv(where: string, text: string, options: CsvOptions): Record<string, string>[] {
  const body = text.replace(/^\ufeff/, '')
  const { delimiter = ',', columns } = options
  // Papa Parse guesses by the first line break it sees, which may be inside quotes
  const newline = /^[^\n"]*\r\n/.test(body) ? '\r\n' : '\n'
  const { data, errors, meta } = Papa.parse<Record<string, string>>(body, { header: true, delimiter, newline, skipEmptyLines: true })
  const [first] = errors
  if (first)
    throw new PagekinError(
      'usage',
      `${where}, near row ${first.row ?? 0}: received ${first.message}, expected closed quotes and as many fields as the header has`,
    )
  const missing = columns.filter((column) => !meta.fields?.includes(column))
  if (missing.length > 0) {
    throw new PagekinError('usage', `${where}: received columns ${meta.fields?.join(', ')}, expected also ${missing.join(', ')}`)
  }
  return data
}

/** The rows between `\n` of a text, without `\r` at their ends; not at other Unicode line breaks, which texts contain. A blank last line is none. */
export function lines(text: string): string[] {
  const rows = text.replace(/^\ufeff/, '').split('\n')
  if (rows.at(-1)?.trim() === '') rows.pop()
  return rows.map((row) => row.replace(/\r$/, ''))
}

/** A field that must be a number. Throws `usage`. */
export function numberField(where: string, text: string | undefined): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) throw new PagekinError('usage', `${where}: received ${JSON.stringify(text)}, expected a number`)
  return value
}
