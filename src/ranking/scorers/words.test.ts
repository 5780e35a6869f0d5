import { expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { wordsByTerm } from '../../lexical/tokens.js'
import { wordTerm } from './words.js'

const TEXTS = [
  'red kettle, cash on delivery',
  'red lamp, cash on delivery',
  'blue lamp, cash on delivery',
  'chair',
  'oak desk, cash on delivery',
  'shelf 40 cm',
]
const index = Bm25Index.build(TEXTS.map((text) => [{ text, weight: 1 }]))
const WORDS = wordsByTerm(TEXTS.join(' '))
const named = (query: string, row: number, wordOf: (term: string) => string | undefined = (term) => WORDS.get(term)) =>
  wordTerm(index, queryTerms(query), TEXTS.length, 1, wordOf).reason(row, 1)

test('names what a row shares with the query, what tells most first', () => {
  expect(named('red kettle', 0)).toEqual({ kind: 'words', words: ['kettle', 'red'], weight: 1 })
})

test('names no word that most rows have, no number or unit, and none that is not to be named', () => {
  expect(named('kettle cash on delivery', 0)).toMatchObject({ words: ['kettle'] })
  expect(named('shelf 40 cm', 5)).toMatchObject({ words: ['shelf'] })
  expect(named('red kettle', 0, (term) => (term === 'red' ? undefined : WORDS.get(term)))).toMatchObject({ words: ['kettle'] })
  expect(named('cash', 0)).toMatchObject({ words: [] })
})

test('names no article, preposition or conjunction of German', () => {
  const texts = ['Kopf eines Kindes aus Marmor', 'Hafen eines Dorfes, für die Wand', 'Tasse und Teller', 'Uhr', 'Bank', 'Vase']
  const german = Bm25Index.build(texts.map((text) => [{ text, weight: 1 }]))
  const words = wordsByTerm(texts.join(' '))
  const shared = (query: string, row: number) =>
    wordTerm(german, queryTerms(query), texts.length, 1, (term) => words.get(term)).reason(row, 1)
  expect(shared('Marmor eines Steinbruchs', 0)).toMatchObject({ words: ['Marmor'] })
  expect(shared('Bild für die Wand', 1)).toMatchObject({ words: ['Wand'] })
  expect(shared('Messer und Gabel', 2)).toMatchObject({ words: [] })
})
