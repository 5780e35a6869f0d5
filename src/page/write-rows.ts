import { PagekinError } from '../errors.js'
import type { WrittenRows } from '../protocol.js'

/** The page gets its turn after this long. */
const SLICE_MS = 8

/**
 * Writes the rows that a page gives as data for the way to the engine: a slice at a time, so that no catalog holds up the
 * page, and row by row, so that one whose getter throws, or that is no data, fails alone. Dates become ISO 8601; functions
 * in a row are left out.
 *
 * @param where What the caller called, for the error.
 * @throws PagekinError `usage` for what is no array.
 */
export async function writeRows(where: string, rows: readonly unknown[]): Promise<WrittenRows> {
  if (!Array.isArray(rows)) throw new PagekinError('usage', `${where}: received ${typeof rows}, expected an array of rows`)
  const slices: Blob[] = []
  const unreadable: { row: number; why: string }[] = []
  let slice = ''
  let begun = performance.now()
  for (let row = 0; row < rows.length; row++) {
    if (performance.now() - begun > SLICE_MS) {
      slices.push(new Blob([slice]))
      slice = ''
      await new Promise((resolve) => setTimeout(resolve))
      begun = performance.now()
    }
    const written = write(rows, row)
    if (typeof written !== 'string') unreadable.push({ row, why: written.why })
    slice += `${row === 0 ? '' : ','}${typeof written === 'string' ? written : 'null'}`
  }
  return { json: new Blob(['[', ...slices, slice, ']']), unreadable }
}

function write(rows: readonly unknown[], row: number): string | { readonly why: string } {
  try {
    const value = rows[row]
    // the type has no undefined, which a function or undefined is written as
    return (JSON.stringify(value) as string | undefined) ?? { why: `it is ${typeof value}` }
  } catch (thrown) {
    // what is wrong is in the first line of the engine's explanation
    const [why = ''] = String(thrown instanceof Error ? thrown.message : thrown).split('\n')
    return { why }
  }
}
