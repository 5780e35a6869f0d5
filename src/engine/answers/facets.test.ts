import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFilter } from '../../catalog/filter.js'
import type { FacetsRequest } from '../../protocol.js'
import type { FacetChoice, Item } from '../../types.js'
import { CatalogRows } from '../catalog-rows.js'
import { facets } from './facets.js'

const MUGS: Item[] = [
  { id: 'a', title: 'Mug', brand: 'Acme', price: { value: 5 }, category: ['Kitchen', 'Mugs'], attributes: { colour: 'Red', handles: 1 } },
  {
    id: 'b',
    title: 'Mug',
    brand: 'Acme',
    price: { value: 8 },
    category: ['Kitchen', 'Mugs'],
    attributes: { colour: ['Red', 'Blue'], handles: 2 },
  },
  {
    id: 'c',
    title: 'Pan',
    brand: 'Birch',
    price: { value: 30 },
    category: ['Kitchen', 'Pans'],
    attributes: { colour: 'black', handles: 1 },
  },
  {
    id: 'd',
    title: 'Tent',
    brand: 'Birch',
    price: { value: 90 },
    category: ['Camping', 'Tents'],
    attributes: { colour: ' RED ', handles: 2 },
  },
  { id: 'e', title: 'Rope', category: ['Camping', 'Ropes'], available: false, brand: 'Acme' },
]

function ask(items: readonly Item[], request: Partial<FacetsRequest> = {}) {
  const rows = new CatalogRows()
  rows.replace({ items, hashes: items.map(() => '') })
  return facets({ limit: 8, values: 10, ...request }, { rows, interactions: [] })
}

function countsOf(items: readonly Item[], field: string, request: Partial<FacetsRequest> = {}) {
  return Object.fromEntries(ask(items, { fields: [field], ...request }).fields[0]!.values.map(({ value, items }) => [value, items]))
}

/** The same count, a filter at a time. */
function countOf(items: readonly Item[], chosen: Readonly<Record<string, readonly FacetChoice[]>>): number {
  const masks = Object.entries(chosen).map(([field, choices]) =>
    choices.length === 0
      ? new Uint8Array(items.length).fill(1)
      : compileFilter({ any: choices.map((choice) => ({ [field]: choice })) }, items),
  )
  return items.filter((item, row) => item.available !== false && masks.every((mask) => mask[row])).length
}

