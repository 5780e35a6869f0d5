import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cli, jsonLines } from './cli.test-helper.js'

interface Answer {
  readonly query: string
  readonly items: readonly { readonly id: string; readonly confidence: number }[]
}

/** The shop of the demo, asked as it is sold: six kinds of things, with the encoder of a page. */
const shop = readFileSync(new URL('../demo/catalog/shop.jsonl', import.meta.url), 'utf8')
const KINDS = ['Kettles & teapots', 'Coffee', 'Tents & shelters', 'Sleeping bags', 'Knitwear', 'Bike lights']
const sold = (jsonLines(shop) as { category: string[] }[]).filter(({ category }) => KINDS.includes(category[1]!))

test('search --min-confidence shows what the catalog has and nothing for what it lacks; without it the nearest, as many as asked for', async () => {
  const has = ['kettle for the stove', 'a tent for two people', 'warm jumper', 'light for my bicycle', 'coffee grinder']
  const lacks = ['violin strings', 'mortgage interest rate', 'symptoms of measles', 'xqzt blorf', 'how do I reset my password']
  const files = { 'shop.jsonl': sold.map((row) => JSON.stringify(row)).join('\n'), 'queries.txt': [...has, ...lacks].join('\n') }
  const ask = ['search', '--catalog', 'shop.jsonl', '--queries', 'queries.txt', '-k', '5', '--json', '--quiet']

  const sure = jsonLines((await cli([...ask, '--min-confidence', '0.5'], { files })).out) as Answer[]
  for (const { query, items } of sure) {
    expect({ query, found: items.length > 0 }).toEqual({ query, found: has.includes(query) })
    if (items.length > 0) expect(Math.max(...items.map(({ confidence }) => confidence))).toBeGreaterThanOrEqual(0.5)
    for (const { confidence } of items) expect(confidence).toBeGreaterThanOrEqual(0.25)
  }
  const all = jsonLines((await cli(ask, { files })).out) as Answer[]
  for (const { items } of all) expect(items).toHaveLength(5)
}, 120_000)

test('without the encoder nobody knows how sure an answer is', async () => {
  const args = ['search', '--catalog', 'shop.jsonl', '--query', 'kettle', '--min-confidence', '0.5', '--device', 'off']
  const { code, err } = await cli(args, { files: { 'shop.jsonl': JSON.stringify(sold[0]) } })
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--min-confidence: received --device off') })
})
