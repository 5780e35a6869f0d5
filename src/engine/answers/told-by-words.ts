import type { FacetColumn } from '../../catalog/facet-column.js'

/** So many standard errors above chance. */
const LEAST_ABOVE_CHANCE = 3

const known = new WeakMap<FacetColumn, boolean>()

/**
 * Whether items with the same value of a field share more words than any two items do. Then who knows the words of an item can know its
 * value. Items share a code by chance, however many codes there are.
 *
 *     above chance = 2 (sqrt(shared) - sqrt(expected)) / sqrt(dispersion),  over neighbours in the catalog's order with the same value
 *
 * The square roots make counts of any size comparable; the dispersion is variance over mean, 1 at least.
 *
 * Source: Skrlj and Mramor, OutRank (2023), which subtracts what a field's shuffled values tell.
 *
 * @param words A column of the same items. It is told by itself.
 */
export function isToldByWords(column: FacetColumn, words: FacetColumn): boolean {
  let told = known.get(column)
  if (told === undefined) {
    told = column === words || aboveChance(column, words) > LEAST_ABOVE_CHANCE
    known.set(column, told)
  }
  return told
}

function aboveChance(column: FacetColumn, words: FacetColumn): number {
  const holders = new Float64Array(words.values.length)
  const isOfEarlier = new Uint8Array(words.values.length)
  const earlierWith = new Int32Array(column.values.length).fill(-1)
  const shared: number[] = []
  let rows = 0
  for (let row = 0; row < column.starts.length - 1; row++) {
    const values = codesAt(row, column)
    if (values.length === 0) continue
    rows++
    const own = codesAt(row, words)
    for (const word of own) holders[word]!++
    for (const value of values) {
      const earlier = earlierWith[value]!
      earlierWith[value] = row
      if (earlier < 0) continue
      const others = codesAt(earlier, words)
      for (const word of others) isOfEarlier[word] = 1
      shared.push(own.reduce((sum, word) => sum + isOfEarlier[word]!, 0))
      for (const word of others) isOfEarlier[word] = 0
    }
  }
  const mean = holders.reduce((sum, items) => sum + items * (items - 1), 0) / (rows * (rows - 1))
  const total = shared.reduce((sum, count) => sum + count, 0)
  const variance = shared.reduce((sum, count) => sum + (count - total / shared.length) ** 2, 0) / shared.length
  const dispersion = Math.max(1, variance / (total / shared.length || 1))
  return (2 * (Math.sqrt(total) - Math.sqrt(mean * shared.length))) / Math.sqrt(dispersion)
}

function codesAt(row: number, { starts, codes }: FacetColumn): Uint32Array {
  return codes.subarray(starts[row], starts[row + 1])
}
