import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_ALIASES } from './aliases.js'
import { GLOSSARY } from './glossary.js'
import { jaroWinkler } from './jaro-winkler.js'
import { ACCEPTED, exactConcept, guessedField, matchName, wordsOfName } from './name-match.js'

describe('matchName', () => {
  test('knows every name of its own glossary', () => {
    const first = new Map([...GLOSSARY].reverse().map(({ name, concept }) => [name, concept]))
    for (const { name } of GLOSSARY)
      expect(matchName(name), name).toEqual({ concept: first.get(name), similarity: name === 'nombre' ? 0.87 : 1 })
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
    // an adjective before the colour
    ['baseColour', 'colour'],
    ['strap_color', 'colour'],
    // a noun before the id
    ['movie_id', 'id'],
    ['plant_id', 'id'],
    // counts in the plural
    ['ratings_count', 'reviews'],
    ['num_reviews', 'reviews'],
    ['number of downloads', 'popularity'],
    // dates with the verb behind
    ['date_added', 'published'],
    ['date_modified_gmt', 'changed'],
    // pictures by size
    ['largeImage', 'image'],
    ['picture_1200', 'image'],
    // who sells it, where nobody says who makes it
    ['supplier_name', 'brand'],
    // the mark of a system before a plain name
    ['wp_title', 'title'],
    ['woocommerce_price', 'price'],
    ['dc:creator', 'maker'],
    // a unit or an example in brackets, or the name itself
    ['Weight (kg)', 'weight'],
    ['Custom label (SKU)', 'id'],
    ['isbn13', 'code'],
    // German, French, Spanish, Italian
    ['Titel', 'title'],
    ['Beschreibung', 'description'],
    ['Preis', 'price'],
    ['Preis (EUR)', 'price'],
    ['Bild', 'image'],
    ['bild_url', 'image'],
    ['Kategorie', 'category'],
    ['Marke', 'brand'],
    ['Artikelnummer', 'id'],
    ['Prix', 'price'],
    ['Catégorie', 'category'],
    ['Descripción', 'description'],
    ['Prezzo', 'price'],
  ])('takes %s for %s', (name, concept) => {
    expect(matchName(name)).toMatchObject({ concept })
    expect(matchName(name)!.similarity).toBeGreaterThanOrEqual(ACCEPTED)
  })

  test.each([
    'category_id',
    'user_id',
    'brand image',
    'is_price_hidden',
    'option2',
    'Variants',
    'cost_price',
    'wordCount',
    'image position',
    'Variant Weight Unit',
    'out_of_stock_qty',
    'custom_label_0',
    'brunch',
    'market',
    'press',
    'nominal',
    'x',
    '',
    '___',
    '説明',
  ])('takes %j for nothing', (name) => {
    expect(matchName(name)?.similarity ?? 0).toBeLessThan(ACCEPTED)
  })

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

test('a filter on a colour does not mean the colour of a part', () => {
  expect([exactConcept('product_colour'), exactConcept('strap_colour'), exactConcept('colur')]).toEqual(['colour', undefined, undefined])
})

test('a filter on the Spanish name of a title means the title', () => {
  expect(exactConcept('Nombre')).toBe('title')
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
