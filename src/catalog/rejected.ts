import type { RejectedRow } from '../types.js'

/** Where a row is, as people count. */
type Place = Pick<RejectedRow, 'row' | 'line'>

/** Rows that are rejected for one reason. */
export interface RejectedReason extends Pick<RejectedRow, 'field' | 'why'> {
  readonly rows: readonly Place[]
}

const NAMED_ROWS = 5

/** What is wrong with a catalog, each thing once, in the order of the catalog. */
export function reasonsOf(rejected: readonly RejectedRow[]): RejectedReason[] {
  const reasons = new Map<string, RejectedReason & { rows: Place[] }>()
  for (const { field, why, ...place } of rejected) {
    const known = reasons.get(`${field} ${why}`)
    if (known) known.rows.push(place)
    else reasons.set(`${field} ${why}`, { field, why, rows: [place] })
  }
  return [...reasons.values()]
}

/** `row 3, title`, or `lines 2, 3, 4, 5, 6 and 12 more, title`: lines of a file, or rows from 1. */
export function rowsOf({ field, rows }: Pick<RejectedReason, 'field' | 'rows'>): string {
  const more = rows.length > NAMED_ROWS ? ` and ${rows.length - NAMED_ROWS} more` : ''
  const unit = rows[0]?.line === undefined ? 'row' : 'line'
  const named = rows.slice(0, NAMED_ROWS).map(({ row, line }) => line ?? row + 1)
  return `${unit}${rows.length === 1 ? '' : 's'} ${named.join(', ')}${more}${field === '' ? '' : `, ${field}`}`
}

export function placeOf({ row, line }: { readonly row: number; readonly line?: number | undefined }): Place {
  return line === undefined ? { row } : { row, line }
}

/** `line 3, title: why`. */
export function toldRow({ field, why, ...place }: RejectedRow): string {
  return `${rowsOf({ field, rows: [place] })}: ${why}`
}
