import { PagekinError } from '../../errors.js'
import { checkNumbers } from './checks.js'

/**
 * How often each of `itemCount` rows is in the lists. With lists of k nearest neighbours this is N_k, the k-occurrence
 * (Radovanović, Nanopoulos and Ivanović, 2010). Throws `usage` for a row that is not 0 to itemCount - 1.
 */
export function exposure(lists: Iterable<ArrayLike<number>>, itemCount: number): Uint32Array {
  const counts = new Uint32Array(itemCount)
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const row = list[i]!
      if (!Number.isInteger(row) || row < 0 || row >= itemCount) {
        throw new PagekinError('usage', `exposure: received row ${row}, expected 0 to ${itemCount - 1}`)
      }
      counts[row]!++
    }
  }
  return counts
}

/** Catalog coverage: the share of items that were shown at all (Ge, Delgado-Battenfeld and Jannach, 2010). NaN without items. */
export function coverage(counts: ArrayLike<number>): number {
  let shown = 0
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) shown++
  return counts.length === 0 ? Number.NaN : shown / counts.length
}

/**
 * Gini index of how exposure is spread: sum_i (2 i - n - 1) x_i / (n sum x), x rising, i from 1; 0 = all items alike,
 * (n - 1) / n = one item has it all (Fleder and Hosanagar, 2009). NaN where nothing was shown. Throws `usage` below 0.
 */
export function gini(counts: ArrayLike<number>): number {
  checkNumbers('gini', counts)
  const sorted = Float64Array.from(counts).sort()
  if (sorted.length > 0 && sorted[0]! < 0) throw new PagekinError('usage', `gini: received ${sorted[0]}, expected counts, 0 or more`)
  let total = 0
  let weighted = 0
  sorted.forEach((count, i) => {
    total += count
    weighted += (2 * (i + 1) - sorted.length - 1) * count
  })
  return total === 0 ? Number.NaN : weighted / (sorted.length * total)
}

/**
 * Novelty of a list: mean self-information -log2 p(i) in bits (Zhou et al., 2010; Vargas and Castells, 2011) with
 * p(i) = (users who met i + 1) / (users + 1), so that an item nobody met has the most, log2(users + 1), and not infinity.
 * `users[row]` = how many of `userCount` users met the row. NaN for an empty list.
 */
export function novelty(list: ArrayLike<number>, users: ArrayLike<number>, userCount: number): number {
  let bits = 0
  for (let i = 0; i < list.length; i++) {
    const met = users[list[i]!]
    if (met === undefined || !(met >= 0 && met <= userCount)) {
      throw new PagekinError('usage', `novelty: row ${list[i]} was met by ${met} users, expected a row that 0 to ${userCount} users met`)
    }
    bits -= Math.log2((met + 1) / (userCount + 1))
  }
  return list.length === 0 ? Number.NaN : bits / list.length
}
