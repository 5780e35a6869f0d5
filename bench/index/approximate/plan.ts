import type { ScanQuery } from '../../../src/vectors/scan-query.js'

export type IndexKind = 'flat' | 'binary' | 'ivf'

/** Most rows for a flat scan: the largest catalog of a page (docs/measurements.md#approximate-indexes). */
const MOST_FLAT_ROWS = 200_000
/** Most rows for signatures (docs/measurements.md#approximate-indexes). */
const MOST_BINARY_ROWS = 1_000_000
/** Reading this many allowed rows takes less time than an approximate search among all rows. */
const MOST_MASKED_ROWS = 50_000

/** The kind of index for a catalog of this many rows. */
export function planIndex(rows: number): IndexKind {
  return rows <= MOST_FLAT_ROWS ? 'flat' : rows <= MOST_BINARY_ROWS ? 'binary' : 'ivf'
}

/**
 * Whether a search reads every allowed row: if the index is flat, if the mask leaves few rows, or if k is more than a hundredth of the
 * allowed rows, because its shortlist would be most of them.
 */
export function isExhaustive(kind: IndexKind, { mask }: Pick<ScanQuery, 'mask'>, rows: number, k: number): boolean {
  if (kind === 'flat') return true
  const allowed = mask ? countAllowed(mask) : rows
  return allowed <= MOST_MASKED_ROWS || k * 100 > allowed
}

/** Number of rows that a mask (1 = allowed) allows. */
export function countAllowed(mask: Uint8Array): number {
  let allowed = 0
  for (let row = 0; row < mask.length; row++) allowed += mask[row]! === 0 ? 0 : 1
  return allowed
}
