import { afterEach, expect, test, vi } from 'vitest'
import { fetchCatalog } from './catalog-source.js'

const URL_OF_CATALOG = 'https://shop.example/catalog.json'
const SIGNAL = new AbortController().signal

function answering(status: number, headers: Record<string, string> = {}, body: string | null = status === 304 ? null : '[]') {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response(body, { status, headers }))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('on its own origin the version known is told, and 304 is the answer to it', async () => {
  vi.stubGlobal('location', new URL('https://shop.example/worker.js'))
  const fetched = answering(304)

  expect(await fetchCatalog(URL_OF_CATALOG, { etag: '"1"', lastModified: 'yesterday' }, SIGNAL)).toEqual({ kind: 'not-modified' })

  expect(fetched.mock.calls[0]![1].headers).toEqual({ 'if-none-match': '"1"' })
})

test('on a foreign origin nothing is told, which would need its leave', async () => {
  vi.stubGlobal('location', new URL('https://other.example/worker.js'))
  const fetched = answering(200, { etag: '"2"' })

  expect(await fetchCatalog(URL_OF_CATALOG, { etag: '"1"' }, SIGNAL)).toMatchObject({ kind: 'fresh', text: '[]', version: { etag: '"2"' } })

  expect(fetched.mock.calls[0]![1].headers).toEqual({})
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
])('an answer 200 with %s', async (_, headers, known, kind) => {
  answering(200, headers as Record<string, string>)
  expect((await fetchCatalog(URL_OF_CATALOG, known, SIGNAL)).kind).toBe(kind)
})

test('an answer that is neither 200 nor a 304 that was asked for is an error', async () => {
  answering(500)
  await expect(fetchCatalog(URL_OF_CATALOG, {}, SIGNAL)).rejects.toMatchObject({ code: 'catalog-invalid' })
  answering(304)
  await expect(fetchCatalog(URL_OF_CATALOG, {}, SIGNAL)).rejects.toMatchObject({ code: 'catalog-invalid' })
})
