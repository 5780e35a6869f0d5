import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item, Where } from '../types.js'
import { compileFilter, mentionsAvailability } from './filter.js'
import { parseCatalog } from './parse.js'

const items: Item[] = [
  {
    id: '1',
    title: 'Red kettle',
    brand: 'Acme',
    price: { value: 20, currency: 'EUR' },
    category: ['Kitchen', 'Kettles'],
    tags: ['steel'],
    attributes: { colour: 'red', watts: 2000 },
  },
  {
    id: '2',
    title: 'Blue kettle',
    brand: 'Bolt',
    price: { value: 40, currency: 'EUR' },
    category: ['Kitchen', 'Kettles'],
    available: false,
    attributes: { colour: 'blue', watts: 1500 },
  },
  {
    id: '3',
    title: 'Cup',
    price: { value: 5, currency: 'USD' },
    category: ['Kitchen', 'Cups'],
    tags: ['steel', 'small'],
    attributes: { colour: ['white', 'red'], organic: true },
  },
  { id: '04', title: 'Poster', brand: ' acme ', available: true },
]

const ids = (where: unknown) => {
  const passes = compileFilter(where as Where, items)
  return items.filter((_, row) => passes[row] === 1).map((item) => item.id)
}

describe('compileFilter', () => {
  const cases: [unknown, string[]][] = [
    [{}, ['1', '2', '3', '04']],
    [{ brand: 'acme' }, ['1', '04']],
    [{ brand: ['Acme', 'Bolt'] }, ['1', '2', '04']],
    [{ brand: { not: 'acme' } }, ['2', '3']],
    [{ brand: { not: { not: 'acme' } } }, ['1', '04']],
    [{ brand: { exists: true } }, ['1', '2', '04']],
    [{ brand: { exists: false } }, ['3']],
    [{ brand: undefined }, ['1', '2', '3', '04']],
    [{ price: { max: 20 } }, ['1', '3']],
    [{ price: { min: 20, max: 40 } }, ['1', '2']],
    [{ price: { not: { min: 20 } } }, ['3', '04']],
    [{ price: 5 }, ['3']],
    [{ currency: 'eur' }, ['1', '2']],
    [{ category: 'kettles' }, ['1', '2']],
    [{ tags: ['small', 'big'] }, ['3']],
    [{ colour: 'red' }, ['1', '3']],
    [{ watts: { min: 1600 } }, ['1']],
    [{ organic: true }, ['3']],
    [{ id: 1 }, ['1']],
    [{ id: '4' }, []],
    [{ name: 'cup' }, ['3']],
    [{ inStock: true }, ['1', '3', '04']],
    [{ available: false }, ['2']],
    [{ lang: { exists: false } }, ['1', '2', '3', '04']],
    [{ brand: 'acme', price: { max: 30 } }, ['1']],
    [{ any: [{ brand: 'bolt' }, { colour: 'white' }] }, ['2', '3']],
    [{ all: [{ category: 'Kitchen' }, { any: [{ price: { max: 5 } }, { price: { min: 40 } }] }] }, ['2', '3']],
  ]
  test.each(cases)('%j lets through %j', (where, expected) => {
    expect(ids(where)).toEqual(expected)
  })

  const wrong: [unknown, RegExp][] = [
    [{ colr: 'red' }, /where\.colr: no item has the field "colr"; known fields: available, brand, .*colour/],
    [{ toString: 'x' }, /no item has the field "toString"/],
    [{ colr: { exists: true } }, /where\.colr: no item/],
    [{ lang: 'en' }, /where\.lang: no item/],
    [{ price: { min: 'a' } }, /where\.price\.min: received "a"; expected a number/],
    [{ price: { max: Number.NaN } }, /where\.price\.max: received NaN/],
    [{ price: { min: 5, max: 4 } }, /where\.price: received min 5 above max 4/],
    [{ brand: { min: 1 } }, /where\.brand: received a range; expected a value, because this field has string here/],
    [{ brand: 5 }, /where\.brand: received 5, a number; expected string/],
    [{ available: 'yes' }, /where\.available: received "yes", a string; expected boolean/],
    [{ price: { gt: 5 } }, /where\.price\.gt: is no operator/],
    [{ price: { min: 5, not: 6 } }, /where\.price\.not: is no operator, or not beside others/],
    [{ price: {} }, /where\.price: received an empty object/],
    [{ brand: [] }, /where\.brand: received an empty list/],
    [{ brand: ['Acme', null] }, /where\.brand\[1\]: received null/],
    [{ brand: null }, /where\.brand: received null/],
    [{ brand: { exists: 1 } }, /where\.brand\.exists: received 1; expected true or false/],
    [{ any: [] }, /where\.any: received an array; expected a list of at least one filter/],
    [{ all: { brand: 'a' } }, /where\.all: received an object/],
    [{ any: [{ brand: 'acme' }, { price: { min: 'a' } }] }, /where\.any\[1\]\.price\.min/],
    ['brand=acme', /where: received "brand=acme"; expected an object/],
  ]
  test.each(wrong)('%j is refused with its place', (where, message) => {
    expect(() => ids(where)).toThrow(expect.objectContaining({ code: 'filter-invalid', message: expect.stringMatching(message) }))
  })

  test('refuses a filter that contains itself or throws', () => {
    const cyclic: Record<string, unknown> = {}
    cyclic.all = [cyclic, cyclic]
    const throwing = {
      get brand(): string {
        throw new Error('trap')
      },
    }
    expect(() => ids(cyclic)).toThrow(/nested deeper than 32/)
    expect(() => ids(throwing)).toThrow(expect.objectContaining({ code: 'filter-invalid' }))
    expect(mentionsAvailability(cyclic as Where)).toBe(false)
  })

  test('takes any field where there are no items, but no wrong shape', () => {
    expect(compileFilter({ anything: 5, price: { min: 1 } }, [])).toHaveLength(0)
    expect(() => compileFilter({ price: { min: 'a' } } as unknown as Where, [])).toThrow(/where\.price\.min/)
  })

  test('agrees with a predicate written out by hand on random shops', () => {
    const shop = fc.array(
      fc.record({ price: fc.option(fc.nat(9), { nil: undefined }), brand: fc.option(fc.constantFrom('a', 'B'), { nil: undefined }) }),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(shop, fc.nat(9), fc.nat(9), fc.boolean(), (rows, low, span, negate) => {
        const random: Item[] = [{ id: 'x', title: 'x', price: { value: 0 }, brand: 'a' }]
        for (const { price, brand } of rows) {
          const id = String(random.length)
          random.push({
            id,
            title: 't',
            ...(price === undefined ? {} : { price: { value: price } }),
            ...(brand === undefined ? {} : { brand }),
          })
        }
        const range = { min: low, max: low + span }
        const passes = compileFilter(
          { price: negate ? { not: range } : range, any: [{ brand: 'b' }, { brand: { exists: false } }] },
          random,
        )
        const expected = random.map((item) => {
          const inRange = item.price !== undefined && item.price.value >= low && item.price.value <= low + span
          return inRange !== negate && item.brand !== 'a' ? 1 : 0
        })
        expect([...passes]).toEqual(expected)
      }),
    )
  })
})

