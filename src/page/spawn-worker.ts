import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { ReadyMessage } from '../protocol.js'
import { after } from '../waiting.js'
import { trusted } from './trusted-url.js'

/** A start from the address that is silent for so long is given company: a policy may have stopped it, without any error event. */
const GRACE_MS = 6000
/** A slow network brings even a large script in this time. */
const LIMIT_MS = 30_000

export interface WorkerSource {
  /** Absolute address of the worker's script. */
  readonly url: string
  /** Used when the address does not start: the script's text, for a Blob. */
  readonly text: () => Promise<string>
  /** The worker's `self.name`, which its script can read at once: a message waits until the page has time to pass it on. */
  readonly name?: string
}

/**
 * Starts a worker from its address, else from a Blob with its text: no single way works with every bundler, CDN and
 * content security policy (docs/decisions/007-worker-delivery.md). A start counts when the worker's `ready` message has come, because the failures
 * are of three kinds: an exception, an error event without a message, and silence. A silent start may only be slow, so it
 * goes on beside the other, and the first of the two wins.
 *
 * @param onCreate Called with each worker before its script has run: what is posted then waits for it, and spares the wait of a
 *   busy page for `ready`. Only the worker that is returned counts.
 * @throws PagekinError `worker-failed` with both reasons.
 */
export async function spawnWorker(
  { url, text, name = '' }: WorkerSource,
  onCreate: (worker: Worker) => void = () => undefined,
): Promise<Worker> {
  const losers = new AbortController()
  const direct = ready(() => new Worker(trusted(url), own({ name })), onCreate, losers.signal)
  const isSlow = await Promise.race([direct.then(() => false).catch(() => true), after(GRACE_MS, true)])
  if (!isSlow) return direct
  const fromBlob = startFromBlob(text, name, onCreate, losers.signal)
  try {
    return await Promise.any([direct, fromBlob])
  } catch (thrown) {
    const [first, second] = (thrown as AggregateError).errors
    throw new PagekinError('worker-failed', `worker ${url}: ${reason(first)}; from a Blob: ${reason(second)}`, { cause: second })
  } finally {
    losers.abort()
  }
}

async function startFromBlob(
  text: () => Promise<string>,
  name: string,
  onCreate: (worker: Worker) => void,
  signal: AbortSignal,
): Promise<Worker> {
  const blob = URL.createObjectURL(new Blob([await text()], own({ type: 'text/javascript' })))
  // the worker has read the Blob when it is ready, or never will
  return await ready(() => new Worker(trusted(blob), own({ name })), onCreate, signal).finally(() => URL.revokeObjectURL(blob))
}

/** `signal` ends a worker that is not ready yet; one that is stays. */
function ready(create: () => Worker, onCreate: (worker: Worker) => void, signal: AbortSignal): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = create()
    onCreate(worker)
    const settle = (failure?: string) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', overtaken)
      worker.removeEventListener('message', onMessage)
      worker.removeEventListener('error', onError)
      if (failure === undefined) return resolve(worker)
      worker.terminate()
      reject(new PagekinError('worker-failed', failure))
    }
    const onMessage = ({ data }: MessageEvent) => {
      if (isReady(data)) settle()
    }
    const onError = (event: ErrorEvent) => {
      // the fault becomes our error: the page's own monitoring need not see it
      event.preventDefault()
      settle(event.message || 'the browser refused to start it')
    }
    const overtaken = () => settle('the other start was first')
    const timer = setTimeout(() => settle(`no sign of life within ${LIMIT_MS / 1000} s`), LIMIT_MS)
    worker.addEventListener('message', onMessage)
    worker.addEventListener('error', onError)
    if (signal.aborted) overtaken()
    else signal.addEventListener('abort', overtaken)
  })
}

function isReady(data: unknown): data is ReadyMessage {
  return typeof data === 'object' && data !== null && 'pagekin' in data && data.pagekin === 'ready'
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
