import { describe, expect, test } from 'vitest'
import { interactionTask } from './task.js'

const AT = 1_700_000_000_000

describe('interactionTask', () => {
  const event = (user: string, id: string, minute: number, type = 'view') => ({ user, id, type: type as 'view', at: AT + minute * 60_000 })
  const ids = [...'abcdef']
  const log = [
    event('u', 'c', 5),
    event('u', 'a', 1),
    event('u', 'b', 2),
    event('u', 'a', 3),
    event('u', 'c', 6, 'purchase'),
    event('u', 'b', 7),
    event('v', 'd', 1),
    event('v', 'd', 2),
    event('w', 'a', 1),
    event('w', 'e', 2),
    event('w', 'e', 3, 'dismiss'),
    event('w', 'f', 4),
  ]

  test('leaves out what was met last for the first time, and all that came after', () => {
    const { task, users } = interactionTask('log', ids, log)

    expect(users).toEqual({ total: 3, tooShort: 1, asked: 2 })
    expect(task.queries.map(({ user, history, target }) => [user, [...history].map((row) => ids[row]), ids[target]])).toEqual([
      ['u', ['a', 'b', 'a'], 'c'],
      ['w', ['a'], 'f'],
    ])
    expect(task.queries[0]!.events!.now).toBe(AT + 5 * 60_000)
    expect(task.queries[1]!.events!.interactions.map(({ id, type }) => `${type} ${id}`)).toEqual(['view a', 'view e', 'dismiss e'])
  })

  test('learns from everybody, but from no answer', () => {
    const { task } = interactionTask('log', ids, log, 1)

    expect(task.queries).toHaveLength(1)
    expect([...task.met]).toEqual([2, 1, 0, 0, 0, 0])
  })
})
