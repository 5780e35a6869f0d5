import type { Price } from '../types.js'
import { decodeEntities } from './html-entities.js'
import { cutText, oneLine } from './plain-text.js'
import { NamedValue, PriceValue, readAs } from './schema.js'

const CURRENCY_OF_SYMBOL: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₫': 'VND',
  '₪': 'ILS',
}

/** In English, German, French and Spanish; without accented letters. */
const SAYS_YES = new Set(
  'true yes y 1 available instock onstock limitedavailability lowstock onlineonly instoreonly preorder presale backorder madetoorder ja auflager oui enstock s si disponible'.split(
    ' ',
  ),
)
const SAYS_NO = new Set(
  'false no n 0 outofstock soldout unavailable notavailable discontinued nein ausverkauft non puis agotado'.split(' '),
)

/**
 * A price from a number, `"12.50"`, `"12.50 EUR"`, `"$237.68"`, `"£1,299.00"`, `"1.299,00 €"` or an object of amount and
 * currency. Of a range the first number counts. `fallbackCurrency` is that of the row; a code in the text wins over it, it wins
 * over a symbol (`$` alone means USD). Undefined for what is no price, or a negative one.
 */
export function readPrice(value: unknown, fallbackCurrency: string | undefined): Price | undefined {
  const shape = readAs(PriceValue, value)
  if (shape === undefined) return undefined
  const text = typeof shape.amount === 'string' ? oneLine(shape.amount.slice(0, 100)) : ''
  const code = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text)?.[0]
  const symbol = /[$€£¥₹₩₽₺₫₪]/.exec(text)?.[0] ?? ''
  const given = (shape.currency ?? fallbackCurrency)?.trim()
  const currency = code ?? (given || CURRENCY_OF_SYMBOL[symbol])
  const amount = typeof shape.amount === 'number' ? shape.amount : readAmount(text, currency)
  if (amount === undefined || !Number.isFinite(amount) || amount < 0) return undefined
  return currency === undefined ? { value: amount } : { value: amount, currency: cutText(currency, 12) }
}

/**
 * The first number of a text. Of `,` and `.` the later one is the decimal sign; a sign that stands more than once, a comma before
 * exactly three digits, or (in euros only) a point before exactly three digits, groups thousands.
 */
function readAmount(text: string, currency: string | undefined): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text)
  const found = /(-\s?)?[^\d]{0,5}?(\d[\d.,' ]*)/.exec(text)
  if (found === null || found[1] !== undefined) return undefined
  const digits = (found[2] ?? '').replace(/[' ]/g, '').replace(/[.,]+$/, '')
  const comma = digits.lastIndexOf(',')
  const point = digits.lastIndexOf('.')
  const last = Math.max(comma, point)
  if (last < 0) return Number(digits)
  const mark = digits.charAt(last)
  const both = comma >= 0 && point >= 0
  const repeated = digits.indexOf(mark) !== last
  const threeDigits = digits.length - last - 1 === 3
  const groups = repeated || (!both && threeDigits && (mark === ',' || currency === 'EUR'))
  if (groups) return Number(digits.replace(/[.,]/g, ''))
  return Number(`${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`)
}

/** Whether an item can be had: a boolean, a stock number, or one of the words of schema.org and of Google Merchant feeds. Pre-orders count as available. */
export function readAvailable(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value > 0 : undefined
  if (typeof value !== 'string') return undefined
  const text = value.slice(0, 100).trim()
  const word = text
    .replace(/^https?:\/\/schema\.org\//i, '')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
  if (SAYS_YES.has(word)) return true
  if (SAYS_NO.has(word)) return false
  return /^\d+$/.test(text) ? Number(text) > 0 : undefined
}

/** Whether an availability says more than yes or no, and so is worth keeping as an attribute too: a number, a pre-order. */
export function saysMoreThanYesOrNo(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /pre.?order|pre.?sale|back.?order|\d|limited/i.test(value))
}

/** An ISO 8601 date from a date text, a `Date`, or seconds (from 3e7 below 1e11) or milliseconds since 1970. A text that begins like ISO 8601 is kept as it is. */
export function readDate(value: unknown): string | undefined {
  if (typeof value === 'string' && /^\d{4}-\d\d(?:-\d\d(?:[T ][\d:.,]{2,20}\s?(?:Z|[+-][\d:]{2,6})?)?)?$/.test(value.trim()))
    return value.trim()
  let ms: number
  // a small number is a year or a rank, not the seconds of 1970, and 20240501 is below 3e7
  if (typeof value === 'number' && Math.abs(value) >= 3e7) ms = Math.abs(value) < 1e11 ? value * 1000 : value
  else if (typeof value === 'string' && value.length <= 100 && /\d{4}/.test(value)) ms = Date.parse(value)
  else if (value instanceof Date) ms = value.getTime()
  else return undefined
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined
}

/** A BCP 47 tag; `_` counts as `-`. The name of a language (`English`) is not one. */
export function readLang(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,4}$/i.test(value.trim())) return undefined
  return value.trim().replaceAll('_', '-')
}

/** A finite number, or text that is one. */
export function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*[+-]?\d/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Names from a text that `split` divides, or from a list of texts or of `{name}`; each one line of at most 200 characters, none twice, at most 100. */
export function readNames(value: unknown, split: (text: string) => readonly string[]): string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const names = new Set<string>()
  for (const entry of list.slice(0, 1000)) {
    const text = readAs(NamedValue, entry)
    if (text === undefined) continue
    for (const part of split(oneLine(decodeEntities(cutText(text, 20_000))))) {
      const name = cutText(part.trim(), 200)
      if (name !== '' && names.size < 100) names.add(name)
    }
  }
  return names.size > 0 ? [...names] : undefined
}

/** `A > B > C`, `A >> B`, `A | B` and `/A/B/C/` are paths; any other text is one name. */
export function splitPath(text: string): readonly string[] {
  return text.startsWith('/') ? text.split('/') : text.split(/ (?:>>?|\|) /)
}
