import { expect, test } from 'vitest'
import type { Item, Reason } from '../types.js'
import { cardView, reasonLine } from './card-text.js'
import { messagesFor } from './messages.js'

const line = (...reasons: Reason[]) => reasonLine(reasons, messagesFor('en'))
const words = (weight: number, ...shared: string[]): Reason => ({ kind: 'words', words: shared, weight })
const similar = (weight: number): Reason => ({ kind: 'similar-to', id: 'a', title: 'Kettle', weight })

test('the reason that counted most is told', () => {
  expect(line(words(1, 'copper'), similar(2))).toBe('Similar to Kettle')
  expect(line(words(2, 'copper', 'kettle', 'whistle', 'stove'), similar(1))).toBe('In common: copper, kettle, whistle')
})

test('a card claims to match a search only where the answer is sure of it', () => {
  const reasonOf = (confidence?: number, ...reasons: Reason[]) =>
    cardView(
      { item: { id: 'a', title: 'Umbrella' }, score: 1, reasons, ...(confidence !== undefined && { confidence }) },
      messagesFor('en'),
      'en',
    ).reason
  const meaning: Reason = { kind: 'meaning', weight: 2 }
  expect(reasonOf(0.5, meaning)).toBe('Matches your search')
  expect(reasonOf(undefined, meaning)).toBe('Matches your search')
  expect(reasonOf(0.02, meaning)).toBe('')
  expect(reasonOf(0.02, meaning, words(1, 'rain'))).toBe('In common: rain')
})

test('shared words are told where nothing raised the score above the average', () => {
  expect(line(words(-0.3, 'copper'))).toBe('In common: copper')
  expect(line(similar(-0.1), words(-0.3, 'copper'))).toBe('In common: copper')
  expect(line({ kind: 'varied', weight: 0 })).toBe('A varied choice')
})

test('no line promises words and names none', () => {
  expect(line(words(3))).toBe('')
  expect(line(words(3), similar(1))).toBe('Similar to Kettle')
  expect(line(similar(-1))).toBe('')
  expect(line()).toBe('')
})

const viewOf = (fields: object) => {
  const item = { id: 'a', title: 'A', ...fields } as Item
  const { line, oldPrice, excerpt } = cardView({ item, score: 1, reasons: [] }, messagesFor('en'), 'en')
  return { line, oldPrice, excerpt }
}

test('a price is shown as it is: free, without a currency, and with the higher one before it', () => {
  expect(viewOf({ price: { value: 0, currency: 'EUR' } }).line).toBe('€0.00')
  expect(viewOf({ price: { value: 9.5 }, brand: 'B' }).line).toBe('9.5')
  const reduced = { price: { value: 12, currency: 'EUR' }, listPrice: { value: 15, currency: 'EUR' } }
  expect(viewOf(reduced)).toMatchObject({ line: '€12.00', oldPrice: '€15.00' })
  expect(viewOf({ ...reduced, listPrice: { value: 12, currency: 'EUR' } }).oldPrice).toBe('')
})

test('a post shows its day and its text; a product does not', () => {
  const post = { published: '2026-03-05', description: 'About mugs.', brand: 'Ada' }
  expect(viewOf(post)).toEqual({ line: 'Mar 5, 2026', oldPrice: '', excerpt: 'About mugs.' })
  expect(viewOf({ ...post, price: { value: 1 } })).toEqual({ line: '1', oldPrice: '', excerpt: '' })
  expect(viewOf({ ...post, published: 'yesterday' }).line).toBe('Ada')
})

test('a new post says its day once, a new product beside its price', () => {
  const reasons: Reason[] = [{ kind: 'new', published: '2024-03-01', weight: 1 }]
  const saysOf = (item: Item) => {
    const { line, reason } = cardView({ item, score: 1, reasons }, messagesFor('en'), 'en')
    return [line, reason]
  }
  const post = { id: '1', title: 'A post', published: '2024-03-01' }
  expect(saysOf(post)).toEqual(['Mar 1, 2024', ''])
  expect(saysOf({ ...post, price: { value: 5 } })).toEqual(['5', 'Mar 1, 2024'])
})

test('what was bought or put in a cart is not said to have been viewed', () => {
  const because = (event: 'view' | 'purchase'): Reason => ({ kind: 'because-you', event, id: 'a', title: 'Kettle', weight: 1 })
  expect(line(because('view'))).toBe('Because you viewed Kettle')
  expect(line(because('purchase'))).toBe('Similar to Kettle')
})
