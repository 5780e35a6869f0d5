import type { RejectedRow } from '../types.js'

/** Rows that are rejected for one reason. */
export interface RejectedReason extends Pick<RejectedRow, 'field' | 'why'> {
  readonly rows: readonly number[]
}

const NAMED_ROWS = 5

/** What is wrong with a catalog, each thing once, in the order of the catalog. */
export function reasonsOf(rejected: readonly RejectedRow[]): RejectedReason[] {
  const reasons = new Map<string, RejectedReason & { rows: number[] }>()
  for (const { row, field, why } of rejected) {
    const known = reasons.get(`${field} ${why}`)
    if (known) known.rows.push(row)
    else reasons.set(`${field} ${why}`, { field, why, rows: [row] })
  }
  return [...reasons.values()]
}

/** `row 3, title`, or `rows 0, 1, 2, 3, 4 and 12 more, title`. */
export function rowsOf({ field, rows }: RejectedReason): string {
  const more = rows.length > NAMED_ROWS ? ` and ${rows.length - NAMED_ROWS} more` : ''
  return `${rows.length === 1 ? 'row' : 'rows'} ${rows.slice(0, NAMED_ROWS).join(', ')}${more}${field === '' ? '' : `, ${field}`}`
}