describe('a field whose values could not be read', () => {
  const parsed = (rows: readonly unknown[]) => parseCatalog(rows).items
  const askedAlone = parsed([
    { id: 1, title: 'a', price: 'call us' },
    { id: 2, title: 'b', price: 'sold' },
    { id: 3, title: 'c' },
  ])
  const mixed = parsed([
    { id: 1, title: 'a', price: 12 },
    { id: 2, title: 'b', price: 'call us' },
  ])
  const passing = (where: Where, items: readonly Item[]) => items.filter((_, row) => compileFilter(where, items)[row]).map(({ id }) => id)

  test('is filtered by what it says', () => {
    expect(passing({ price: 'Call us' }, askedAlone)).toEqual(['1'])
    expect(passing({ price: { exists: true } }, askedAlone)).toEqual(['1', '2'])
    expect(passing({ price: { max: 20 } }, mixed)).toEqual(['1'])
    expect(passing({ price: 'call us' }, mixed)).toEqual(['2'])
    expect(passing({ price: { not: { max: 20 } } }, mixed)).toEqual(['2'])
  })

  test('a range over nothing but text is refused with an example of the text', () => {
    expect(() => passing({ price: { max: 20 } }, askedAlone)).toThrow(
      /where\.price: received a range; expected a value, because this field has string here, for example "call us"/,
    )
    expect(() => passing({ price: 20 }, askedAlone)).toThrow(/received 20, a number; expected string, as this field has here, for example/)
  })
})

describe('a name that no item has', () => {
  test('finds the attribute, or the field, that is about the same', () => {
    expect(ids({ sku_color: 'red' })).toEqual(ids({ colour: 'red' }))
    expect(ids({ Department: 'Kitchen' })).toEqual(ids({ category: 'Kitchen' }))
    expect(() => ids({ pattern: 'dotted' })).toThrow(/filter-invalid/)
    expect(() => ids({ prise: 20 })).toThrow(/filter-invalid/)
  })

  test('gives way to the attribute of that very name', () => {
    const both: Item[] = [{ id: '1', title: 'a', attributes: { colour: 'red', color: 'blue' } }]
    expect([...compileFilter({ color: 'red' }, both)]).toEqual([0])
  })
})

describe('mentionsAvailability', () => {
  test.each([{ available: false }, { inStock: { not: true } }, { all: [{ brand: 'a' }, { any: [{ availability: true }] }] }])(
    '%j does',
    (where) => {
      expect(mentionsAvailability(where as Where)).toBe(true)
    },
  )
  test.each([{}, { brand: 'available' }, { any: [{ brand: 'a' }] }, { available: undefined }])('%j does not', (where) => {
    expect(mentionsAvailability(where as Where)).toBe(false)
  })
})
