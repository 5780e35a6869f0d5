import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mmr } from './mmr.js'
import { type Duplicates, oneOfEach, withinQuotas } from './set-aside.js'

const lists = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 30 }).map((rows) => rows.map((row, i) => ({ row, score: -i })))
const rowsOf = (list: readonly { row: number }[]) => list.map(({ row }) => row)
const placesOf = (rows: readonly number[]) => [...rows.keys()]

describe('oneOfEach', () => {
  const sameOf =
    (groups: number): Duplicates =>
    (row, others) =>
      placesOf(others).filter((at) => others[at]! % groups === row % groups)

  test('lets the first of each group through, in whatever order they are asked about', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 9 }), fc.boolean(), (list, groups, backwards) => {
        const rows = rowsOf(list)
        const asked = backwards ? placesOf(rows).reverse() : placesOf(rows)
        const mayShow = oneOfEach(rows, sameOf(groups))

        const shown = asked.filter(mayShow)

        const first = placesOf(rows).filter((at) => rows.findIndex((other) => other % groups === rows[at]! % groups) === at)
        expect(shown.sort((a, b) => a - b)).toEqual(first)
      }),
    )
  })

  test("what is shown already takes the place of its group, and what is set aside nobody's", () => {
    expect(placesOf([4, 3]).filter(oneOfEach([4, 3], sameOf(2), [2]))).toEqual([1])

    // 1 is like 2, and 2 like 3, but 1 is not like 3
    const neighbours: Duplicates = (row, others) => placesOf(others).filter((at) => Math.abs(others[at]! - row) === 1)
    expect(placesOf([1, 2, 3]).filter(oneOfEach([1, 2, 3], neighbours))).toEqual([0, 2])
  })
})

describe('withinQuotas', () => {
  test('no value is let through more often than it may be, and nothing is refused that had room', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 3 }), (list, most) => {
        const rows = rowsOf(list)
        const valuesOf = (row: number) => [row % 4, ...(row % 5 === 0 ? ['fifth'] : [])]
        const kept = placesOf(rows).filter(withinQuotas(rows, [{ most, valuesOf }]))
        const count = (places: readonly number[], value: unknown) =>
          places.filter((at) => valuesOf(rows[at]!).includes(value as number)).length

        for (const value of [0, 1, 2, 3, 'fifth']) expect(count(kept, value)).toBeLessThanOrEqual(most)
        for (const at of placesOf(rows).filter((place) => !kept.includes(place))) {
          const before = kept.filter((place) => place < at)
          expect(valuesOf(rows[at]!).some((value) => count(before, value) === most)).toBe(true)
        }
      }),
    )
  })
})

test('what the rules set aside fills a list that would be short, quotas before duplicates, and pushes nothing else out', () => {
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 40 }), fc.constantFrom(0.3, 1), (list, limit, lambda) => {
      const refusedBy = (row: number): number => [row % 3 === 0, row % 2 === 0].indexOf(true)
      const rules = [0, 1].map((n) => (place: number) => refusedBy(list[place]!.row) !== n)

      const picked = mmr(list, { limit, lambda, vectorOf: () => null, rules })

      const kinds = [-1, 1, 0].map((kind) => list.filter(({ row }) => refusedBy(row) === kind))
      expect(picked).toEqual(kinds.flat().slice(0, limit))
    }),
  )
})
