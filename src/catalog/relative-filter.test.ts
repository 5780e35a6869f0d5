import { expect, test } from 'vitest'
import type { Item, Where } from '../types.js'
import { compileFilter } from './filter.js'
import { relativeTo } from './relative-filter.js'

const ITEMS: readonly Item[] = [
  { id: 'a', title: 'a', price: { value: 100 }, brand: 'Own', attributes: { colour: ['red', 'blue'], weight: 10 } },
  { id: 'b', title: 'b', price: { value: 80 }, brand: 'own ', attributes: { colour: ['green'], weight: 20 } },
  { id: 'c', title: 'c', price: { value: 120 }, brand: 'Other', attributes: { colour: ['blue'] } },
  { id: 'd', title: 'd' },
]
const passing = (where: Where, asked = ITEMS[0]!) =>
  Array.from(compileFilter(relativeTo(asked, where, ITEMS), ITEMS).entries(), ([row, pass]) => (pass ? ITEMS[row]!.id : '')).join('')

test.each<[Where, string]>([
  [{ brand: { item: true } }, 'ab'],
  [{ brand: { not: { item: true } } }, 'cd'],
  [{ colour: { item: true } }, 'ac'],
  [{ price: { max: { item: 0.9 } } }, 'b'],
  [{ price: { min: { item: true } } }, 'ac'],
  [{ price: { min: { item: 0.5 }, max: 100 } }, 'ab'],
  [{ weight: { item: 2 } }, 'b'],
  [{ any: [{ brand: { item: true } }, { price: { min: { item: 1.1 } } }] }, 'abc'],
])('%j passes %s', (where, expected) => {
  expect(passing(where)).toBe(expected)
})

test('what refers to a value that the item lacks lets everything pass', () => {
  const bare = ITEMS[3]!
  expect(passing({ brand: { item: true } }, bare)).toBe('abcd')
  expect(passing({ brand: { not: { item: true } } }, bare)).toBe('abcd')
  expect(passing({ price: { max: { item: 1 } } }, bare)).toBe('abcd')
  expect(passing({ price: { min: 100, max: { item: 1 } } }, bare)).toBe('ac')
})

test('a filter without an item asked about says that it needs one', () => {
  expect(() => compileFilter({ brand: { item: true } }, ITEMS)).toThrow(/where\.brand\.item: refers to an item asked about/)
  expect(() => passing({ brand: { item: 'yes' } } as unknown as Where)).toThrow(/where\.brand\.item/)
  expect(() => compileFilter({ price: { max: { item: 0.8 } } }, ITEMS)).toThrow(/where\.price\.max: .*expected a number/)
})

test('a filter that refers to no item stays as it is', () => {
  const where: Where = { price: { min: 1, max: 9 }, brand: ['Own'], colour: { not: { exists: true } }, all: [{ weight: 10 }] }
  expect(relativeTo(ITEMS[0]!, where, ITEMS)).toEqual(where)
})
