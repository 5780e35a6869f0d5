import { PagekinError } from '../errors.js'

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
