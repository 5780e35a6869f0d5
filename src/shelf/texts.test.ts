import { expect, test } from 'vitest'
import type { Reason } from '../types.js'
import { formatPrice, reasonLine, secondLine } from './card-text.js'
import { type MessageKey, messagesFor } from './messages.js'
import { TEXTS } from './texts.js'

const english = messagesFor('en', TEXTS)
const LANGUAGES = ['en', ...Object.keys(TEXTS)]
const keys = Object.keys(english) as MessageKey[]

test('ten languages are spoken', () => {
  expect([...LANGUAGES].sort()).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'sv'])
  expect(new Set(LANGUAGES.map((language) => messagesFor(language).similarHeading)).size).toBe(10)
})

test.each(LANGUAGES)('%s has every text, with the places to fill in where English has them', (language) => {
  const messages = messagesFor(language, TEXTS)
  expect(Object.keys(messages)).toEqual(keys)
  for (const key of keys) {
    expect(messages[key], key).toBeTruthy()
    expect(messages[key].includes('{0}'), key).toBe(english[key].includes('{0}'))
  }
})

test('a region is read as its language, an unknown language as English', () => {
  expect(messagesFor('de-AT', TEXTS)).toEqual(messagesFor('de', TEXTS))
  expect(messagesFor('PT_br', TEXTS)).toEqual(messagesFor('pt', TEXTS))
  for (const tag of ['xx', '', undefined, 'constructor', '__proto__']) expect(messagesFor(tag, TEXTS)).toEqual(english)
})

test('before the texts are there, three headings speak the language, other headings are blank and all else is English', () => {
  const before = messagesFor('de')
  const after = messagesFor('de', TEXTS)
  const known = ['similarHeading', 'forYouHeading', 'searchHeading']
  for (const key of keys) {
    expect(before[key], key).toBe(known.includes(key) ? after[key] : key.endsWith('Heading') ? '\u00a0' : english[key])
  }
  expect(messagesFor('en')).toEqual(english)
  expect(messagesFor('fi')).toEqual(english)
})

test.each<[string, readonly Reason[]]>([
  ['Because you viewed Kettle', [{ kind: 'because-you', event: 'view', id: 'a', title: 'Kettle', weight: 1 }]],
  ['In common: linen, summer', [{ kind: 'words', words: ['linen', 'summer'], weight: 1 }]],
  ['In common: kettle, whistling, gas', [{ kind: 'words', words: ['kettle', 'whistling', 'gas', 'steel', 'cream'], weight: 1 }]],
  ['Similar to Kettle', [{ kind: 'similar-to', id: 'a', title: 'Kettle', weight: 1 }]],
  ['Matches your search', [{ kind: 'meaning', weight: 1 }]],
  ['Others went on to this', [{ kind: 'interactions', weight: 1 }]],
  ['Popular', [{ kind: 'popular', weight: 1 }]],
  ['A varied choice', [{ kind: 'varied', weight: 1 }]],
  ['', []],
])('says "%s"', (line, reasons) => {
  expect(reasonLine(reasons, english)).toBe(line)
})

test('the reason named is the one that counted most, and one that lowered the score is none', () => {
  const popular: Reason = { kind: 'popular', weight: 0.2 }
  const meaning: Reason = { kind: 'meaning', weight: 0.7 }
  expect(reasonLine([popular, meaning], english)).toBe('Matches your search')
  expect(reasonLine([{ ...meaning, weight: -3 }, popular], english)).toBe('Popular')
  expect(reasonLine([{ ...meaning, weight: -3 }], english)).toBe('')
})

test('a title goes into a reason as it is', () => {
  const reasons: Reason[] = [{ kind: 'because-you', event: 'view', id: 'a', title: "$& $' <b>", weight: 1 }]
  expect(reasonLine(reasons, english)).toBe("Because you viewed $& $' <b>")
})

test('prices are written as the language writes them, and never throw', () => {
  expect(formatPrice({ value: 1234.5, currency: 'EUR' }, 'de')).toBe('1.234,50\u00a0€')
  expect(formatPrice({ value: 5, currency: 'EURO' }, 'en')).toBe('5 EURO')
  expect(formatPrice({ value: 5.005 }, 'en')).toBe('5.01')
  expect(formatPrice({ value: 5 }, 'not a language')).toBe('5')
})

test('the second line is the price, else the brand, else the narrowest category', () => {
  const item = { id: '1', title: 'x', brand: 'Acme', category: ['Kitchen', 'Kettles'] }
  expect(secondLine({ ...item, price: { value: 3 } }, 'en')).toBe('3')
  expect(secondLine(item, 'en')).toBe('Acme')
  expect(secondLine({ id: '1', title: 'x', category: ['Kitchen', 'Kettles'] }, 'en')).toBe('Kettles')
  expect(secondLine({ id: '1', title: 'x' }, 'en')).toBe('')
})
