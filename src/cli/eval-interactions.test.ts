import { describe, expect, test } from 'vitest'
import { cli } from './cli.test-helper.js'

const ITEMS = Array.from({ length: 12 }, (_, i) => ({ id: `i${i}`, title: `${i % 2 ? 'red wool scarf' : 'steel kettle'} number ${i}` }))
const AT = 1_700_000_000_000
/** Whoever saw an even item goes on to the next even one. */
const ROWS = Array.from({ length: 8 }, (_, user) =>
  [0, 2, 4].map((step) => `u${user},i${(user + step) % 12},view,${AT + step * 1000 + user}`),
).flat()
const files = {
  'catalog.json': JSON.stringify(ITEMS),
  'events.csv': `user,item,type,at\n${ROWS.join('\n')}\nu1,gone,view,${AT}\nu1,i1,view,soon\n`,
}
const args = ['eval', '--catalog', 'catalog.json', '--interactions', 'events.csv', '--device', 'off', '--quiet']

describe('pagekin eval --interactions', () => {
  test('prints one JSON document: what was read, every method with its cost, and slices', async () => {
    const { code, out, err } = await cli([...args, '--json'], { files })
    const document = JSON.parse(out)

    expect([code, err]).toEqual([0, ''])
    expect(document.interactions).toMatchObject({ rows: 26, rejected: 2, users: { total: 8, tooShort: 0, asked: 8 } })
    expect(document.interactions.rejectedRows.map(({ row, field }: { row: number; field: string }) => [row, field])).toEqual([
      [24, 'item'],
      [25, 'at'],
    ])
    const names = document.rows.map(({ name }: { name: string }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['random', 'popularity', 'BM25 of the last three', 'ItemKNN', 'V-SKNN', 'EASE^R', 'pagekin, words']),
    )
    for (const { ndcg, msPerQuery, bytes } of document.rows) {
      expect(ndcg.units).toBe(8)
      expect(ndcg.lo).toBeLessThanOrEqual(ndcg.mean)
      expect(msPerQuery).toBeGreaterThan(0)
      expect(bytes).toBeGreaterThanOrEqual(0)
    }
    // a user's items are of one kind, and six of the twelve: four candidates of that kind are left
    const words = document.rows.find(({ name }: { name: string }) => name === 'pagekin, words')
    expect(words.hitRate.mean).toBe(1)
    expect(document.variance.questions).toBe(8)
    expect(document.variance.interactions).toBeGreaterThan(0)
    expect(document.variance.interactions).toBeLessThan(1)
  })

  test('prints a table with what was rejected above it', async () => {
    const { code, out } = await cli(args, { files })

    expect(code).toBe(0)
    expect(out).toContain('26 rows, 2 rejected\n  line 26, item: received "gone", expected the id of an item of the catalog')
    expect(out).toMatch(/^popularity +\d\.\d{4} +\d\.\d{4} /m)
    expect(out).toMatch(/^pagekin, with the log: interactions have 0\.\d\d of the variance of its scores, texts the rest \(8 questions\)/m)
  })

  test('says what is wrong with a log that cannot be used: exit 1', async () => {
    const say = async (log: string) => cli(args, { files: { ...files, 'events.csv': log } })

    expect(await say('user,thing\n')).toMatchObject({ code: 1, err: expect.stringContaining('expected also item') })
    expect(await say(`user,item,at\nu,i1,${AT}\n`)).toMatchObject({ code: 1, err: expect.stringContaining('none of them met two items') })
  })
})
