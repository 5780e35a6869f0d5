import { PagekinError } from '../errors.js'

export interface CatalogVersion {
  readonly etag?: string
  readonly lastModified?: string
}

export type CatalogAnswer =
  | { readonly kind: 'fresh'; readonly text: string; readonly version: CatalogVersion; readonly bytes: number }
  | { readonly kind: 'not-modified' }

/** Catalogs are files that a page waits for: one that has not come within half a minute is not coming. */
const TIMEOUT_MS = 30_000

/**
 * Reads the catalog's address, conditionally: a server that still has the version kept from the last visit answers 304 and
 * no body. Where something between us and it answers 200 all the same (a service worker, the browser's cache), the version it
 * names says whether the text is another.
 *
 * @throws PagekinError `catalog-invalid` (an answer other than 200 or 304), `timeout`, `aborted`.
 */
export async function fetchCatalog(url: string, known: CatalogVersion, signal: AbortSignal): Promise<CatalogAnswer> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS)
  try {
    // our own validators are a same-origin matter: on a foreign origin they would cost a preflight that most hosts refuse
    const headers = sameOrigin(url) ? validators(known) : {}
    const response = await fetch(url, { headers, cache: 'no-cache', signal: AbortSignal.any([signal, deadline]) })
    const isConditional = Object.keys(headers).length > 0
    if (response.status === 304 && isConditional) return { kind: 'not-modified' }
    if (!response.ok) throw new PagekinError('catalog-invalid', `catalog ${url}: the server answered ${response.status}, expected 200`)
    const version = versionOf(response)
    if (isSame(version, known)) {
      void response.body?.cancel().catch(() => undefined)
      return { kind: 'not-modified' }
    }
    const text = await response.text()
    return { kind: 'fresh', text, version, bytes: bytesOf(response, text) }
  } catch (thrown) {
    if (deadline.aborted)
      throw new PagekinError('timeout', `catalog ${url}: no complete answer within ${TIMEOUT_MS / 1000} s`, { cause: thrown })
    throw PagekinError.from(thrown, 'catalog-invalid', `catalog ${url}`)
  }
}

function sameOrigin(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === globalThis.location?.origin
}

function validators({ etag, lastModified }: CatalogVersion): Record<string, string> {
  if (etag) return { 'if-none-match': etag }
  return lastModified ? { 'if-modified-since': lastModified } : {}
}

function versionOf({ headers }: Response): CatalogVersion {
  const etag = headers.get('etag')
  const lastModified = headers.get('last-modified')
  return { ...(etag && { etag }), ...(lastModified && { lastModified }) }
}

/** An ETag decides where there is one, since a second is long enough for two versions. */
function isSame(version: CatalogVersion, known: CatalogVersion): boolean {
  if (version.etag || known.etag) return version.etag === known.etag
  return version.lastModified !== undefined && version.lastModified === known.lastModified
}

function bytesOf({ headers }: Response, text: string): number {
  return Number(headers.get('content-length')) || text.length
}
