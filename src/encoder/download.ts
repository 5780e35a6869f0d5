import { PagekinError, throwIfAborted } from '../errors.js'
import { readBody } from '../read-body.js'
import { after, untilAborted } from '../waiting.js'

export interface DownloadOptions {
  readonly fetch: typeof globalThis.fetch
  readonly cache: RequestCache
  /** Upper bound on the bytes; more are refused before they fill the memory. */
  readonly maxBytes: number
  /** No byte for this long ends the attempt. Default 10,000. */
  readonly stallMs?: number
  /** Default 3. */
  readonly tries?: number
  /** Wait before the second attempt; doubles after each. Default 500. */
  readonly backoffMs?: number
  /** Says what is wrong with the bytes, or null when they are the expected ones. */
  readonly reject: (bytes: Uint8Array<ArrayBuffer>) => Promise<string | null>
  /** Bytes of this attempt so far (back to 0 where an attempt starts again), and what the server announced. */
  readonly onBytes: (received: number, announced: number) => void
  readonly signal?: AbortSignal
}

/** The server answered, and has no such file. */
export interface Absent {
  readonly absent: string
}

/**
 * Fetches a file whole, without credentials or referrer. Network failures, stalls, busy servers and rejected bytes are tried
 * again; a missing file, and a page in its place, are an answer: `Absent`. Only rejected bytes are asked for past the HTTP cache:
 * there a browser keeps what came of a file that was cut, also by the end of a visit, and asks for the rest (RFC 9110, section 14),
 * where the server sends a strong ETag and takes ranges.
 *
 * Throws `model-unavailable` (network, status), `timeout` (stalled), `model-corrupt` (rejected bytes), `aborted`.
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer> | Absent> {
  const { tries = 3, backoffMs = 500, signal } = options
  let cache = options.cache
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal, url)
    try {
      const answer = await fetchOnce(url, cache, options)
      const wrong = 'absent' in answer ? null : await options.reject(answer)
      if (wrong === null) return answer
      cache = 'reload'
      throw new PagekinError('model-corrupt', `${url}: ${wrong}`)
    } catch (thrown) {
      throwIfAborted(signal, url)
      if (attempt >= tries || thrown instanceof FinalAnswer)
        throw PagekinError.from(thrown instanceof FinalAnswer ? thrown.error : thrown, 'model-unavailable', url)
    }
    await after(backoffMs * 2 ** (attempt - 1), undefined)
  }
}

/** A failure that another attempt would only repeat. */
class FinalAnswer {
  constructor(readonly error: PagekinError) {}
}

async function fetchOnce(url: string, cache: RequestCache, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer> | Absent> {
  const { stallMs = 10_000, signal, onBytes } = options
  const connection = new AbortController()
  const watch = watchConnection(url, stallMs)
  onBytes(0, 0)
  try {
    // whether or not the fetch takes notice of an abort
    return await untilAborted(Promise.race([watch.failed, receive(url, cache, connection.signal, options, watch.beat)]), signal, url)
  } finally {
    watch.stop()
    // lets go of the connection where the body was not read to its end
    connection.abort()
  }
}

/** `failed` rejects once no `beat` has come for `stallMs`. */
function watchConnection(url: string, stallMs: number) {
  let fail: (reason: PagekinError) => void
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const beat = () => {
    clearTimeout(timer)
    timer = setTimeout(() => fail(new PagekinError('timeout', `${url}: no bytes for ${stallMs} ms`)), stallMs)
  }
  beat()
  return { failed, beat, stop: () => clearTimeout(timer) }
}

async function receive(url: string, cache: RequestCache, signal: AbortSignal, options: DownloadOptions, beat: () => void) {
  const response = await options.fetch(url, { cache, signal, credentials: 'omit', referrerPolicy: 'no-referrer' })
  beat()
  // stores without a listing permission answer 403 for what is not there
  if ([401, 403, 404, 410].includes(response.status)) return { absent: `HTTP ${response.status}` }
  if (!response.ok) {
    const error = new PagekinError('model-unavailable', `${url}: received HTTP ${response.status}, expected 200`)
    throw response.status >= 500 || response.status === 408 || response.status === 429 ? error : new FinalAnswer(error)
  }
  const { maxBytes, onBytes } = options
  // of the compressed body where there is one; then it is below what arrives and no total
  const announced = Number(response.headers.get('content-length') ?? 0)
  const bytes = await readBody(response, maxBytes, (received) => {
    beat()
    onBytes(received, announced)
  })
  if (!bytes) throw new PagekinError('model-corrupt', `${url}: received more than ${maxBytes} bytes, expected ${maxBytes} at the most`)
  return isHtml(response, bytes) ? { absent: 'an HTML page' } : bytes
}

/** Hosts of single-page applications answer 200 and their start page for whatever is missing. */
function isHtml(response: Response, bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase()
  return start.startsWith('<!doctype') || start.startsWith('<html') || /^text\/html/.test(response.headers.get('content-type') ?? '')
}
