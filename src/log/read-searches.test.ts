import { expect, test } from 'vitest'
import { readLog } from './read-log.js'
import { readSearches } from './read-searches.js'

const read = (input: string | readonly unknown[]) => readSearches(input, (id) => ['a', 'b', '7'].includes(id), 'log.csv')

test.each([
  ['CSV', 'query,item\nwarm hat,a\nwarm hat,b\n'],
  ['TSV with other names, columns and order', 'product_id\tuser\tSearch Term\na\tu\twarm hat\nb\tv\twarm hat\n'],
  ['JSON', '[{"q":"warm hat","sku":"a"},{"q":" warm hat ","sku":"b"}]'],
  ['JSON lines', '{"query":"warm hat","item":"a"}\n{"query":"warm hat","item":"b"}\n'],
])('reads queries and items of %s', (_, text) => {
  expect(read(text)).toEqual({
    searches: [
      { query: 'warm hat', id: 'a' },
      { query: 'warm hat', id: 'b' },
    ],
    rejected: [],
    rows: 2,
  })
})

test.each(['handle', 'variant_sku', 'Lineitem sku', 'StockCode', 'listing_id', 'song_id'])(
  'the column of items may be called %s, as in a log of interactions',
  (name) => {
    expect(read(`query,${name}\nwarm hat,a\n`).searches).toEqual([{ query: 'warm hat', id: 'a' }])
    expect(readLog(`user,${name}\nanna,a\n`, () => true).interactions.map(({ id }) => id)).toEqual(['a'])
  },
)

test('an id may be a number, and a search may come twice', () => {
  expect(read([1, 2].map(() => ({ query: 'hat', item: 7 }))).searches).toEqual([1, 2].map(() => ({ query: 'hat', id: '7' })))
})

test('lists every row that is none, with its place and why', () => {
  const { searches, rejected, rows } = read(
    ['query,item', 'hat,a', ',a', 'hat,gone', 'hat,', `${'x'.repeat(501)},a`, 'hat,a,more'].join('\n'),
  )

  expect([searches.length, rows]).toEqual([1, 6])
  expect(rejected.map(({ row, field }) => [row, field])).toEqual([
    [1, 'query'],
    [2, 'item'],
    [3, 'item'],
    [4, 'query'],
    [5, ''],
  ])
  expect(rejected[1]!.why).toBe('received "gone", expected the id of an item of the catalog')
})

test.each([
  [
    'query,item\nhat,gone\n',
    'received 1 rows, none of which is a search (line 2, item: received "gone", expected the id of an item of the catalog)',
  ],
  ['query,price\nhat,1\n', 'received the columns query, price, expected also item'],
  ['', 'it is empty, expected the columns query, item'],
])('a log without a single search is an error that says why: %j', (text, why) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'interactions-invalid', message: expect.stringContaining(`log.csv: ${why}`) }),
  )
})
