import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growth, LINEAR } from '../../../growth.test-helper.js'
import { LONGEST_TEXT, wishesOf } from './wishes.js'

const CODES = Intl.supportedValuesOf('currency')
const narrow = (code: string) =>
  part(new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' }), 'currency')
const part = (format: Intl.NumberFormat, ...types: string[]) => format.formatToParts(2).find(({ type }) => types.includes(type))!.value
const nameIn = (locale: string, code: string) => new Intl.DisplayNames(locale, { type: 'currency' }).of(code)!
const decimalsOf = (code: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2

/** A price as people of this locale write it. */
const written = fc.record({
  value: fc.oneof(
    fc.integer({ min: 1, max: 9_999_999 }),
    fc.integer({ min: 100, max: 99_999_999 }).map((cents) => cents / 100),
  ),
  form: fc.constantFrom('en', 'de', 'de-CH', 'en-IN', 'plain', 'fr'),
})
const digitsOf = (value: number, form: string) =>
  form === 'plain'
    ? String(value)
    : value
        .toLocaleString(form, { minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 })
        .replace(/\u202f/g, ' ')

const MAX = [
  'under',
  'below',
  'less than',
  'at most',
  'up to',
  'cheaper than',
  '<',
  '<=',
  'unter',
  'höchstens',
  'moins de',
  'menos de',
  'hasta',
]
const MIN = ['over', 'at least', 'more than', '>', '>=', 'mindestens', 'plus de', 'más de']
const BEFORE = ['warm jacket', 'I am looking for a nice jumper with long sleeves for my mother', 'Jacke', 'chaqueta']
const AFTER = ['', ' with hood', ', waterproof', ' for men', '.', ' in black', ' mit Kapuze']

const only = (text: string, currencies: ReadonlySet<string> = new Set()) => wishesOf(text, { currencies }).wishes

describe('a price that is written', () => {
  test('with a currency before or behind it reads back exactly, wherever it stands', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom(...CODES.filter((code) => decimalsOf(code) < 3)),
        fc.constantFrom('before', 'after', 'glued'),
        fc.constantFrom<['max' | 'min', string]>(
          ...MAX.map((word) => ['max', word] as ['max', string]),
          ...MIN.map((word) => ['min', word] as ['min', string]),
        ),
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...AFTER),
        ({ value, form }, code, place, [side, word], before, after) => {
          const digits = digitsOf(value, form)
          const amount = place === 'before' ? `${code} ${digits}` : place === 'after' ? `${digits} ${code}` : `${digits}${code}`
          const text = `${before} ${word} ${amount}${after}`
          const [wish, ...more] = only(text)
          expect(more).toEqual([])
          expect(wish).toMatchObject({
            kind: 'price',
            [side]: value,
            currencies: [code],
            text: `${word} ${amount}`,
            start: before.length + 1,
          })
        },
      ),
      { numRuns: 500 },
    )
  })

  test('without a currency reads back whole, or not at all', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom(...MAX),
        fc.constantFrom(...AFTER, ' waterproof', ' leather', ' gb ram', ' kg', 'x', '%', '-5', '/2'),
        ({ value, form }, word, after) => {
          const read = only(`jacket ${word} ${digitsOf(value, form)}${after}`)
          for (const wish of read) expect(wish).toMatchObject({ kind: 'price', max: value })
          if (AFTER.includes(after)) expect(read).toHaveLength(1)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('as a range reads back both ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 99_999 }), fc.nat({ max: 6 }), (a, b, form) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const ranges = [`between $${low} and $${high}`, `${low}-${high} euro`, `from ${low} to ${high} dollars`, `€${low} – €${high}`]
        const more = [`zwischen ${low} und ${high} Euro`, `entre ${low} et ${high} euros`, `de ${low} a ${high} euros`]
        expect(only(`bag ${[...ranges, ...more][form]!} with zip`)).toMatchObject([{ kind: 'price', min: low, max: high }])
      }),
    )
  })
})

describe('every currency', () => {
  test.each(CODES)('%s: by its code, its symbol and its names', (code) => {
    for (const amount of [
      `${code} 20`,
      `20 ${code}`,
      `${narrow(code)}20`,
      `20 ${nameIn('en', code)}`,
      `20 ${nameIn('en', code)}s`,
      `20 ${nameIn('de', code)}`,
      `20 ${nameIn('es', code)}`,
    ]) {
      const [wish] = only(`lamp under ${amount} with shade`, new Set([code]))
      expect(wish, amount).toMatchObject({ kind: 'price', max: 20 })
      expect((wish as { currencies?: string[] }).currencies, amount).toContain(code)
    }
  })

  test('has three decimals where Intl says so', () => {
    for (const code of CODES) {
      const expected = decimalsOf(code) === 3 ? 1.25 : 1250
      expect(only(`lamp under 1.250 ${code}`), code).toMatchObject([{ max: expected }])
    }
  })
})

test('what Intl calls a unit is no money', () => {
  const taken: string[] = []
  for (const unit of Intl.supportedValuesOf('unit')) {
    for (const locale of ['en', 'de', 'fr', 'es']) {
      const name = part(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }), 'unit', 'percentSign')
      if (/pound|pfund|livre|libra/i.test(name)) continue
      if (only(`thing under 20 ${name}`).length > 0) taken.push(`${locale} ${name}`)
    }
  }
  expect(taken).toEqual([])
})

describe('any text', () => {
  const words = fc.constantFrom(
    'lamp',
    'not',
    'no',
    'without',
    'or',
    'and',
    ',',
    'under',
    'between',
    '20',
    '1,200',
    '€',
    'euro',
    '-',
    'red',
    'nut-free',
    '.',
    ' ',
    'ohne',
    'sans',
    '16gb',
  )

  test('is told with places that hold, and what is left has no word that it had not', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
          fc.string({ unit: 'grapheme', maxLength: 200 }),
        ),
        (text) => {
          const { wishes, text: rest } = wishesOf(text)
          for (const { text: told, start, end } of wishes) expect(text.slice(start, end)).toBe(told)
          for (let i = 1; i < wishes.length; i++) expect(wishes[i]!.start).toBeGreaterThanOrEqual(wishes[i - 1]!.start)
          const had = new Set(text.match(/[\p{L}\p{N}]+/gu))
          for (const word of rest.match(/[\p{L}\p{N}]+/gu) ?? []) expect(had).toContain(word)
          // what is taken back is words again: they may be what another wish lacked, which can be taken back in turn
          const literal: string[] = []
          for (let left = wishes; left.length > 0; left = wishesOf(text, { literal }).wishes) {
            for (const { text: told } of left) expect(literal).not.toContain(told)
            literal.push(...left.map(({ text: told }) => told))
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('takes time that grows with its length', () => {
    for (const piece of ['a,', 'no ', 'or ', '1 ', '1,', 'red or ', 'under 20 ', 'without ', "n't ", 'x-', '20-']) {
      const text = (length: number) => piece.repeat(Math.floor(length / piece.length))
      expect(
        growth((length) => wishesOf(text(length)), LONGEST_TEXT / 8),
        piece,
      ).toBeLessThan(LINEAR)
      expect(wishesOf(text(LONGEST_TEXT + 10))).toMatchObject({ wishes: [] })
    }
  })
})
