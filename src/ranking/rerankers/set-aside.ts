import type { Scored } from './mmr.js'

/** All candidates again: those to be shown first, and those set aside, both in their order. */
export interface Sorted<T> {
  readonly kept: T[]
  readonly aside: T[]
}

/**
 * The first of each set of duplicates, by the order given. The others are set aside, to fill a list that would be short without them.
 * O(kept * candidates) comparisons.
 *
 * @param isDuplicate Of one of several others: what costs by the call is then asked once a candidate.
 * @param shown Rows that are on the page already: duplicates of theirs are set aside, too.
 */
export function collapse<T extends Scored>(
  candidates: readonly T[],
  isDuplicate: (row: number, others: readonly number[]) => boolean,
  shown: readonly number[] = [],
): Sorted<T> {
  const rows = [...shown]
  return sorted(candidates, ({ row }) => {
    if (isDuplicate(row, rows)) return false
    rows.push(row)
    return true
  })
}

/** At most so many rows of one value. */
export interface Quota {
  readonly most: number
  /** Values of a row, none where it lacks the field: then it counts nowhere. */
  valuesOf(row: number): readonly unknown[]
}

/** Takes candidates in order while every value of theirs has room; the others are set aside. */
export function withinQuotas<T extends Scored>(candidates: readonly T[], quotas: readonly Quota[]): Sorted<T> {
  const counts = quotas.map(() => new Map<unknown, number>())
  return sorted(candidates, ({ row }) => {
    const values = quotas.map(({ valuesOf }) => valuesOf(row))
    const hasRoom = values.every((own, q) => own.every((value) => (counts[q]!.get(value) ?? 0) < quotas[q]!.most))
    if (hasRoom) {
      values.forEach((own, q) => {
        for (const value of own) counts[q]!.set(value, (counts[q]!.get(value) ?? 0) + 1)
      })
    }
    return hasRoom
  })
}

function sorted<T>(candidates: readonly T[], isKept: (candidate: T) => boolean): Sorted<T> {
  const kept: T[] = []
  const aside: T[] = []
  for (const candidate of candidates) (isKept(candidate) ? kept : aside).push(candidate)
  return { kept, aside }
}
