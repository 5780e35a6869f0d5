import { type BirpcOptions, type BirpcReturn, createBirpc } from 'birpc'
import { PagekinError } from './errors.js'
import { own } from './own.js'
import type { Outcome } from './protocol.js'

/** The other side of a channel: each of its functions returns a promise here, and `asEvent` calls it without an answer. */
export type Remote<RemoteApi extends object, LocalApi extends object = object> = BirpcReturn<RemoteApi, LocalApi>

/** What a `Worker`, the global scope of a worker and a `MessagePort` have in common. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  /** Of a `MessagePort`, which is silent until then. */
  start?(): void
}

export interface ConnectOptions {
  /** A call that takes longer rejects with `timeout`. Default: no limit. */
  readonly timeoutMs?: number
  /** What a message hands over instead of copying. Default: nothing. */
  readonly transfer?: (message: unknown) => Transferable[]
}

/** Answers calls that come over `channel` with `local`, and returns the other side. `$close` rejects pending calls and stops listening. */
export function connect<RemoteApi extends object, LocalApi extends object>(
  channel: Channel,
  local: LocalApi,
  given: ConnectOptions = {},
): Remote<RemoteApi, LocalApi> {
  const { timeoutMs = -1, transfer = () => [] } = own(given)
  let hear: ((event: MessageEvent) => void) | undefined
  const options: BirpcOptions<RemoteApi, LocalApi> = {
    post: (message) => channel.postMessage(message, transfer(message)),
    on(listener) {
      // the page's own scripts may post other things to a worker's channel
      hear = ({ data }) => typeof data === 'object' && data !== null && listener(data)
      channel.addEventListener('message', hear)
    },
    off: () => hear && channel.removeEventListener('message', hear),
    timeout: timeoutMs,
    onTimeoutError(method) {
      throw new PagekinError('timeout', `${method}: no answer within ${timeoutMs / 1000} s`)
    },
  }
  const remote = createBirpc<RemoteApi, LocalApi>(local, own(options))
  channel.start?.()
  return remote
}

/** Runs `call` and returns its value or its failure: an error alone would lose its code on the way to the other side. */
export async function outcome<T>(code: PagekinError['code'], where: string, call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await call() }
  } catch (thrown) {
    return { ok: false, error: PagekinError.from(thrown, code, where).toReport() }
  }
}

/** The value of an outcome. @throws PagekinError with the code that the other side gave it. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw PagekinError.fromReport(outcome.error)
}
