import { PagekinError, throwIfAborted } from '../errors.js'

export interface LockOptions {
  /** Ends the wait for the lock; a task that runs has to look at its signal itself. */
  readonly signal?: AbortSignal
  /** Do not wait: resolve with `undefined`, without running the task, when the lock is held. */
  readonly ifAvailable?: boolean
}

/**
 * Runs `task` while no other tab runs one under the same name, and keeps the lock until its promise settles. A tab that
 * closes or crashes gives its lock back; a frozen one does not, so a wait should have a signal.
 * Runs the task at once where the browser has no locks or denies them: what it guards must also be right, if slower, when
 * two tabs do it at the same time. Rejects with `aborted`, or with what `task` rejects with.
 */
export function withLock<T>(
  name: string,
  options: LockOptions & { readonly ifAvailable: true },
  task: () => Promise<T>,
): Promise<T | undefined>
export function withLock<T>(name: string, options: LockOptions & { readonly ifAvailable?: false }, task: () => Promise<T>): Promise<T>
export async function withLock<T>(name: string, options: LockOptions, task: () => Promise<T>): Promise<T | undefined> {
  const { signal, ifAvailable = false } = options
  throwIfAborted(signal, `withLock "${name}"`)
  if (typeof navigator === 'undefined' || !navigator.locks) return task()
  let answered = false
  // the browser refuses `signal` and `ifAvailable` together; without a wait there is nothing to abort
  const request: globalThis.LockOptions = ifAvailable ? { ifAvailable } : signal ? { signal } : {}
  try {
    return await navigator.locks.request<Promise<T | undefined>>(`pagekin-${name}`, request, async (lock) => {
      answered = true
      return lock ? task() : undefined
    })
  } catch (thrown) {
    if (answered) throw thrown
    if (signal?.aborted) throw new PagekinError('aborted', `withLock "${name}": aborted`, { cause: signal.reason })
    return task()
  }
}