describe('facets', () => {
  test.each(['any', 'all'])('the field "%s", which a filter reads as a list of filters, is not offered', (field) => {
    const items = MUGS.map((mug, i) => ({ ...mug, attributes: { [field]: i % 2 ? 'odd' : 'even', colour: i % 3 ? 'red' : 'blue' } }))
    const fields = ask(items).fields.map((facet) => facet.field)
    expect(fields).toContain('colour')
    expect(fields).not.toContain(field)
  })

  test('values are counted without regard to case, lists by each of their values, and what is sold out not at all', () => {
    expect(countsOf(MUGS, 'colour')).toEqual({ Red: 3, Blue: 1, black: 1 })
    expect(countsOf(MUGS, 'brand')).toEqual({ Acme: 2, Birch: 2 })
    expect(ask(MUGS).items).toBe(4)
  })

  test.each(['No rating available', 'N/A', 'n.a.', ' unknown ', 'Not Specified', '-', 'null', 'NaN', 'unbekannt', 'k. A.', 'Keine Angabe'])(
    '"%s" is no value',
    (text) => {
      const items = MUGS.map((mug, i) => ({ ...mug, attributes: { rating: i % 2 ? text : '4.5', size: i % 2 ? ['L', text] : 'M' } }))
      expect(countsOf(items, 'rating')).toEqual({ 4.5: 2 })
      expect(countsOf(items, 'size')).toEqual({ M: 2, L: 2 })
    },
  )

  test.each(['none', 'Other', 'No added sugar', 'Available', 'Nantes'])('"%s" is a value like any other', (text) => {
    const items = MUGS.map((mug, i) => ({ ...mug, attributes: { kind: i % 2 ? text : 'plain' } }))
    expect(countsOf(items, 'kind')).toEqual({ plain: 2, [text]: 2 })
  })

  test('choices of one field widen its list, and narrow those of the others', () => {
    const chosen = { brand: ['Acme'] }
    expect(countsOf(MUGS, 'brand', { chosen })).toEqual({ Acme: 2, Birch: 2 })
    expect(countsOf(MUGS, 'colour', { chosen })).toEqual({ Red: 2, Blue: 1 })
    expect(ask(MUGS, { chosen: { brand: ['Acme', 'Birch'] } }).items).toBe(4)
    expect(ask(MUGS, { chosen: { brand: ['acme'], colour: ['blue'] } })).toMatchObject({
      items: 1,
      where: { all: [{ brand: ['acme'] }, { colour: ['blue'] }] },
    })
  })

  test('every count is the count of the filter that its choice makes, whatever is chosen', () => {
    const item = fc.record({
      colour: fc.option(
        fc.oneof(fc.constantFrom('red', 'Blue', 'GREEN'), fc.uniqueArray(fc.constantFrom('red', 'Blue', 'black'), { minLength: 1 })),
      ),
      size: fc.option(fc.integer({ min: 1, max: 40 })),
      brand: fc.option(fc.constantFrom('A', 'B')),
      available: fc.boolean(),
    })
    const choices = fc.record({
      colour: fc.uniqueArray(fc.constantFrom('RED', 'blue', 'black')),
      size: fc.array(
        fc.oneof(
          fc.integer({ min: 1, max: 40 }),
          fc.tuple(fc.nat(20), fc.nat(20)).map(([min, wide]) => ({ min, max: min + wide })),
        ),
        { maxLength: 2 },
      ),
      brand: fc.uniqueArray(fc.constantFrom('A', 'B')),
    })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), choices, (rows, chosen) => {
        const items = rows.map(({ brand, available, colour, size }, at): Item => {
          const attributes = { ...(colour !== null && { colour }), ...(size !== null && { size }) }
          return { id: `${at}`, title: 'x', available, ...(brand !== null && { brand }), attributes }
        })
        const has = (field: string) => items.some((one) => (field === 'brand' ? one.brand : one.attributes?.[field]) !== undefined)
        const known = Object.fromEntries(Object.entries(chosen).filter(([field]) => has(field)))
        const found = ask(items, { chosen: known, fields: Object.keys(known) })
        expect(found.items).toBe(countOf(items, known))
        for (const { field, values } of found.fields) {
          for (const { value, items: count, chosen: isChosen } of values) {
            expect(count, `${field} ${JSON.stringify(value)}`).toBe(countOf(items, { ...known, [field]: [value] }))
            if (isChosen) expect(known[field]!.map(String).map((one) => one.toLowerCase())).toContain(String(value).toLowerCase())
          }
        }
        if (found.where)
          expect(compileFilter(found.where, items).filter((pass, row) => pass && items[row]!.available).length).toBe(found.items)
      }),
    )
  })

  test('numbers of many kinds are ranges that hold each item once, and begin at round numbers', () => {
    const items = Array.from(
      { length: 500 },
      (_, at): Item => ({ id: `${at}`, title: 'x', price: { value: Math.round(1.02 ** at * 100) / 100 } }),
    )
    const values = ask(items).fields[0]!.values as readonly { value: { min: number; max?: number }; items: number }[]
    expect(values.map(({ value }) => value.min)).toEqual([1, 6, 50, 300, 2500])
    expect(values.reduce((sum, { items }) => sum + items, 0)).toBe(500)
    const fewer = ask(items, { chosen: { id: ['7', '8', '300'] }, fields: ['price'] }).fields[0]!.values
    expect(fewer.map(({ value, items }) => [value, items])).toEqual(values.map(({ value }, at) => [value, [2, 0, 0, 1, 0][at]]))
    for (const [at, { value }] of values.slice(0, -1).entries()) expect(value.max).toBeLessThan(values[at + 1]!.value.min)
  })

  test('the last range is open where outliers make it wider than all others, and its filter finds what it counts', () => {
    const priced = (prices: readonly number[]) => prices.map((value, at): Item => ({ id: `${at}`, title: 'x', price: { value } }))
    const last = (items: readonly Item[], values = ask(items).fields[0]!.values) => values.at(-1)!
    const even = Array.from({ length: 100 }, (_, at) => at + 1)
    expect(last(priced(even)).value).toMatchObject({ max: 100 })
    const { value, items } = last(priced([...even, 571_230]))
    expect(value).toEqual({ min: (value as { min: number }).min })
    expect(ask(priced([...even, 571_230]), { chosen: { price: [value] } }).items).toBe(items)
  })

  test('of a path the first place where items differ is offered, and what is below a chosen value', () => {
    const path = (chosen?: FacetsRequest['chosen']) =>
      ask(MUGS, { fields: ['category'], ...(chosen && { chosen }) }).fields[0]!.values.map(
        ({ value, level = 0 }) => `${'-'.repeat(level)}${value}`,
      )
    expect(path()).toEqual(['Kitchen', 'Camping'])
    expect(path({ category: ['Kitchen'] })).toEqual(['Kitchen', '-Mugs', '-Pans', 'Camping'])
    expect(ask(MUGS, { where: { category: 'Kitchen' }, fields: ['category'] }).fields[0]!.values.map(({ value }) => value)).toEqual([
      'Mugs',
      'Pans',
    ])
  })

  test('what tells the items apart is offered: the price first, then words, then numbers; no record, no moment, nothing twice', () => {
    const items = Array.from(
      { length: 60 },
      (_, at): Item => ({
        id: `${at}`,
        title: `Thing ${at}`,
        price: { value: at },
        brand: `B${at % 3}`,
        attributes: {
          slug: `thing-${at}`,
          code: `X-${at}`,
          crawled: `2026-01-0${(at % 7) + 1}T10:00:00Z`,
          weight: (at * 7) % 50,
          mostly: at === 0 ? 'no' : 'yes',
          label: `B${at % 3}`,
          colour: ['red', 'blue', 'green', 'grey'][at % 4]!,
          long: `${'long '.repeat(9)}${at % 4}`,
        },
      }),
    )
    expect(ask(items).fields.map(({ field }) => field)).toEqual(['price', 'colour', 'brand', 'weight'])
    expect(ask(items, { chosen: { weight: [{ min: 0, max: 70 }] }, limit: 2 }).fields.map(({ field }) => field)).toEqual([
      'weight',
      'price',
    ])
  })

  test('a choice that no item has any more is told with no items, so that it can be taken back', () => {
    const { items, fields } = ask(MUGS, { chosen: { colour: ['lilac'] }, fields: ['colour'] })
    expect(items).toBe(0)
    expect(fields[0]!.values.at(-1)).toEqual({ value: 'lilac', items: 0, chosen: true })
  })

  test('a field that no item has is an error that names those they have', () => {
    expect(() => ask(MUGS, { chosen: { flavour: ['mint'] } })).toThrow(/chosen: no item has the field "flavour"; known fields: .*brand/)
  })
})
