import { expect, test, vi } from 'vitest'
import { createSerialQueue, untilAborted, withDeadline } from './waiting.js'

test('queued tasks run one at a time, in order, and survive a rejection', async () => {
  const queue = createSerialQueue()
  const log: string[] = []
  const task = (name: string, fails = false) =>
    queue(async () => {
      log.push(`${name} starts`)
      await Promise.resolve()
      log.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
})

test('a deadline turns silence into a timeout and leaves answers alone', async () => {
  await expect(withDeadline(new Promise(() => undefined), 5, 'run')).rejects.toMatchObject({ code: 'timeout' })
  expect(await withDeadline(Promise.resolve(7), 1_000, 'run')).toBe(7)
  await expect(withDeadline(Promise.reject(new Error('own')), 1_000, 'run')).rejects.toThrow('own')
})

test('an abort ends the wait at once and stops the work; a signal that stays silent changes nothing', async () => {
  const stop = vi.fn()
  const abort = new AbortController()
  const waiting = untilAborted(new Promise(() => undefined), abort.signal, 'search', stop)
  abort.abort('enough')
  await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
  await expect(untilAborted(new Promise(() => undefined), abort.signal, 'search', stop)).rejects.toMatchObject({ code: 'aborted' })
  expect(stop).toHaveBeenCalledTimes(2)

  const quiet = new AbortController()
  expect(await untilAborted(Promise.resolve(7), quiet.signal, 'search', stop)).toBe(7)
  await expect(untilAborted(Promise.reject(new Error('own')), quiet.signal, 'search', stop)).rejects.toThrow('own')
  quiet.abort()
  expect(stop).toHaveBeenCalledTimes(2)
})
