import type { DecodedText } from '../catalog/decode-text.js'
import type { LoadFormats } from '../catalog/read-catalog.js'
import { MAX_CATALOG_CHARACTERS } from '../catalog/rows.js'
import { type CatalogVersion, isSameVersion, versionOf } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import { readBody } from '../read-body.js'
import type { Item } from '../types.js'

export type CatalogAnswer =
  | { readonly kind: 'fresh'; readonly text: string; readonly note?: string; readonly version: CatalogVersion; readonly bytes: number }
  /** Read already, as a pack's are. */
  | { readonly kind: 'items'; readonly items: readonly Item[]; readonly version: CatalogVersion }
  | { readonly kind: 'not-modified' }
  /** Items come as questions need them. */
  | { readonly kind: 'lists' }

/** By then the store has sent its requests. */
const HEAD_START_MS = 10

/** Reads the catalog's address; `known` is the version that an earlier visit kept. */
export type FetchCatalog = (url: string, known: CatalogVersion, signal: AbortSignal) => Promise<CatalogAnswer>

/** A catalog that takes longer is given up. */
const TIMEOUT_MS = 30_000

/**
 * A `FetchCatalog` that requests `url` in a moment: before it is known what an earlier visit kept, but after the store was asked
 * for that. A worker's first `fetch` holds its thread for a while, in which the device can read. The browser's cache asks the server
 * with the version it has (`no-cache`), so an unchanged catalog costs no body. If the cache has lost it, the version in the response
 * headers tells, and the body is not read.
 *
 * The function throws PagekinError `catalog-invalid` (no answer, or another than 200), `timeout`, `aborted`.
 */
export function catalogFetcher(url: string | undefined, loadFormats: LoadFormats): FetchCatalog {
  let early: CatalogRequest | undefined
  let isAsked = url === undefined
  setTimeout(() => {
    if (!isAsked) early = request(url!)
  }, HEAD_START_MS)
  return (asked, known, signal) => {
    isAsked = true
    const begun = asked === url ? early : undefined
    if (begun) early = undefined
    return read(asked, begun ?? request(asked), known, signal, loadFormats)
  }
}

interface CatalogRequest {
  readonly response: Promise<Response>
  readonly deadline: AbortSignal
  readonly abort: AbortController
}

function request(url: string): CatalogRequest {
  const deadline = AbortSignal.timeout(TIMEOUT_MS)
  const abort = new AbortController()
  const response = fetch(url, { cache: 'no-cache', signal: AbortSignal.any([abort.signal, deadline]) })
  // whoever reads it hears of a failure, also if that is later
  response.catch(() => undefined)
  return { response, deadline, abort }
}

async function read(
  url: string,
  { response, deadline, abort }: CatalogRequest,
  known: CatalogVersion,
  signal: AbortSignal,
  loadFormats: LoadFormats,
): Promise<CatalogAnswer> {
  const stop = () => abort.abort(signal.reason)
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  try {
    const answer = await response
    if (!answer.ok) throw new PagekinError('catalog-invalid', `catalog ${url}: the server answered ${answer.status}, expected 200`)
    const version = versionOf(answer)
    if (isSameVersion(version, known)) {
      void answer.body?.cancel().catch(() => undefined)
      return { kind: 'not-modified' }
    }
    const body = await readBody(answer, MAX_CATALOG_CHARACTERS)
    if (!body) throw new PagekinError('catalog-invalid', `catalog ${url}: received more than 64 MiB, expected less. Split the catalog`)
    return { kind: 'fresh', ...(await textOf(body, answer, loadFormats)), version, bytes: bytesOf(answer, body) }
  } catch (thrown) {
    if (deadline.aborted)
      throw new PagekinError('timeout', `catalog ${url}: no complete answer within ${TIMEOUT_MS / 1000} s`, { cause: thrown })
    throw PagekinError.from(thrown, 'catalog-invalid', `catalog ${url}`)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** ASCII in UTF-16 is UTF-8, with zeros. */
async function textOf(body: Uint8Array, { headers }: Response, loadFormats: LoadFormats): Promise<DecodedText> {
  try {
    if (body[0] && body[1]) return { text: new TextDecoder('utf-8', { fatal: true }).decode(body) }
  } catch {
    // another encoding
  }
  return (await loadFormats()).decodeText(body, headers.get('content-type'))
}

function bytesOf({ headers }: Response, body: Uint8Array): number {
  return Number(headers.get('content-length')) || body.length
}
