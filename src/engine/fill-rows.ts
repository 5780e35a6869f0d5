import type { Block } from '../vectors/blocks.js'
import type { FlatIndex } from '../vectors/flat-index.js'

const NEAR = 8

/**
 * Gives every row without a vector the stored one whose key is the hash of its text. Rows of the same text share one.
 *
 * @returns How many rows got one.
 */
export function fillRows(index: FlatIndex, hashes: readonly string[], blocks: readonly Block[]): number {
  const before = index.count
  const ours = blocks.filter(({ dimensions }) => dimensions === index.dimensions)
  const lacks = (row: number) => !index.has(row)
  fillRuns(index, hashes, ours, lacks)
  const lacking = new Map<string, number[]>()
  hashes.forEach((hash, row) => {
    if (!lacks(row)) return
    const same = lacking.get(hash)
    if (same) same.push(row)
    else lacking.set(hash, [row])
  })
  if (lacking.size === 0) return index.count - before
  for (const block of ours) {
    block.keys.forEach((key, i) => {
      for (const row of lacking.get(key) ?? []) place(index, row, block, i)
      lacking.delete(key)
    })
  }
  return index.count - before
}

/** Most vectors were made in the order of the rows: comparing with the next row spares a table of all hashes. */
function fillRuns(index: FlatIndex, hashes: readonly string[], blocks: readonly Block[], lacks: (row: number) => boolean): void {
  let next = 0
  for (const block of blocks) {
    block.keys.forEach((key, i) => {
      const row = indexNear(hashes, key, next)
      if (row < 0) return
      if (lacks(row)) place(index, row, block, i)
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

function place(index: FlatIndex, row: number, { codes, scales, dimensions }: Block, i: number): void {
  index.setCodes(row, codes.subarray(i * dimensions, (i + 1) * dimensions), scales[i]!)
}
