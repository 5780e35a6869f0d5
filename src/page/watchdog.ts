/** While somebody waits, a worker is asked for a sign of life so often. */
const INTERVAL_MS = 2000
/**
 * So many questions in a row may stay unanswered. A large catalog keeps a slow device's worker busy for seconds: one that
 * is busy must not be taken for dead, because its successor would be as busy. Counted in questions, not by the clock,
 * which goes on while a page is frozen.
 */
const MAX_UNANSWERED = 5

/** Notices that a worker has died without a word, as a terminated one does. Watches only while calls are pending. */
export class Watchdog {
  readonly #ping: () => Promise<unknown>
  readonly #onSilence: () => void
  #pending = 0
  #unanswered = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(ping: () => Promise<unknown>, onSilence: () => void) {
    this.#ping = ping
    this.#onSilence = onSilence
  }

  async during<T>(call: Promise<T>): Promise<T> {
    this.#pending++
    this.#timer ??= setInterval(() => this.#ask(), INTERVAL_MS)
    try {
      return await call
    } finally {
      if (--this.#pending === 0) this.stop()
    }
  }

  /** The worker has said of itself that it lives: it is too busy to answer. */
  beat(): void {
    this.#unanswered = 0
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#unanswered = 0
  }

  #ask(): void {
    if (this.#unanswered >= MAX_UNANSWERED) {
      this.stop()
      this.#onSilence()
      return
    }
    this.#unanswered++
    this.#ping().then(
      () => {
        this.#unanswered = 0
      },
      () => undefined,
    )
  }
}
