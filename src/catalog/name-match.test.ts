import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_ALIASES } from './aliases.js'
import { GLOSSARY } from './glossary.js'
import { jaroWinkler } from './jaro-winkler.js'
import { ACCEPTED, guessedField, matchName, wordsOfName } from './name-match.js'

describe('matchName', () => {
  test('knows every name of its own glossary', () => {
    const first = new Map([...GLOSSARY].reverse().map(({ name, concept }) => [name, concept]))
    for (const { name } of GLOSSARY) expect(matchName(name), name).toEqual({ concept: first.get(name), similarity: 1 })
  })

  test.each([
    ['sku_colour', 'colour'],
    ['product-title', 'title'],
    ['img_src', 'image'],
    ['prodDesc', 'description'],
    ['catagory', 'category'],
    ['Variant Price', 'price'],
    ['itemReleaseDate', 'published'],
    ['product:price:amount', 'price'],
  ])('takes %s for %s', (name, concept) => {
    expect(matchName(name)).toMatchObject({ concept })
    expect(matchName(name)!.similarity).toBeGreaterThanOrEqual(ACCEPTED)
  })

  test.each(['image position', 'Variant Weight Unit', 'out_of_stock_qty', 'custom_label_0', 'brunch', 'x', '', '___', '説明'])(
    'takes %j for nothing',
    (name) => {
      expect(matchName(name)?.similarity ?? 0).toBeLessThan(ACCEPTED)
    },
  )

  test('says the same however the words are joined, and answers any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...GLOSSARY), fc.constantFrom(' ', '_', '-', ':', ' / '), ({ name }, mark) => {
        expect(matchName(`variant${mark}${name}`)?.concept).toBe(matchName(`variant_${name}`)?.concept)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const { similarity } = matchName(name) ?? { similarity: 0 }
        expect(similarity >= 0 && similarity <= 1).toBe(true)
      }),
    )
  })
})

test('an alias of a field is no guess', () => {
  for (const alias of Object.values(FIELD_ALIASES).flat()) expect(guessedField(alias)).toBeUndefined()
  expect([guessedField('product_heading'), guessedField('sku_colour')]).toEqual(['title', undefined])
})

test('names are taken apart at marks and at capitals', () => {
  expect(wordsOfName('Google Shopping / Age Group')).toEqual(['google', 'shopping', 'age', 'group'])
  expect(wordsOfName('prodDescHtml__2')).toEqual(['prod', 'desc', 'html', '2'])
})

test.each([
  // the examples of Winkler's paper
  ['MARTHA', 'MARHTA', 0.9611],
  ['DIXON', 'DICKSONX', 0.8133],
  ['DWAYNE', 'DUANE', 0.84],
  ['abc', 'xyz', 0],
  ['', 'a', 0],
])('the similarity of %s and %s is %d', (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4)
  expect(jaroWinkler(b, a)).toBeCloseTo(expected, 4)
})
