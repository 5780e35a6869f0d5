import { PagekinError } from './errors.js'

/** Runs tasks one after the other, in the order of the calls. A rejected task does not stop the ones behind it. */
export type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}

/**
 * Settles as `work` does, or rejects with `timeout` after `timeoutMs`; then calls `onTimeout` to undo or abandon the work.
 *
 * A frozen page (back/forward cache, suspended device) wakes up with its timers overdue, before the browser could deliver
 * the answers that were waiting: a timer that fires far too late starts over once.
 */
export function withDeadline<T>(work: Promise<T>, timeoutMs: number, where: string, onTimeout?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const expire = () => {
      reject(new PagekinError('timeout', `${where}: no answer within ${timeoutMs / 1000} s`))
      onTimeout?.()
    }
    const startedAt = performance.now()
    let timer = setTimeout(() => {
      if (performance.now() - startedAt < 2 * timeoutMs) expire()
      else timer = setTimeout(expire, timeoutMs)
    }, timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Settles as `work` does, or rejects with `aborted` as soon as `signal` is aborted; then calls `onAbort` to stop the work. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, where: string, onAbort?: () => void): Promise<T> {
  if (!signal) return work
  let abort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(new PagekinError('aborted', `${where}: aborted`, { cause: signal.reason }))
      onAbort?.()
    }
  })
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort)
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Resolves with `value` after a while. */
export function after<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, value))
}
