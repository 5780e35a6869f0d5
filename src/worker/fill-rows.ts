import type { Block } from '../vectors/blocks.js'
import type { FlatIndex } from '../vectors/flat-index.js'
import type { CatalogRows } from './catalog-rows.js'

/**
 * Gives every row that lacks a vector the stored one whose key is the hash of its text. Rows of one text share one.
 *
 * @returns How many rows got one.
 */
export function fillRows(index: FlatIndex, { items, hashes }: CatalogRows, blocks: readonly Block[]): number {
  const lacking = new Map<string, number[]>()
  items.forEach((item, row) => {
    if (!item || index.has(row)) return
    const hash = hashes[row]!
    const same = lacking.get(hash)
    if (same) same.push(row)
    else lacking.set(hash, [row])
  })
  let filled = 0
  for (const { keys, codes, scales, dimensions } of blocks) {
    if (dimensions !== index.dimensions) continue
    keys.forEach((key, i) => {
      for (const row of lacking.get(key) ?? []) {
        index.setCodes(row, codes.subarray(i * dimensions, (i + 1) * dimensions), scales[i]!)
        filled++
      }
      lacking.delete(key)
    })
  }
  return filled
}
