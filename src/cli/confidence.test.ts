import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cli, jsonLines } from './cli.test-helper.js'

interface Answer {
  readonly query: string
  readonly sure: boolean
  readonly items: readonly { readonly id: string; readonly score: number; readonly confidence: number }[]
}

/** The shop of the demo, asked as it is sold: six kinds of things, with the encoder of a page. */
const shop = readFileSync(new URL('../../demo/catalog/shop.jsonl', import.meta.url), 'utf8')
const KINDS = ['Kettles & teapots', 'Coffee', 'Tents & shelters', 'Sleeping bags', 'Knitwear', 'Bike lights']
const sold = (jsonLines(shop) as { category: string[] }[]).filter(({ category }) => KINDS.includes(category[1]!))
const HAS = ['kettle for the stove', 'a tent for two people', 'lambswool jumper', 'light for my bicycle', 'coffee grinder']
const LACKS = ['violin strings', 'mortgage interest rate', 'measles', 'xqzt blorf', 'hamster cage']

test('search shows the nearest, as many as asked for, and says whether it is sure; --min-confidence leaves out the others', async () => {
  const files = { 'shop.jsonl': sold.map((row) => JSON.stringify(row)).join('\n'), 'queries.txt': [...HAS, ...LACKS].join('\n') }
  const ask = ['search', '--catalog', 'shop.jsonl', '-k', '5', '--quiet']

  const all = jsonLines((await cli([...ask, '--queries', 'queries.txt', '--json'], { files })).out) as Answer[]
  for (const { query, sure, items } of all) {
    expect({ query, sure }).toEqual({ query, sure: HAS.includes(query) })
    expect(items).toHaveLength(5)
    for (const { confidence } of items) expect(confidence).toSatisfy((value: number) => value > 0 && value < 1)
  }
  const likely = await cli([...ask, '--queries', 'queries.txt', '--json', '--min-confidence', '0.5'], { files })
  for (const [i, { items }] of (jsonLines(likely.out) as Answer[]).entries()) {
    expect(items).toEqual(all[i]!.items.filter(({ confidence }) => confidence >= 0.5))
  }
  const table = await cli([...ask, '--query', LACKS[0]!], { files })
  expect(table.out.split('\n')[0]).toBe('no exact match; closest:')
}, 120_000)

test('without the encoder nobody knows how sure an answer is', async () => {
  const args = ['search', '--catalog', 'shop.jsonl', '--query', 'kettle', '--min-confidence', '0.5', '--device', 'off']
  const { code, err } = await cli(args, { files: { 'shop.jsonl': JSON.stringify(sold[0]) } })
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--min-confidence: received --device off') })
})
