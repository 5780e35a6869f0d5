import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Patience } from './patience.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<never>(() => undefined)
const outcomeOf = (call: Promise<unknown>) => {
  const outcome: { code?: string; at?: number } = {}
  const begun = Date.now()
  call.catch((error) => Object.assign(outcome, { code: error.code, message: error.message, at: Date.now() - begun }))
  return outcome
}

test('a call without a sign of life ends after the silence, however long before it began', async () => {
  const outcome = outcomeOf(new Patience().wait(never, 'load', { silenceMs: 5000 }))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(outcome).toEqual({ code: 'timeout', message: '[pagekin timeout] load: no sign of life for 5 s', at: 5000 })
})

test('signs of life put off the silence, not the end', async () => {
  const patience = new Patience()
  const outcome = outcomeOf(patience.wait(never, 'encode', { silenceMs: 3000, totalMs: 10_000 }))
  const signs = setInterval(patience.sign, 2000)
  await vi.advanceTimersByTimeAsync(9500)
  expect(outcome).toEqual({})
  await vi.advanceTimersByTimeAsync(1000)
  expect(outcome).toMatchObject({ code: 'timeout', message: expect.stringContaining('no answer within 10 s'), at: 10_000 })
  clearInterval(signs)
})

test('answers to questions are signs of life; questions that nobody answers are none', async () => {
  const alive = outcomeOf(new Patience().wait(never, 'encode', { silenceMs: 3000, ask: async () => 'pong' }))
  const dead = outcomeOf(new Patience().wait(never, 'encode', { silenceMs: 3000, ask: () => never }))
  const broken = outcomeOf(new Patience().wait(never, 'encode', { silenceMs: 3000, ask: async () => Promise.reject(new Error('closed')) }))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([alive.code, dead.code, broken.code]).toEqual([undefined, 'timeout', 'timeout'])
})

test('time that the page slept through does not count', async () => {
  const outcome = outcomeOf(new Patience().wait(never, 'encode', { silenceMs: 5000 }))
  await vi.advanceTimersByTimeAsync(1000)
  vi.setSystemTime(Date.now() + 3_600_000)
  await vi.advanceTimersByTimeAsync(3000)
  expect(outcome).toEqual({})
})

test('settles as the call does, and leaves no timer behind', async () => {
  expect(await new Patience().wait(Promise.resolve(7), 'load', { silenceMs: 1000 })).toBe(7)
  await expect(new Patience().wait(Promise.reject(new Error('no')), 'load', { silenceMs: 1000 })).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})
