import { afterEach, expect, test, vi } from 'vitest'
import type { CatalogVersion } from '../catalog/version.js'
import { catalogFetcher } from './catalog-source.js'

const URL_OF_CATALOG = 'https://shop.example/catalog.json'
const SIGNAL = new AbortController().signal

function answering(status: number, headers: Record<string, string> = {}) {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response(status === 304 ? null : '[]', { status, headers }))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

const loadFormats = () => import('../catalog/formats/read-format.js')

const fetchCatalog = (known: CatalogVersion) => catalogFetcher(undefined, loadFormats)(URL_OF_CATALOG, known, SIGNAL)

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the address is asked before anybody wants it, and that answer is the first one, once', async () => {
  const fetched = answering(200, { etag: '"1"' })

  const fetchEarly = catalogFetcher(URL_OF_CATALOG, loadFormats)
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
  expect(fetched.mock.calls[0]).toMatchObject([URL_OF_CATALOG, { cache: 'no-cache' }])

  expect(await fetchEarly(URL_OF_CATALOG, {}, SIGNAL)).toEqual({ kind: 'fresh', text: '[]', version: { etag: '"1"' }, bytes: 2 })
  expect(fetched).toHaveBeenCalledTimes(1)
  expect(await fetchEarly('https://shop.example/other.json', {}, SIGNAL)).toMatchObject({ kind: 'fresh' })
  expect(fetched).toHaveBeenCalledTimes(2)
  expect(await fetchEarly(URL_OF_CATALOG, { etag: '"1"' }, SIGNAL)).toEqual({ kind: 'not-modified' })
  expect(fetched).toHaveBeenCalledTimes(3)
})

test.each([
  ['the same ETag', { etag: '"1"' }, { etag: '"1"' }, 'not-modified'],
  ['the same ETag and a later date', { etag: '"1"', 'last-modified': 'today' }, { etag: '"1"', lastModified: 'yesterday' }, 'not-modified'],
  ['the same date, and no ETag', { 'last-modified': 'today' }, { lastModified: 'today' }, 'not-modified'],
  ['another ETag of the same second', { etag: '"2"', 'last-modified': 'today' }, { etag: '"1"', lastModified: 'today' }, 'fresh'],
  ['an ETag that was not there before', { etag: '"1"', 'last-modified': 'today' }, { lastModified: 'today' }, 'fresh'],
  ['another date', { 'last-modified': 'today' }, { lastModified: 'yesterday' }, 'fresh'],
  ['no version', {}, {}, 'fresh'],
  ['no version any more', {}, { etag: '"1"' }, 'fresh'],
])('an answer with %s', async (_, headers, known, kind) => {
  answering(200, headers as Record<string, string>)
  expect((await fetchCatalog(known)).kind).toBe(kind)
})

test('another answer than 200, none, and a call that is stopped are errors, whether they come before or after it is read', async () => {
  answering(500)
  await expect(fetchCatalog({})).rejects.toMatchObject({ code: 'catalog-invalid' })

  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  const failed = catalogFetcher(URL_OF_CATALOG, loadFormats)
  await new Promise((resolve) => setTimeout(resolve, 1))
  await expect(failed(URL_OF_CATALOG, {}, SIGNAL)).rejects.toMatchObject({ code: 'catalog-invalid' })

  vi.stubGlobal(
    'fetch',
    (_: string, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const stop = new AbortController()
  const pending = catalogFetcher(URL_OF_CATALOG, loadFormats)(URL_OF_CATALOG, {}, stop.signal)
  stop.abort()
  await expect(pending).rejects.toMatchObject({ code: 'aborted' })
})

test('a body that is larger than a catalog may be is not read on, however small it was on the way', async () => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++sent > 100) controller.close()
      else controller.enqueue(new Uint8Array(2 ** 20).fill(32))
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-length': '1000' } }))

  // what is read in spite of it is too long to be shown
  const error = await fetchCatalog({}).then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(error).toMatchObject({ code: 'catalog-invalid', message: expect.stringMatching(/catalog\.json: received more than 64 MiB/) })
  expect(sent).toBeLessThan(70)
})
