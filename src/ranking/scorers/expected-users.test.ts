import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedUsers } from './expected-users.js'

describe('expectedUsers', () => {
  test('an item that nobody met is expected to be met as the items of its topic, the mean above weighing a hundred items', () => {
    const ids = ['1.1.1', '1.1.2', '1.2.1', '2.1', '1.1.3', '2.2', '3.1']
    const users = [40, 20, 9, 3, 0, 0, 0]
    const expected = expectedUsers(users, ids)

    const all = 72 / 7
    const first = (69 + 100 * all) / (4 + 100)
    expect(expected[4]).toBeCloseTo((60 + 100 * first) / (3 + 100), 5)
    expect(expected[5]).toBeCloseTo((3 + 100 * all) / (2 + 100), 5)
    expect(expected[6]).toBeCloseTo((100 * all) / (1 + 100), 5)
  })

  test('items that somebody met keep their users, and an expectation lies between the fewest and the most', () => {
    const items = fc.array(fc.record({ users: fc.nat(50), id: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(items, (given) => {
        const users = given.map((item) => item.users)
        const expected = expectedUsers(
          users,
          given.map(({ id }) => id.join('.')),
        )
        given.forEach((item, row) => {
          if (item.users > 0) expect(expected[row]).toBe(item.users)
          else {
            expect(expected[row]).toBeGreaterThanOrEqual(Math.min(...users) - 1e-3)
            expect(expected[row]).toBeLessThanOrEqual(Math.max(...users) + 1e-3)
          }
        })
      }),
    )
  })
})
