import { describe, expect, test } from 'vitest'
import { readInteractions } from './read-interactions.js'
import { interactionTask } from './task.js'

const has = (id: string): boolean => 'abcdef'.includes(id)
const read = (text: string) => readInteractions(text, has, 'log.csv')
const AT = 1_700_000_000_000

describe('readInteractions', () => {
  test('reads columns in any order, both kinds of time, quotes, CRLF and a byte order mark', () => {
    const { interactions, rejected, rows } = read(
      `\ufeffat,user,extra,item,type\r\n${AT},u,,a,view\r\n2023-11-14T22:13:20Z,"x, y",1,b,purchase\r\n2023-11-14,v,,c,cart\r\n`,
    )

    expect(rejected).toEqual([])
    expect(rows).toBe(3)
    expect(interactions).toEqual([
      { user: 'u', id: 'a', type: 'view', at: AT },
      { user: 'x, y', id: 'b', type: 'purchase', at: AT },
      { user: 'v', id: 'c', type: 'cart', at: Date.UTC(2023, 10, 14) },
    ])
  })

  test('takes views where there is no type, and refuses a text without the columns', () => {
    expect(read(`user,item,at\nu,a,${AT}\n`).interactions[0]!.type).toBe('view')
    expect(() => read('user,item\nu,a\n')).toThrow('log.csv: received the columns user, item, expected also at')
    expect(() => read('')).toThrow('expected also user, item, at')
  })

  test('lists every row that is none, with its place and why', () => {
    const lines = [
      `u,a,view,${AT}`,
      `,a,view,${AT}`,
      `u,q,view,${AT}`,
      `u,a,liked,${AT}`,
      'u,a,view,yesterday',
      `u,a,view,${AT / 1000}`,
      `u,a,view,${AT}`,
      'u,a',
      `u,b,,${AT}`,
    ]
    const { interactions, rejected, rows } = read(`user,item,type,at\n${lines.join('\n')}`)

    expect([interactions.length, rows]).toEqual([1, 9])
    expect(rejected.map(({ row, field }) => [row, field])).toEqual([
      [1, 'user'],
      [2, 'item'],
      [3, 'type'],
      [4, 'at'],
      [5, 'at'],
      [6, ''],
      [7, ''],
      [8, 'type'],
    ])
    expect(rejected[4]!.why).toBe('received "1700000000", expected milliseconds since 1970 or ISO 8601 with a zone')
    expect(rejected[5]!.why).toBe('repeats an earlier row')
  })

  test('takes no date that depends on the machine, and none that does not exist', () => {
    const at = (text: string): number => read(`user,item,at\nu,a,${text}\n`).interactions.length

    expect(['2024-02-29', '2024-02-29T10:00Z', '2024-02-29T10:00:00.5+02:00'].map(at)).toEqual([1, 1, 1])
    expect(['2024-02-29T10:00', '29.2.2024', '2024-13-01', '1.7e12', '-5'].map(at)).toEqual([0, 0, 0, 0, 0])
  })
})

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
