import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { parseCatalog } from '../catalog/parse.js'
import { rowsOf } from '../engine/given-rows.js'
import { writeRows } from './write-rows.js'

/** As they come out of the worker's message. */
const cross = async (rows: readonly unknown[]) => rowsOf(await writeRows('items', rows))

test('rows of data come out as they went in, in any number of slices', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 30 }), fc.nat(9), async (rows, msPerRow) => {
      let now = 0
      const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += msPerRow))
      try {
        expect(await cross(rows)).toEqual(JSON.parse(JSON.stringify(rows)))
      } finally {
        clock.mockRestore()
      }
    }),
    { numRuns: 50 },
  )
})

test('a row that cannot be read is rejected with its place and reason, and loses no other', async () => {
  const circle: Record<string, unknown> = { id: 'c', title: 'c' }
  circle.self = circle
  const rows = [
    { id: 'a', title: 'a', extra: () => 1 },
    {
      id: 'b',
      get title(): string {
        throw new Error('the trap')
      },
    },
    circle,
    { id: 'd', title: 'd', published: new Date(0) },
    () => 1,
    undefined,
    new Proxy({ id: 'p', title: 'p' }, {}),
    { id: 'n', title: 'n', price: 10n },
    5,
  ]
  const { items, rejected } = parseCatalog(await cross(rows))

  expect(items.map(({ id }) => id)).toEqual(['a', 'd', 'p'])
  expect(items[1]?.published).toMatch(/^1970-01-01/)
  expect(rejected.map(({ row }) => row)).toEqual([1, 2, 4, 5, 7, 8])
  expect(rejected.map(({ why }) => why)).toEqual([
    expect.stringContaining('the trap'),
    expect.stringContaining('circular'),
    expect.stringContaining('it is function'),
    expect.stringContaining('it is undefined'),
    expect.stringContaining('BigInt'),
    expect.stringContaining('received number'),
  ])
})

test('the page gets its turn while many rows are written', async () => {
  const rows = Array.from({ length: 20 }, (_, id) => ({ id, title: 't' }))
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 3))
  let turns = 0
  const ticking = setInterval(() => turns++)
  await writeRows('items', rows)
  clearInterval(ticking)
  clock.mockRestore()

  // three rows are 9 ms by this clock
  expect(turns).toBeGreaterThanOrEqual(5)
})

test('what is no array is a usage error', async () => {
  await expect(writeRows('items', { a: 1 } as unknown as unknown[])).rejects.toMatchObject({ code: 'usage' })
})
