import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Watchdog } from './watchdog.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<never>(() => undefined)

test('a worker that answers no question is dead after twelve seconds, once', async () => {
  const onSilence = vi.fn()
  const watchdog = new Watchdog(() => never, onSilence)
  void watchdog.during(never)
  void watchdog.during(never)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(onSilence).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(onSilence).toHaveBeenCalledTimes(1)
})

test('a worker that is busy for eight seconds at a time is alive', async () => {
  const onSilence = vi.fn()
  let waiting: (() => void)[] = []
  const watchdog = new Watchdog(() => new Promise<void>((answer) => waiting.push(answer)), onSilence)
  void watchdog.during(never)
  for (let spell = 0; spell < 10; spell++) {
    await vi.advanceTimersByTimeAsync(8000)
    for (const answer of waiting) answer()
    waiting = []
  }
  expect(onSilence).not.toHaveBeenCalled()
})

test('a worker that is busy for a minute, and says so now and then, is alive; one that then falls silent is not', async () => {
  const onSilence = vi.fn()
  const watchdog = new Watchdog(() => never, onSilence)
  void watchdog.during(never)
  for (let second = 0; second < 60; second += 5) {
    await vi.advanceTimersByTimeAsync(5000)
    watchdog.beat()
  }
  expect(onSilence).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(onSilence).toHaveBeenCalledTimes(1)
})

test('many short calls keep one timer, and none when no call is pending', async () => {
  const ping = vi.fn(async () => 'pong')
  const watchdog = new Watchdog(ping, () => undefined)
  for (let call = 0; call < 100; call++) {
    const pending = watchdog.during(new Promise((resolve) => setTimeout(resolve, 300, call)))
    await vi.advanceTimersByTimeAsync(250)
    const overlapping = watchdog.during(new Promise((resolve) => setTimeout(resolve, 100, call)))
    await vi.advanceTimersByTimeAsync(150)
    expect(await Promise.all([pending, overlapping])).toEqual([call, call])
  }
  expect(vi.getTimerCount()).toBe(0)
  expect(ping.mock.calls.length).toBeLessThanOrEqual(20)
})
