import type { GivenRows } from '../protocol.js'

/** Rows for the reader of catalogs. A row that the page could not read throws the same reason when it is read. */
export async function rowsOf(given: GivenRows): Promise<readonly unknown[]> {
  if (!('json' in given)) return given
  const rows = JSON.parse(await given.json.text()) as unknown[]
  for (const { row, why } of given.unreadable) rows[row] = new UnreadableRow(why)
  return rows
}

class UnreadableRow {
  constructor(why: string) {
    Object.defineProperty(this, 'id', {
      enumerable: true,
      get() {
        throw new Error(why)
      },
    })
  }
}
