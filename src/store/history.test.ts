import { expect, test } from 'vitest'
import type { Interaction } from '../types.js'
import { openHistory } from './history.js'

test('keeps the last 1,000 events, and dismissals beside them', async () => {
  const history = openHistory({ persist: false })
  await history.append({ type: 'dismiss', id: 'never again', at: 0 })
  for (let at = 1; at <= 1200; at++) await history.append({ type: 'view', id: `item ${at}`, at })
  const events = await history.read()
  expect(events).toHaveLength(1001)
  expect(events[0]).toEqual({ type: 'dismiss', id: 'never again', at: 0 })
  expect(events[1]!.at).toBe(201)
  expect(events.at(-1)!.at).toBe(1200)
})

test('keeps one dismissal an item, and drops the oldest beyond 1,000', async () => {
  const history = openHistory({ persist: false })
  for (let at = 1; at <= 1001; at++) await history.append({ type: 'dismiss', id: `item ${at}`, at })
  await history.append({ type: 'dismiss', id: 'item 2', at: 5000 })
  const ids = (await history.read()).map(({ id }) => id)
  expect(ids).toHaveLength(1000)
  expect(ids).not.toContain('item 1')
  expect(ids[0]).toBe('item 3')
  expect(ids.at(-1)).toBe('item 2')
})

test('what is no interaction is refused', async () => {
  const history = openHistory({ persist: false })
  const wrong = { type: 'stare', id: 'item 1', at: 1 } as unknown as Interaction
  await expect(history.append(wrong)).rejects.toMatchObject({ code: 'usage' })
  expect(await history.read()).toEqual([])
})

test('without IndexedDB, persist keeps events for the visit and says why', async () => {
  const history = openHistory({ persist: true })
  await history.append({ type: 'view', id: 'item 1', at: 1 })
  expect(await history.read()).toEqual([{ type: 'view', id: 'item 1', at: 1 }])
  expect(history.kind).toBe('memory')
  expect(history.reason).toMatch(/^IndexedDB: .*\.$/)
  await history.clear()
  expect(await history.read()).toEqual([])
})
