import { PagekinError } from '../errors.js'

/** Lets tasks run side by side, and one that must be alone (clearing) wait for those before it and hold back those after it. */
export class Gate {
  readonly #running = new Set<Promise<unknown>>()
  #alone: Promise<void> | undefined
  #closed = false

  /** Rejects with `aborted` once the gate is closed. */
  async pass<T>(task: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone.catch(() => {})
    if (this.#closed) throw new PagekinError('aborted', 'store: received a call after dispose')
    const running = task()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  async passAlone(task: () => Promise<void>): Promise<void> {
    while (this.#alone) await this.#alone.catch(() => {})
    if (this.#closed) throw new PagekinError('aborted', 'store: received a call after dispose')
    const alone = Promise.allSettled(this.#running).then(task)
    this.#alone = alone
    try {
      await alone
    } finally {
      this.#alone = undefined
    }
  }

  /** Resolves when the tasks that had passed have ended. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled([...this.#running, this.#alone])
  }
}
