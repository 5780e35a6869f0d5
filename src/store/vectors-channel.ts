const CHANNEL = 'pagekin-vectors'
const CHANGED = 'pagekin-vectors-changed'
const INTERVAL_MS = 1000

/**
 * Tells other tabs that vectors have changed. A message is a hint to read again and nothing more, since any script of the
 * site can send one; hints of one second are passed on as one, and so sent.
 */
export class VectorsChannel {
  readonly #listeners = new Set<() => void>()
  readonly #notify = atMostOnceAnInterval(() => {
    for (const listener of this.#listeners) listener()
  })
  readonly #post = atMostOnceAnInterval(() => this.#channel?.postMessage(CHANGED))
  #channel: BroadcastChannel | undefined

  open(): void {
    if (this.#channel || typeof BroadcastChannel === 'undefined') return
    try {
      this.#channel = new BroadcastChannel(CHANNEL)
    } catch {
      // denied here: this tab reads at its next visit what others write
      return
    }
    this.#channel.onmessage = (event: MessageEvent<unknown>) => {
      if (event.data === CHANGED) this.#notify.request()
    }
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tells the other tabs. */
  announce(): void {
    this.#post.request()
  }

  /** Tells this tab's listeners. */
  notify(): void {
    this.#notify.request()
  }

  close(): void {
    this.#notify.cancel()
    this.#post.flush()
    this.#channel?.close()
    this.#channel = undefined
  }
}

/** Calls `act` an interval after the first of several requests, so that the last of them is never missed. */
function atMostOnceAnInterval(act: () => void): { request(): void; flush(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const cancel = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const flush = () => {
    if (timer === undefined) return
    cancel()
    act()
  }
  return {
    request() {
      timer ??= setTimeout(flush, INTERVAL_MS)
    },
    flush,
    cancel,
  }
}
