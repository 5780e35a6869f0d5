import { expect, test } from 'vitest'
import type { Reason } from '../types.js'
import { announcementOf } from './announcement.js'
import { formatPrice, reasonLine, secondLine } from './card-text.js'
import { isLater, type MessageKey, messagesFor } from './messages.js'
import { LANGUAGES as LATER } from './more-languages.js'
import { TEXTS } from './texts.js'

const ALL = { ...TEXTS, ...LATER }
const english = messagesFor('en', ALL)
const LANGUAGES = ['en', ...Object.keys(ALL)]
const keys = Object.keys(english) as MessageKey[]

test('24 languages are spoken, of which 14 come by themselves', () => {
  expect(['en', ...Object.keys(TEXTS)].sort()).toEqual(['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt', 'sv'])
  expect(new Set(LANGUAGES.map((language) => messagesFor(language, ALL).similarHeading)).size).toBe(24)
  expect(LANGUAGES.filter(isLater)).toEqual(Object.keys(LATER))
})

test.each(LANGUAGES)('%s has every text, with the places to fill in where English has them', (language) => {
  const messages = messagesFor(language, ALL)
  expect(Object.keys(messages)).toEqual(keys)
  for (const key of keys) {
    expect(messages[key], key).toBeTruthy()
    expect(String(messages[key]).includes('{0}'), key).toBe(String(english[key]).includes('{0}'))
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
  expect(messagesFor('xx')).toEqual(english)
})

test('a language that comes by itself has blank headings until then, and is English where it cannot be fetched', () => {
  for (const key of keys) expect(messagesFor('fi')[key], key).toBe(key.endsWith('Heading') ? '\u00a0' : english[key])
  expect(messagesFor('fi', { fi: '' })).toEqual(english)
})

test('the site’s own texts win over any language', () => {
  const given = { empty: 'Nix.', constructor: 'x' }
  expect(messagesFor('de', ALL, given)).toEqual({ ...messagesFor('de', ALL), empty: 'Nix.' })
})

test('the number of results is told after a colon, or in the plural forms of the site and the page’s language', () => {
  const results = { one: '{0} wynik', few: '{0} wyniki', many: '{0} wyników', other: '{0} wyniku' }
  const told = (count: number, lang: string) => announcementOf(true, count, messagesFor('pl', ALL, { results }), lang)

  expect(announcementOf(true, 3, english, 'en')).toBe('Results: 3')
  expect([1, 3, 5].map((count) => told(count, 'pl'))).toEqual(['1 wynik', '3 wyniki', '5 wyników'])
  expect(told(3, 'no language at all')).toBe('3 wyniku')
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
  [
    'Something different',
    [
      { kind: 'explore', weight: 0 },
      { kind: 'popular', weight: 1 },
    ],
  ],
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
