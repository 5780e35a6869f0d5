import type { ItemId } from '../types.js'

const encoder = new TextEncoder()

/**
 * CRC-32 of an id: what a pack knows an item by where the id itself would be too long. Bit by bit: a page asks for one, before its first
 * shelf, and would wait for the tables of `crc32`.
 */
export function idHash(id: ItemId): number {
  let crc = -1
  for (const byte of encoder.encode(id)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}

/**
 * Which of `count` files holds an item: the leading bits of the CRC-32 of its id. So an item that comes, goes or changes
 * touches one file of each part whatever its place in the catalog, and the file of an item is known from its id alone.
 *
 * @param count A power of two.
 */
export function bucketOf(id: ItemId, count: number): number {
  const bits = Math.log2(count)
  return bits === 0 ? 0 : idHash(id) >>> (32 - bits)
}

/** Files of terms name an item by its list and the first half of its `idHash`: among the items of one list, that is enough. */
export const MARK_SHIFT = 16

/** A whole title is a term, too. */
export function isTitle(term: string): boolean {
  return term.startsWith('=')
}

/** What files of terms call a term: a whole title is named by its `idHash`. */
export function termKey(term: string): string {
  return isTitle(term) ? `=${idHash(term).toString(36)}` : term
}

/** Members by bucket, each in the order of its id. */
export function intoBuckets<T>(members: readonly T[], idOf: (member: T) => ItemId, count: number): T[][] {
  const buckets: T[][] = Array.from({ length: count }, () => [])
  for (const member of members) buckets[bucketOf(idOf(member), count)]!.push(member)
  for (const bucket of buckets) bucket.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  return buckets
}
