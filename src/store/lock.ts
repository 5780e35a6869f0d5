import { PagekinError, throwIfAborted } from '../errors.js'

export interface LockOptions {
  /** Ends the wait for the lock; a task that runs has to look at its signal itself. */
  readonly signal?: AbortSignal
  /** Do not wait: resolve with `undefined`, without running the task, when the lock is held. */
  readonly ifAvailable?: boolean
  /** Called when another tab has taken the lock, because this one did not answer. The task goes on: it should end. */
  readonly onLost?: () => void
}

/** A tab that waits asks so often whether the holder of the lock still runs. */
const ASK_MS = 3000
/** So many questions in a row may stay unanswered. Counted in questions, because the clock goes on while a tab is stopped. */
const MAX_UNANSWERED = 5

/**
 * Runs `task` while no other tab runs one under the same name, and keeps the lock until its promise settles. A tab that
 * closes or crashes gives its lock back; from one that has stopped, as a frozen one, a tab that waits takes it.
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
  const { signal, ifAvailable = false, onLost } = options
  throwIfAborted(signal, `withLock "${name}"`)
  if (typeof navigator === 'undefined' || !navigator.locks) return task()
  const line = openLine(name)
  let answered = false
  let running: Promise<T> | undefined
  const request = (how: globalThis.LockOptions) =>
    navigator.locks.request<Promise<T | undefined>>(`pagekin-${name}`, how, async (lock) => {
      answered = true
      if (!lock) return undefined
      line.hold()
      running = task().finally(() => {
        running = undefined
      })
      return running
    })
  try {
    // the browser refuses `signal` and `ifAvailable` together; without a wait there is nothing to abort
    if (ifAvailable) return await request({ ifAvailable })
    const silence = line.silence()
    const ends = AbortSignal.any(signal ? [signal, silence] : [silence])
    return await request({ signal: ends }).catch((thrown) => {
      if (answered || signal?.aborted || !silence.aborted) throw thrown
      return request({ steal: true })
    })
  } catch (thrown) {
    if (running) {
      onLost?.()
      return running
    }
    if (answered) throw thrown
    if (signal?.aborted) throw new PagekinError('aborted', `withLock "${name}": aborted`, { cause: signal.reason })
    return task()
  } finally {
    line.close()
  }
}

/** Between the tabs that want one lock: those that wait ask, the one that holds it answers. Without channels nobody asks. */
function openLine(name: string) {
  let channel: BroadcastChannel | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let unanswered = 0
  let isHolder = false
  try {
    channel = new BroadcastChannel(`pagekin-lock ${name}`)
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === 'here') unanswered = 0
      else if (isHolder) channel?.postMessage('here')
    }
  } catch {
    // denied here, or missing
  }
  return {
    /** Aborted once the holder has not answered for long. */
    silence(): AbortSignal {
      const silence = new AbortController()
      const ask = () => {
        if (unanswered++ >= MAX_UNANSWERED) silence.abort()
        else channel?.postMessage('asked')
      }
      if (channel) timer = setInterval(ask, ASK_MS)
      return silence.signal
    },
    hold(): void {
      clearInterval(timer)
      isHolder = true
      // so that others that wait do not take it at once
      channel?.postMessage('here')
    },
    close(): void {
      clearInterval(timer)
      channel?.close()
    },
  }
}
