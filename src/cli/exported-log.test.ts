import { expect, test } from 'vitest'
import { readLog } from '../log/read-log.js'
import { exportedLog } from './exported-log.js'

const ITEMS = [
  { id: 'mug', title: 'Tin mug', url: '/products/mug', attributes: { sku: 'M-S' } },
  { id: 'bowl', title: 'Bowl - deep', url: '/products/bowl' },
]
const read = (lines: readonly string[]) => readLog(exportedLog(lines.join('\n'), ITEMS), (id) => ITEMS.some((item) => item.id === id))

test('orders that Shopify exports are baskets of the products whose variants they name', () => {
  const log = read([
    'Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Vendor,Id',
    '#1,a@example.com,2026-01-05 10:00:00 +0100,1,Tin mug - Small,M-S,Own,77',
    '#1,a@example.com,2026-01-05 10:00:00 +0100,2,Bowl - deep - Red / Large,,Own,',
    '#2,b@example.com,2026-01-06 10:00:00 +0100,1,Tin mug - Large,M-L,Own,78',
    '#2,b@example.com,2026-01-06 10:00:00 +0100,1,Bowl - deep,,Own,',
    '#3,b@example.com,2026-01-07 10:00:00 +0100,1,Gift wrap,,Own,79',
  ])

  expect(log.interactions.map(({ user, id }) => [user, id])).toEqual([
    ['#1', 'mug'],
    ['#1', 'bowl'],
    ['#2', 'mug'],
    ['#2', 'bowl'],
  ])
  expect([log.hasBaskets, log.isTimed]).toEqual([true, true])
  expect(log.rejected).toEqual([{ row: 4, field: 'item', why: 'received "Gift wrap", expected the id of an item of the catalog' }])
})

test('views of pages are views of the items that have these addresses', () => {
  const log = read([
    'session_id,event_name,page_location,event_timestamp',
    's1,page_view,https://shop.example/products/mug?utm_source=mail,1767000000000000',
    's1,page_view,https://shop.example/,1767000001000000',
    's1,page_view,https://shop.example/products/bowl/,1767000002000000',
  ])

  expect(log.interactions).toEqual([
    { user: 's1', id: 'mug', type: 'view', at: 1_767_000_000_000 },
    { user: 's1', id: 'bowl', type: 'view', at: 1_767_000_002_000 },
  ])
  expect(log.rejected[0]).toMatchObject({ row: 1, field: 'item' })
})

test('a log with columns of its own, and JSON, are read as before', () => {
  for (const text of ['user,item,url\na,mug,/products/bowl', '[{"user":"a","item":"mug"}]', '{"user":"a","item":"mug"}']) {
    expect(exportedLog(text, ITEMS)).toBe(text)
  }
})
