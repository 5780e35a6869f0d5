import { beforeEach, expect, test, vi } from 'vitest'
import type { Interaction } from '../types.js'
import { sessionHistory } from './session-history.js'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

const event = (type: Interaction['type'], id: string, at: number): Interaction => ({ type, id, at })

test('what was dismissed stays dismissed, however much is done afterwards', () => {
  sessionHistory.append(event('view', 'first', 0))
  sessionHistory.append(event('dismiss', 'unwanted', 1))
  for (let at = 2; at < 500; at++) sessionHistory.append(event('view', `item ${at}`, at))

  const history = sessionHistory.read()
  expect(history).toHaveLength(201)
  expect(history[0]).toEqual(event('dismiss', 'unwanted', 1))
  expect(history.at(-1)).toEqual(event('view', 'item 499', 499))
  expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).sort((a, b) => a - b))
})

test('an item that is dismissed again is noted once, and views alone are the latest 200', () => {
  for (let at = 0; at < 300; at++) sessionHistory.append(event('dismiss', 'unwanted', at))
  expect(sessionHistory.read()).toEqual([event('dismiss', 'unwanted', 299)])
  sessionHistory.clear()
  for (let at = 0; at < 300; at++) sessionHistory.append(event('view', 'a', at))
  expect(sessionHistory.read().map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, i) => 100 + i))
})

test('of a record that somebody has written into, events of a moment that is none are left out, and the latest 200 are read', () => {
  const views = Array.from({ length: 5000 }, (_, at) => event('view', `item ${at}`, at))
  sessionStorage.setItem('pagekin-history', JSON.stringify([...views, event('view', 'far', 1e300), event('view', 'last', 8.64e15)]))

  const history = sessionHistory.read()
  expect(history).toHaveLength(200)
  expect(history.at(-1)!.id).toBe('last')
  expect(history.map(({ id }) => id)).not.toContain('far')
  expect(history.every(({ at }) => !Number.isNaN(new Date(at).getTime()))).toBe(true)
})
