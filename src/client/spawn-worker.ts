import { PagekinError } from '../errors.js'
import type { ReadyMessage } from '../worker/protocol.js'

/** A worker that has not said so by now has not started: a policy or a wrong address, and no error event need ever come. */
const READY_MS = 5000

export interface WorkerSource {
  /** Absolute address of the worker's script. */
  readonly url: string
  /** Used when the address does not start: the script's text, for a Blob. */
  readonly text: () => Promise<string>
}

/**
 * Starts a worker from its address, else from a Blob with its text: no single way works with every bundler, CDN and
 * content security policy (DESIGN.md 5.7). A start counts when the worker's `ready` message has come, because the failures
 * are of three kinds: an exception, an error event without a message, and silence.
 *
 * @throws PagekinError `worker-failed` with both reasons.
 */
export async function spawnWorker({ url, text }: WorkerSource): Promise<Worker> {
  try {
    return await ready(() => new Worker(trusted(url)))
  } catch (first) {
    try {
      const blob = URL.createObjectURL(new Blob([await text()], { type: 'text/javascript' }))
      // the worker has read the Blob when it is ready, or never will
      return await ready(() => new Worker(trusted(blob))).finally(() => URL.revokeObjectURL(blob))
    } catch (second) {
      throw new PagekinError('worker-failed', `worker ${url}: ${reason(first)}; from a Blob: ${reason(second)}`, { cause: second })
    }
  }
}

function ready(create: () => Worker): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = create()
    const settle = (failure?: string) => {
      clearTimeout(timer)
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
    const timer = setTimeout(() => settle(`no sign of life within ${READY_MS / 1000} s`), READY_MS)
    worker.addEventListener('message', onMessage)
    worker.addEventListener('error', onError)
  })
}

function isReady(data: unknown): data is ReadyMessage {
  return typeof data === 'object' && data !== null && 'pagekin' in data && data.pagekin === 'ready'
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/** Under `require-trusted-types-for 'script'` a worker's address has to come from a policy; ours is named `pagekin`. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  policy ??= trustedTypes.createPolicy('pagekin', { createScriptURL: (given) => given })
  return policy.createScriptURL(url)
}
