import type { ScanQuery } from './scan-query.js'

export type IndexKind = 'flat' | 'binary' | 'ivf'

/** Up to here, the most that a page's catalog may have, a scan takes some 4 ms, and no index is worth what it may miss. */
const MOST_FLAT_ROWS = 200_000
/** Up to here a search by signatures takes less than half of a scan's time. */
const MOST_BINARY_ROWS = 1_000_000
/** So few allowed rows are read faster than an approximate index finds its lists among all. */
const MOST_MASKED_ROWS = 50_000

/** What a catalog of so many rows is searched with. */
export function planIndex(rows: number): IndexKind {
  return rows <= MOST_FLAT_ROWS ? 'flat' : rows <= MOST_BINARY_ROWS ? 'binary' : 'ivf'
}

/**
 * Whether one search reads every allowed row: always where there is nothing else; where a mask leaves few rows; and where k is more than
 * a hundredth of what may be found, since a shortlist for it would be most of the rows.
 */
export function isExhaustive(kind: IndexKind, { mask }: Pick<ScanQuery, 'mask'>, rows: number, k: number): boolean {
  if (kind === 'flat') return true
  const allowed = mask ? countAllowed(mask) : rows
  return allowed <= MOST_MASKED_ROWS || k * 100 > allowed
}

/** Rows that a mask (1 = allowed) lets through. */
export function countAllowed(mask: Uint8Array): number {
  let allowed = 0
  for (let row = 0; row < mask.length; row++) allowed += mask[row]! === 0 ? 0 : 1
  return allowed
}
