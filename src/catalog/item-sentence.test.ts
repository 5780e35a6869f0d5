import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemSentence } from './item-sentence.js'

test('writes title, category, brand, tags, attributes and description, in this order', () => {
  const sentence = itemSentence({
    id: '1',
    title: 'Travel kettle',
    description: 'Boils half a litre.\nFolds flat.',
    brand: 'Acme',
    category: ['Kitchen', 'Kettles'],
    tags: ['travel', 'small'],
    attributes: { body_colour: 'red', materials: ['steel', 'silicone'], foldable: true },
  })

  expect(sentence).toBe(
    'Travel kettle. category: Kitchen > Kettles. brand: Acme. tags: travel, small. body colour: red. materials: steel, silicone. foldable: yes. Boils half a litre. Folds flat.',
  )
})

test('leaves out what says nothing about the thing', () => {
  const sentence = itemSentence({
    id: '1',
    title: 'What is tea?',
    url: 'https://x/1',
    image: 'https://x/1.jpg',
    price: { value: 3, currency: 'EUR' },
    available: true,
    lang: 'en',
    published: '2024-01-01',
    popularity: 9,
    group: 'g',
    attributes: { views: 12, ean: 'B0012', sku: 'A', vegan: false, pages: '120', more: 'https://x/2', store_id: 'abc' },
  })

  expect(sentence).toBe('What is tea?')
})

test('leaves out ids of linked items, and keeps accessories told in words', () => {
  const attributes = { goes_with: ['mug-1', 'tray-2'], related_skus: '24-MB01,24-MB02', accessories: 'charger, long cable' }
  expect(itemSentence({ id: '1', title: 'Teapot', attributes })).toBe('Teapot. accessories: charger, long cable')
})

test('is well-formed, one line, at most 2,000 characters, and the same for the same item', () => {
  const text = fc.string({ unit: 'binary', maxLength: 100 })
  const long = fc.tuple(text, fc.nat(60)).map(([part, times]) => part.repeat(times))
  fc.assert(
    fc.property(text, long, fc.dictionary(fc.string(), long), (title, description, attributes) => {
      const sentence = itemSentence({ id: '1', title: `x${title}`, description, attributes })
      expect(sentence.length).toBeLessThanOrEqual(2000)
      expect(sentence).not.toMatch(/\p{Surrogate}|\p{Cc}/u)
      expect(itemSentence({ id: '2', title: `x${title}`, description, attributes })).toBe(sentence)
    }),
  )
})
