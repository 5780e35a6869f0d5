import { expect, test } from 'vitest'
import { formatOf } from './facet-format.js'
import { facetTexts } from './facet-texts.js'

const told = (values: readonly (number | { min: number; max?: number })[], currency?: string) =>
  values.map(formatOf({ values: values.map((value) => ({ value })), ...(currency && { currency }) }, facetTexts('en'), 'en'))

test('different numbers read differently, and whole ones have no decimals', () => {
  expect(told([4.4, 4.6, 5])).toEqual(['4.4', '4.6', '5'])
  expect(told([4, 5])).toEqual(['4', '5'])
  expect(told([{ min: 1, max: 4 }, { min: 5 }])).toEqual(['1–4', '≥ 5'])
  expect(told([4.5, 6], 'USD')).toEqual(['$4.50', '$6.00'])
  expect(told([4, 6], 'USD')).toEqual(['$4', '$6'])
})
