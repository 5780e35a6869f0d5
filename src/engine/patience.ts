import { PagekinError } from '../errors.js'

/** Time is counted in ticks of a timer, because the clock goes on while the page is frozen or the device sleeps. */
const TICK_MS = 1000

export interface PatienceLimits {
  /** A call is given up after this long without a sign of life. */
  readonly silenceMs: number
  /** A call is given up after this long in any case. Default: no limit. */
  readonly totalMs?: number
  /** Called at every tick. An answer is a sign of life. */
  ask?(): Promise<unknown>
}

/** Waits for calls to one worker, which may hang or die without an event. */
export class Patience {
  #signs = 0

  readonly sign = (): void => {
    this.#signs++
  }

  /** Settles as `call` does, or rejects with `timeout`. */
  async wait<T>(call: Promise<T>, what: string, { silenceMs, totalMs = Number.POSITIVE_INFINITY, ask }: PatienceLimits): Promise<T> {
    let timer: ReturnType<typeof setInterval> | undefined
    let seen = this.#signs
    let silence = 0
    let total = 0
    const expired = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        total += TICK_MS
        silence = seen === this.#signs ? silence + TICK_MS : 0
        seen = this.#signs
        if (total >= totalMs) reject(new PagekinError('timeout', `${what}: no answer within ${totalMs / 1000} s`))
        else if (silence >= silenceMs) reject(new PagekinError('timeout', `${what}: no sign of life for ${silenceMs / 1000} s`))
        else ask?.().then(this.sign, () => undefined)
      }, TICK_MS)
    })
    try {
      return await Promise.race([call, expired])
    } finally {
      clearInterval(timer)
    }
  }
}
