import { afterEach, expect, test, vi } from 'vitest'
import { withLock } from './lock.js'

afterEach(() => vi.unstubAllGlobals())

test('without locks the task runs at once, and its error is its own', async () => {
  vi.stubGlobal('navigator', {})
  expect(await withLock('embed', {}, async () => 7)).toBe(7)
  await expect(withLock('embed', {}, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
})

test('where locks are denied the task runs once', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('denied', 'SecurityError')) } })
  const task = vi.fn(async () => 7)
  expect(await withLock('embed', {}, task)).toBe(7)
  expect(task).toHaveBeenCalledTimes(1)
})

test('an aborted signal ends it before the task runs', async () => {
  const task = vi.fn(async () => 7)
  await expect(withLock('embed', { signal: AbortSignal.abort() }, task)).rejects.toMatchObject({ code: 'aborted' })
  expect(task).not.toHaveBeenCalled()
})
