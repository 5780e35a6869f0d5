import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../types.js'
import { isDuplicate } from './duplicates.js'
import { collapse, withinQuotas } from './set-aside.js'

const lists = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 30 }).map((rows) => rows.map((row, i) => ({ row, score: -i })))
const rowsOf = (list: readonly { row: number }[]) => list.map(({ row }) => row)
const isInOrder = (part: readonly { score: number }[]) => part.every(({ score }, i) => i === 0 || score < part[i - 1]!.score)

describe('collapse', () => {
  test('keeps the first of each group and every candidate once, both parts in their order', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 9 }), (list, groups) => {
        const { kept, aside } = collapse(list, (a, others) => others.some((b) => a % groups === b % groups))

        const first = list.filter(({ row }, i) => list.findIndex((other) => other.row % groups === row % groups) === i)
        expect(kept).toEqual(first)
        expect([...rowsOf(kept), ...rowsOf(aside)].sort()).toEqual(rowsOf(list).sort())
        expect(isInOrder(aside)).toBe(true)
      }),
    )
  })

  test('what is shown already takes the place of its group', () => {
    const { kept, aside } = collapse(
      [
        { row: 4, score: 2 },
        { row: 3, score: 1 },
      ],
      (a, others) => others.some((b) => a % 2 === b % 2),
      [2],
    )

    expect([rowsOf(kept), rowsOf(aside)]).toEqual([[3], [4]])
  })
})

describe('withinQuotas', () => {
  test('no value is kept more often than it may be, and nothing is set aside that had room', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 3 }), (list, most) => {
        const valuesOf = (row: number) => [row % 4, ...(row % 5 === 0 ? ['fifth'] : [])]
        const { kept, aside } = withinQuotas(list, [{ most, valuesOf }])
        const count = (rows: readonly { row: number }[], value: unknown) =>
          rows.filter(({ row }) => valuesOf(row).includes(value as number)).length

        for (const value of [0, 1, 2, 3, 'fifth']) expect(count(kept, value)).toBeLessThanOrEqual(most)
        for (const one of aside) {
          const before = kept.filter(({ score }) => score > one.score)
          expect(valuesOf(one.row).some((value) => count(before, value) === most)).toBe(true)
        }
        expect([...rowsOf(kept), ...rowsOf(aside)].sort()).toEqual(rowsOf(list).sort())
      }),
    )
  })
})

describe('isDuplicate', () => {
  const lamp: Item = {
    id: '1',
    title: 'Desk lamp',
    brand: 'Norlumo',
    category: ['Living', 'lamp'],
    price: { value: 60, currency: 'EUR' },
    attributes: { colour: 'red', material: 'steel', style: 'retro' },
  }
  const alike = () => 0.8

  test('is one product in other words at nearly the same price', () => {
    expect(isDuplicate(lamp, { ...lamp, id: '2', title: 'Scarlet luminaire', price: { value: 62, currency: 'EUR' } }, alike)).toBe(true)
  })

  test.each<[string, Partial<Item>, number]>([
    ['another colour', { attributes: { ...lamp.attributes, colour: 'blue' } }, 0.99],
    ['another brand', { brand: 'Velquen' }, 0.99],
    ['another kind of thing', { category: ['Living', 'shade'] }, 0.99],
    ['half the price', { price: { value: 30, currency: 'EUR' } }, 0.99],
    ['another currency', { price: { value: 60, currency: 'SEK' } }, 0.99],
    ['another meaning', {}, 0.3],
  ])('is not with %s', (_, change, cosine) => {
    expect(isDuplicate(lamp, { ...lamp, ...change, id: '2' }, () => cosine)).toBe(false)
  })

  test('variants of one group are one, of two groups two, whatever they say', () => {
    expect(isDuplicate({ ...lamp, group: 'g' }, { id: '2', title: 'x', group: 'g' }, () => 0)).toBe(true)
    expect(isDuplicate({ ...lamp, group: 'g' }, { ...lamp, group: 'h' }, () => 1)).toBe(false)
  })

  test('texts alone are one only where they mean the same', () => {
    const bare = ({ id, title }: Item): Item => ({ id, title })
    expect(isDuplicate(bare(lamp), bare(lamp), () => 0.99)).toBe(true)
    expect(isDuplicate(bare(lamp), bare(lamp), () => 0.9)).toBe(false)
    expect(isDuplicate(bare(lamp), bare(lamp), () => Number.NaN)).toBe(false)
  })
})
