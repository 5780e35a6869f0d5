import { PagekinError } from '../errors.js'

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

/** Settles as `promise` does, or rejects with `timeout` after `deadlineMs`. */
export async function withDeadline<T>(promise: Promise<T>, deadlineMs: number, where: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PagekinError('timeout', `${where}: no answer within ${deadlineMs} ms`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, expired])
  } finally {
    clearTimeout(timer)
  }
}

/** Lets messages and timers in: a loop over promises alone would keep an abort waiting until its end. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
