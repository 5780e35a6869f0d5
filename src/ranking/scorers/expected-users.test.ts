import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { solvePositive } from '../transforms/solve-positive.js'
import { expectedUsers, tellingValues } from './expected-users.js'

const catalogs = fc.array(
  fc.record({ users: fc.nat(50), values: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }) }),
  { minLength: 1, maxLength: 30 },
)
const expectedOf = (items: readonly { users: number; values: readonly string[] }[]) =>
  expectedUsers(
    items.map(({ users }) => users),
    items.map(({ values }) => values),
  )

describe('expectedUsers', () => {
  test('is the ridge regression that its comment writes down, solved at once', () => {
    fc.assert(
      fc.property(catalogs, (items) => {
        const met = items.filter(({ users }) => users > 0)
        fc.pre(met.length > 0)
        const names = ['a', 'b', 'c', 'd', 'e']
        const has = ({ values }: { values: readonly string[] }) => names.map((name) => (values.includes(name) ? 1 : 0))
        const mean = met.reduce((sum, { users }) => sum + Math.log1p(users), 0) / met.length
        const gram = new Float64Array(25)
        const right = new Float64Array(5)
        for (const item of met) {
          const row = has(item)
          row.forEach((one, i) => {
            right[i]! += one * (Math.log1p(item.users) - mean)
            row.forEach((other, j) => {
              gram[i * 5 + j]! += one * other
            })
          })
        }
        for (let i = 0; i < 5; i++) gram[i * 6]! += 1
        const weights = solvePositive(gram, 5, right, 1)
        const counts = items.map((item) =>
          Math.expm1(
            Math.max(
              0,
              has(item).reduce((sum, one, v) => sum + one * weights[v]!, mean),
            ),
          ),
        )
        const sum = (of: (item: (typeof items)[number], at: number) => number) =>
          items.reduce((all, item, at) => all + (item.users > 0 ? of(item, at) : 0), 0)
        const most = Math.max(...items.map(({ users }) => users))
        const within = (count: number) => Math.min(Math.max(count, 0.01), most)
        const factor = sum(({ users }) => users) / sum((_, at) => within(counts[at]!))

        const expected = expectedOf(items)
        items.forEach(({ users }, row) => {
          expect(expected[row]).toBeCloseTo(users > 0 ? users : within(factor * counts[row]!), 2)
        })
      }),
    )
  })

  test('an item that nobody met is expected to have the more users the more those of its maker have', () => {
    const items = [
      ...[40, 30, 50, 0].map((users) => ({ users, values: ['brand=known'] })),
      ...[1, 2, 1, 0].map((users) => ({ users, values: ['brand=odd'] })),
      { users: 0, values: ['brand=unheard'] },
    ]
    const expected = expectedOf(items)

    expect(expected[3]).toBeGreaterThan(2 * expected[8]!)
    expect(expected[8]).toBeGreaterThan(2 * expected[7]!)
  })

  test('a title that joins the words of popular items is not expected to have more users than the most popular has', () => {
    const words = Array.from({ length: 300 }, (_, word) => `title=${word}`)
    const items = [
      ...words.map((word, at) => ({ users: 1 + at, values: [word] })),
      ...words.map((word) => ({ users: 1, values: [word, 'title=other'] })),
      { users: 0, values: words.slice(100) },
    ]

    expect(expectedOf(items).at(-1)).toBe(300)
  })

  test('an item of which its values let expect least is still known, and expected to have fewer users than one without values', () => {
    const items = [
      ...Array.from({ length: 30 }, () => ({ users: 60, values: ['brand=known'] })),
      ...['a', 'b', 'c'].flatMap((name) => Array.from({ length: 30 }, () => ({ users: 1, values: [`brand=${name}`] }))),
      { users: 0, values: ['brand=a', 'brand=b', 'brand=c'] },
      { users: 0, values: [] },
    ]
    const [least, unheard] = expectedOf(items).slice(-2)

    expect(least).toBeGreaterThan(0)
    expect(least).toBeLessThan(unheard!)
  })

  test('nobody met anything: nothing is expected', () => {
    expect([...expectedOf([{ users: 0, values: ['a'] }])]).toEqual([0])
  })
})

test('tellingValues are what items may share, each under its field', () => {
  const item = {
    id: '1',
    title: 'Blue Mugs',
    brand: 'blue',
    category: ['Home', 'Mugs'],
    tags: ['gift'],
    attributes: { material: ['clay', 'glass'], year: 1995, handmade: true },
  }
  expect(tellingValues(item, '4.1.3.2')).toEqual([
    'title=blue',
    'title=mug',
    'brand=blue',
    'tag=gift',
    'category=Home',
    'category=Home\tMugs',
    'topic=4',
    'topic=4\t1',
    '.material=clay',
    '.material=glass',
    '.year=1995',
    '.handmade=true',
  ])
  expect(tellingValues({ id: '2', title: 'Mug' })).toEqual(['title=mug'])
})
