import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemSentence } from './item-sentence.js'
import { parseCatalog } from './parse.js'
import { isTitleFromText, titleFromText } from './title-from-text.js'

test.each([
  ['Boils fast. Whistles low.', 'Boils fast.'],
  ['Version 1.5 boils fast', 'Version 1.5 boils fast'],
  ['two\nlines', 'two lines'],
  ['', ''],
  [`${'word '.repeat(15)}another word`, `${'word '.repeat(15)}`.trim()],
  [`${'word '.repeat(15)}and w`, `${'word '.repeat(15)}and w`],
  [`${'word '.repeat(15)}tower of`, `${'word '.repeat(15)}tower`],
  ['x'.repeat(100), 'x'.repeat(80)],
])('the title of %j is %j', (text, title) => {
  expect(titleFromText(text)).toBe(title)
})

test('a title is the beginning of its text, at most 80 characters long and well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const title = titleFromText(text)
      const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
      expect(title.length).toBeLessThanOrEqual(80)
      expect(line.startsWith(title)).toBe(true)
      expect(title).not.toMatch(/\p{Surrogate}/u)
    }),
  )
})

test('a row with an id and a text is an item, whose sentence says the text once', () => {
  const text = 'Copper kettle for gas. It whistles.'
  const { items, rejected } = parseCatalog([
    { id: 1, text },
    { _id: '2', title: '', text, brand: 'Acme' },
    { id: 3, title: 'Kettle', text },
  ])

  expect(rejected).toEqual([])
  expect(items.map(({ title }) => title)).toEqual(['Copper kettle for gas.', 'Copper kettle for gas.', 'Kettle'])
  expect(items.map(itemSentence)).toEqual([text, `brand: Acme. ${text}`, `Kettle. ${text}`])
  expect(items.map(isTitleFromText)).toEqual([true, true, false])
})

test('one line alone with an id and a text is a catalog; an answer that tells of an error is none', () => {
  expect(parseCatalog('{"id": 1, "text": "Copper kettle"}').items).toEqual([
    { id: '1', title: 'Copper kettle', description: 'Copper kettle' },
  ])
  expect(() => parseCatalog('{"error": {"description": "broken"}}')).toThrow('catalog-invalid')
})

test('a row with neither title nor text says so', () => {
  expect(parseCatalog([{ id: 1, text: ' ' }]).rejected).toEqual([
    { row: 0, field: 'title', why: expect.stringContaining('no title and no text') },
  ])
})
