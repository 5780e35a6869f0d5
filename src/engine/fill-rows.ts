import { type Block, draftKey } from '../vectors/blocks.js'
import type { FlatIndex } from '../vectors/flat-index.js'

const NEAR = 8

/**
 * Gives every row without a vector, or with one of a draft, the stored one whose key is the hash of its text. Rows of the same text
 * share one. Those that got one leave `drafts`.
 *
 * @returns How many rows got one.
 */
export function fillRows(index: FlatIndex, hashes: readonly string[], blocks: readonly Block[], drafts = new Set<number>()): number {
  let filled = 0
  const ours = blocks.filter(({ dimensions }) => dimensions === index.dimensions)
  const lacks = (row: number) => !index.has(row) || drafts.has(row)
  const place = (row: number, { codes, scales, dimensions }: Block, i: number) => {
    index.setCodes(row, codes.subarray(i * dimensions, (i + 1) * dimensions), scales[i]!)
    drafts.delete(row)
    filled++
  }
  fillRuns(hashes, ours, lacks, place)
  const lacking = new Map<string, number[]>()
  hashes.forEach((hash, row) => {
    if (!lacks(row)) return
    const same = lacking.get(hash)
    if (same) same.push(row)
    else lacking.set(hash, [row])
  })
  if (lacking.size === 0) return filled
  for (const block of ours) {
    block.keys.forEach((key, i) => {
      for (const row of lacking.get(key) ?? []) place(row, block, i)
      lacking.delete(key)
    })
  }
  return filled
}

/** Gives every row without a vector the stored one of its draft, and adds it to `drafts`. */
export function fillDrafts(index: FlatIndex, hashes: readonly string[], blocks: readonly Block[], drafts: Set<number>): number {
  const lacking = [...hashes.keys()].filter((row) => !index.has(row))
  const filled = lacking.length > 0 ? fillRows(index, hashes.map(draftKey), blocks) : 0
  for (const row of lacking) if (index.has(row)) drafts.add(row)
  return filled
}

/** Most vectors were made in the order of the rows: comparing with the next row spares a table of all hashes. */
function fillRuns(
  hashes: readonly string[],
  blocks: readonly Block[],
  lacks: (row: number) => boolean,
  place: (row: number, block: Block, i: number) => void,
): void {
  let next = 0
  for (const block of blocks) {
    block.keys.forEach((key, i) => {
      const row = indexNear(hashes, key, next)
      if (row < 0) return
      if (lacks(row)) place(row, block, i)
      next = row + 1
    })
  }
}

/** The row of the key, at `from` or a little after; -1 if it is not there. New rows in a catalog shift the others. */
function indexNear(hashes: readonly string[], key: string, from: number): number {
  const end = Math.min(from + NEAR, hashes.length)
  for (let row = from; row < end; row++) if (hashes[row] === key) return row
  return -1
}
