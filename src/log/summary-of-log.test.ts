import { expect, test, vi } from 'vitest'
import { readLog } from './read-log.js'
import { summaryOfLog } from './summary-of-log.js'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
/** An event a day of each item. */
const days = (count: number, item: string, from = START) =>
  Array.from({ length: count }, (_, day) => ({ user: `${item}${day}`, item, type: 'view', at: from + day * DAY }))
const summaryOf = (rows: readonly object[]) => summaryOfLog(readLog(rows, () => true))

test('a log has the same summary on every day', () => {
  const log = [...days(60, 'tent'), { user: 'zoe', item: 'lamp', type: 'view', at: START + 90 * DAY }]
  vi.useFakeTimers({ now: START + 30 * DAY })
  const early = summaryOf(log)
  vi.setSystemTime(START + 9000 * DAY)
  const late = summaryOf(log)
  vi.useRealTimers()

  expect(late).toEqual(early)
})

test.each([200, 2000])('an event %i days after all others, by a wrong clock, counts as one of their last day', (ahead) => {
  const log = days(300, 'tent')
  const last = START + 299 * DAY
  const wrong = summaryOf([...log, { user: 'zoe', item: 'lamp', type: 'view', at: last + ahead * DAY }])

  expect(wrong).toEqual(summaryOf([...log, { user: 'zoe', item: 'lamp', type: 'view', at: last }]))
})

test('events of years ago, by clocks that are not set, hide no wrong clock that is ahead', () => {
  const unset = days(300, 'tent').map((event, i) => (i % 60 === 0 ? { ...event, at: Date.UTC(2000, 0, 1) } : event))
  const last = START + 299 * DAY
  const wrong = summaryOf([...unset, { user: 'zoe', item: 'lamp', type: 'view', at: last + 2000 * DAY }])

  expect(wrong).toEqual(summaryOf([...unset, { user: 'zoe', item: 'lamp', type: 'view', at: last }]))
})

test('a season after a pause as long as the one before is no wrong clock', () => {
  const log = [...days(40, 'tent'), ...days(40, 'sledge', START + 365 * DAY)]
  const next = { user: 'zoe', item: 'lamp', type: 'view', at: START + 700 * DAY }
  const { summary } = summaryOf([...log, next])

  // most of what was done with the others is long ago
  const [tent, sledge, lamp] = summary.rates!.events
  expect(lamp).toBe(1)
  expect(sledge).toBeLessThan(1)
  expect(tent).toBeLessThan(sledge! / 100)
})
