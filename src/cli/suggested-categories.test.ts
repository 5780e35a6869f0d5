import { expect, test } from 'vitest'
import { catalogHtml } from '../evaluate/report/catalog-html.js'
import { uncategorised } from './suggested-categories.js'

test('of a large catalog at most 2,000 items are compared, evenly, and the report says so', async () => {
  const items = Array.from({ length: 4_001 }, (_, row) => ({
    id: `${row}`,
    title: `Item ${row}`,
    ...(row % 2 === 0 && { category: ['all', row % 4 === 0 ? 'a' : 'b'] }),
  }))
  const { bare, categories } = uncategorised(items)!
  expect(bare.map(({ id }) => id)).toEqual(items.filter((_, row) => row % 3 === 0).map(({ id }) => id))
  // the first level divides nothing
  expect(new Set(categories)).toEqual(new Set(['all > a', 'all > b', undefined]))
  const suggested = [{ category: 'all > a', items: [items[1]!] }]
  const html = await catalogHtml({ title: '', items, rejected: [], variants: 0, vectors: null, suggested, compared: bare.length })
  expect(html).toContain('Items without a category, among 1334 of all')
})

test('nothing is suggested where fewer than five items lack a category, or all do', () => {
  const items = Array.from({ length: 40 }, (_, row) => ({ id: `${row}`, title: 'Item' }))
  expect(uncategorised(items)).toBeNull()
  expect(uncategorised(items.map((item, row) => (row < 4 ? item : { ...item, category: ['a'] })))).toBeNull()
})
