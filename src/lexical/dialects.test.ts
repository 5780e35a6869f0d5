import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inWordsOf } from './dialects.js'
import { tokenize } from './tokens.js'

/** As a catalog with these words has terms. */
const sells = (text: string) => {
  const terms = new Set(tokenize(text))
  return (term: string) => terms.has(term)
}

test.each([
  ['courgette loaf', 'zucchini bread, loaf tin', 'zucchini loaf'],
  ['Ice lollies for the garden', 'popsicle mould', 'popsicle for the garden'],
  ['too big for her cot now', 'crib, toddler bed', 'too big for her crib now'],
  ['bicarbonate of soda', 'baking soda 200 g', 'baking soda'],
  ['BBQ, pram', 'barbecue, stroller', 'barbecue, stroller'],
  ['t-shirt', 'a tee of cotton', 't-shirt'],
  ['t shirt', 'a tee of cotton', 'tee'],
])('%j, in a catalog with %j, is %j', (asked, sold, expected) => {
  expect(inWordsOf(asked, sells(sold))).toBe(expected)
})

test('a name that the catalog has stays, and so does one of a thing it does not have', () => {
  expect(inWordsOf('courgette and aubergine', sells('courgette, zucchini'))).toBe('courgette and aubergine')
})

test('any text without such a name stays as it is, whatever the catalog has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(inWordsOf(text, () => true)).toBe(text)
      expect(inWordsOf(text, () => false)).toBe(text)
    }),
  )
})
