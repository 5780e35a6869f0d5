/** Whether a candidate may be shown now, asked at most once, when it would be the next. */
export type Rule = (place: number) => boolean

/** Of several rows the places of those that are one product with `row`. */
export type Duplicates = (row: number, others: readonly number[]) => readonly number[]

/**
 * Of each set of duplicates the first, by the order given. O(candidates) comparisons for each that is asked about.
 *
 * @param rows  Of the candidates, best first.
 * @param shown Rows that are on the page already: what duplicates them comes last.
 */
export function oneOfEach(rows: readonly number[], duplicates: Duplicates, shown: readonly number[] = []): Rule {
  const all = [...shown, ...rows]
  const known: boolean[] = shown.map(() => true)
  // one that is set aside itself takes nobody's place
  const isFirst = (at: number): boolean => {
    known[at] ??= !duplicates(all[at]!, all.slice(0, at)).some(isFirst)
    return known[at]
  }
  return (place) => isFirst(shown.length + place)
}

/** At most so many rows of one value. */
export interface Quota {
  readonly most: number
  /** Values of a row, none where it lacks the field: then it counts nowhere. */
  valuesOf(row: number): readonly unknown[]
}

/** Candidates, in the order in which they are asked about, while every value of theirs has room. */
export function withinQuotas(rows: readonly number[], quotas: readonly Quota[]): Rule {
  const counts = quotas.map(() => new Map<unknown, number>())
  return (place) => {
    const values = quotas.map(({ valuesOf }) => valuesOf(rows[place]!))
    const hasRoom = values.every((own, q) => own.every((value) => (counts[q]!.get(value) ?? 0) < quotas[q]!.most))
    if (hasRoom) {
      values.forEach((own, q) => {
        for (const value of own) counts[q]!.set(value, (counts[q]!.get(value) ?? 0) + 1)
      })
    }
    return hasRoom
  }
}
