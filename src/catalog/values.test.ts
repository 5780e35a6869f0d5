import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAvailable, readDate, readLang, readNames, readPrice, splitPath } from './values.js'

describe('readPrice', () => {
  const cases: [unknown, string | undefined, unknown][] = [
    [12.5, undefined, { value: 12.5 }],
    [0, 'EUR', { value: 0, currency: 'EUR' }],
    ['12.50', undefined, { value: 12.5 }],
    ['12.50 EUR', undefined, { value: 12.5, currency: 'EUR' }],
    ['USD 1,299', undefined, { value: 1299, currency: 'USD' }],
    ['$237.68', undefined, { value: 237.68, currency: 'USD' }],
    ['$237.68', 'CAD', { value: 237.68, currency: 'CAD' }],
    ['£1,299.00', undefined, { value: 1299, currency: 'GBP' }],
    ['1.299,00 €', undefined, { value: 1299, currency: 'EUR' }],
    ['1.299 €', undefined, { value: 1299, currency: 'EUR' }],
    ['1 299,90 €', undefined, { value: 1299.9, currency: 'EUR' }],
    ['12,5', undefined, { value: 12.5 }],
    ["CHF 1'299.50", undefined, { value: 1299.5, currency: 'CHF' }],
    ['1.234.567', undefined, { value: 1_234_567 }],
    ['$10.00 - $20.00', undefined, { value: 10, currency: 'USD' }],
    [{ value: '3', currency: 'JPY' }, undefined, { value: 3, currency: 'JPY' }],
    [{ amount: 3.5, currencyCode: 'SEK' }, undefined, { value: 3.5, currency: 'SEK' }],
    [{ amount: 3.5 }, 'SEK', { value: 3.5, currency: 'SEK' }],
    ['call us', undefined, undefined],
    [-1, undefined, undefined],
    ['-$1.00', undefined, undefined],
    ['-1', undefined, undefined],
    [Number.NaN, undefined, undefined],
    [[1], undefined, undefined],
    [{}, undefined, undefined],
  ]
  test.each(cases)('reads %j with the currency %s of the row', (value, currency, price) => {
    expect(readPrice(value, currency)).toEqual(price)
  })

  test('reads back what Intl.NumberFormat writes in english', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.constantFrom('USD', 'EUR', 'GBP'), (cents, currency) => {
        const text = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100)
        expect(readPrice(text, undefined)).toEqual({ value: cents / 100, currency })
      }),
    )
  })

  test('reads back what Intl.NumberFormat writes in german', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (cents) => {
        const text = new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(cents / 100)
        expect(readPrice(text, undefined)).toEqual({ value: cents / 100, currency: 'EUR' })
      }),
    )
  })
})

describe('readAvailable', () => {
  test.each([
    true,
    'in stock',
    'InStock',
    'https://schema.org/InStock',
    'http://schema.org/PreOrder',
    'in_stock',
    'preorder',
    'backorder',
    'yes',
    3,
    '12',
  ])('takes %s as available', (value) => {
    expect(readAvailable(value)).toBe(true)
  })
  test.each([false, 'out of stock', 'OutOfStock', 'https://schema.org/SoldOut', 'discontinued', 'no', 0, '0', -2])(
    'takes %s as not',
    (value) => {
      expect(readAvailable(value)).toBe(false)
    },
  )
  test.each(['maybe', '', null, Number.NaN, {}])('cannot read %s', (value) => {
    expect(readAvailable(value)).toBeUndefined()
  })
})

describe('dates, languages, names', () => {
  test.each([
    ['2024-05-01', '2024-05-01'],
    ['2024-05-01T10:00:00Z', '2024-05-01T10:00:00Z'],
    ['Wed, 01 May 2024 10:00:00 GMT', '2024-05-01T10:00:00.000Z'],
    [1714557600, '2024-05-01T10:00:00.000Z'],
    [1714557600000, '2024-05-01T10:00:00.000Z'],
    [new Date(1714557600000), '2024-05-01T10:00:00.000Z'],
    [2024, undefined],
    ['soon', undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [1e300, undefined],
  ])('reads the date %s', (value, date) => {
    expect(readDate(value)).toBe(date)
  })

  test.each([
    ['en', 'en'],
    ['de_CH', 'de-CH'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['English', undefined],
    [1, undefined],
  ])('reads the language %s', (value, lang) => {
    expect(readLang(value)).toBe(lang)
  })

  test.each([
    ['A > B > C', ['A', 'B', 'C']],
    ['/A/B/', ['A', 'B']],
    ['Audio/Video', ['Audio/Video']],
    [
      ['A > B', 'A > C'],
      ['A', 'B', 'C'],
    ],
    [
      [{ name: 'A' }, 5, null],
      ['A', '5'],
    ],
    ['  ', undefined],
    [[], undefined],
  ])('reads the path %j', (value, path) => {
    expect(readNames(value, splitPath)).toEqual(path)
  })
})
