import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CachedSourceOptions, createCachedSource, createFolderSource, type FileHash, readJson, readRequired } from './model-files.js'

const BASE = 'https://shop.example/models/mini/'
const FILE = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256)
const EXPECTED: FileHash = { sha256: sha256(FILE), bytes: FILE.length }

type Answer = () => Response | Promise<Response>

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A server that gives its answers in turn (the last one for good) and notes the requests. */
function server(...answers: Answer[]) {
  const requests: { url: string; init: RequestInit | undefined }[] = []
  const fetch = async (url: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    requests.push({ url: String(url), init })
    return answers[Math.min(requests.length, answers.length) - 1]!()
  }
  return { fetch, requests }
}

/** The Cache API as far as a source uses it, with its entries in the open. */
function cacheStorage(put: (url: string) => void = () => undefined) {
  const entries = new Map<string, Response>()
  const cache = {
    match: async (url: string) => entries.get(url)?.clone(),
    put: async (url: string, response: Response) => {
      put(url)
      entries.set(url, response)
    },
    delete: async (url: string) => entries.delete(url),
  }
  return { entries, caches: { open: async () => cache as unknown as Cache } }
}

function source(options: Partial<CachedSourceOptions>) {
  return createCachedSource({ baseUrl: BASE, limits: { backoffMs: 0, stallMs: 50 }, ...options })
}

const offline: Answer = () => Promise.reject(new TypeError('Failed to fetch'))
const file: Answer = () => new Response(FILE)
const status =
  (code: number): Answer =>
  () =>
    new Response('no', { status: code })
/** Sends some bytes and then keeps the connection open. */
const stall: Answer = () => new Response(new ReadableStream({ start: (controller) => controller.enqueue(FILE.slice(0, 100)) }))

test('no mutation of a file reaches the reader or the cache: cut, longer, flipped, replaced', async () => {
  const mutation = fc.oneof(
    fc.nat(FILE.length - 1).map((length) => FILE.slice(0, length)),
    fc.uint8Array({ minLength: 1, maxLength: 50 }).map((more) => Uint8Array.from([...FILE, ...more])),
    fc
      .tuple(fc.nat(FILE.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([at, bits]) => FILE.map((byte, i) => (i === at ? byte ^ bits : byte))),
    fc.uint8Array({ maxLength: 50 }),
  )
  await fc.assert(
    fc.asyncProperty(mutation, async (bytes) => {
      const { fetch, requests } = server(() => new Response(bytes as Uint8Array<ArrayBuffer>))
      const { entries, caches } = cacheStorage()
      await expect(source({ fetch, caches }).read('model.onnx', { expected: EXPECTED })).rejects.toMatchObject({ code: 'model-corrupt' })
      expect(requests).toHaveLength(3)
      expect(entries.size).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('a bad first download is fetched again past the http cache, without credentials and referrer', async () => {
  const { fetch, requests } = server(() => new Response(FILE.slice(0, 4999)), file)
  expect(await source({ fetch }).read('onnx/model.onnx', { expected: EXPECTED })).toEqual(FILE)
  expect(requests.map(({ url }) => url)).toEqual([`${BASE}onnx/model.onnx`, `${BASE}onnx/model.onnx`])
  expect(requests.map(({ init }) => init?.cache)).toEqual(['default', 'reload'])
  for (const { init } of requests) expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' })
})

test('a file that was cut is asked for again with the http cache, which has its beginning', async () => {
  const cut: Answer = () => new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) }))
  const { fetch, requests } = server(cut, cut, file)
  expect(await source({ fetch }).read('onnx/model.onnx', { expected: EXPECTED })).toEqual(FILE)
  expect(requests.map(({ init }) => init?.cache)).toEqual(['default', 'default', 'default'])
})

test('a second visit reads the cache and no network; a poisoned entry is replaced', async () => {
  const { fetch, requests } = server(file)
  const { entries, caches } = cacheStorage()
  await source({ fetch, caches }).read('model.onnx', { expected: EXPECTED })
  const second = source({ fetch, caches })
  expect(await second.read('model.onnx', { expected: EXPECTED })).toEqual(FILE)
  expect(second.receivedBytes()).toBe(0)
  expect(requests).toHaveLength(1)

  entries.set(`${BASE}model.onnx`, new Response(FILE.map((byte) => byte ^ 1)))
  expect(await second.read('model.onnx', { expected: EXPECTED })).toEqual(FILE)
  expect(requests).toHaveLength(2)
  expect(second.receivedBytes()).toBe(FILE.length)
  expect(sha256(new Uint8Array(await entries.get(`${BASE}model.onnx`)!.clone().arrayBuffer()))).toBe(EXPECTED.sha256)
})

describe('without a manifest', () => {
  test('the hash of the first download is pinned, also against a poisoned entry and another answer of the server', async () => {
    const { entries, caches } = cacheStorage()
    await source({ fetch: server(file).fetch, caches }).read('model.onnx')
    entries.set(`${BASE}model.onnx`, new Response('poison'))
    const other = source({ fetch: server(() => new Response('other')).fetch, caches })
    await expect(other.read('model.onnx')).rejects.toMatchObject({ code: 'model-corrupt' })
    expect(await source({ fetch: server(file).fetch, caches }).read('model.onnx')).toEqual(FILE)
  })

  test('an entry whose pin is gone is fetched again', async () => {
    const { entries, caches } = cacheStorage()
    entries.set(`${BASE}model.onnx`, new Response('from nowhere'))
    expect(await source({ fetch: server(file).fetch, caches }).read('model.onnx')).toEqual(FILE)
  })

  test('a missing file is an answer, also offline later, and an error only for who needs it', async () => {
    for (const missing of [status(404), status(403), () => new Response('<!DOCTYPE html><title>Shop</title>')]) {
      const { fetch, requests } = server(missing, offline)
      const { caches } = cacheStorage()
      expect(await source({ fetch, caches }).read('1_Pooling/config.json')).toBeNull()
      expect(await source({ fetch, caches }).read('1_Pooling/config.json')).toBeNull()
      await expect(readRequired(source({ fetch, caches }), '1_Pooling/config.json')).rejects.toMatchObject({ code: 'model-unavailable' })
      expect(requests).toHaveLength(3)
      // and it may appear
      expect(await source({ fetch: server(file).fetch, caches }).read('1_Pooling/config.json')).toEqual(FILE)
    }
  })
})

describe('a fresh read', () => {
  test('takes what the network has now, and the kept copy when there is no network', async () => {
    const { caches } = cacheStorage()
    const version = (text: string) => source({ fetch: server(() => new Response(text)).fetch, caches })
    const without = source({ fetch: server(offline).fetch, caches })
    await expect(without.read('pagekin.json', { fresh: true })).rejects.toMatchObject({ code: 'model-unavailable' })
    expect(await readJson(version('{"id":1}'), 'pagekin.json', { fresh: true })).toEqual({ id: 1 })
    expect(await readJson(version('{"id":2}'), 'pagekin.json', { fresh: true })).toEqual({ id: 2 })
    expect(await readJson(without, 'pagekin.json', { fresh: true })).toEqual({ id: 2 })
    expect(await readJson(version('<html>sign in</html>'), 'pagekin.json', { fresh: true })).toEqual({ id: 2 })
    expect(await readJson(without, 'pagekin.json', { fresh: true })).toEqual({ id: 2 })
    const unchanged = version('{"id":2}')
    await unchanged.read('pagekin.json', { fresh: true })
    expect(unchanged.receivedBytes()).toBe(0)
  })

  test('remembers offline that the folder has no such file', async () => {
    const { caches } = cacheStorage()
    expect(await source({ fetch: server(status(404)).fetch, caches }).read('pagekin.json', { fresh: true })).toBeNull()
    expect(await source({ fetch: server(offline).fetch, caches }).read('pagekin.json', { fresh: true })).toBeNull()
  })
})

describe('a bad network', () => {
  test('a stalled body and a stalled answer end in a timeout, after three tries', async () => {
    for (const stalled of [stall, () => new Promise<Response>(() => undefined)]) {
      const { fetch, requests } = server(stalled)
      await expect(source({ fetch }).read('model.onnx', { expected: EXPECTED })).rejects.toMatchObject({ code: 'timeout' })
      expect(requests).toHaveLength(3)
    }
  })

  test('a busy server and a broken connection are tried again; a refusal is not', async () => {
    for (const failure of [status(503), status(429), offline, stall]) {
      const { fetch } = server(failure, failure, file)
      expect(await source({ fetch }).read('model.onnx', { expected: EXPECTED })).toEqual(FILE)
    }
    const { fetch, requests } = server(status(400))
    await expect(source({ fetch }).read('model.onnx')).rejects.toMatchObject({ code: 'model-unavailable' })
    expect(requests).toHaveLength(1)
  })

  test('an abort ends a download at once and is not tried again', async () => {
    const { fetch, requests } = server(stall)
    const controller = new AbortController()
    const reading = source({ fetch, limits: { stallMs: 60_000 } }).read('model.onnx', { signal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    await expect(reading).rejects.toMatchObject({ code: 'aborted' })
    expect(requests).toHaveLength(1)
  })
})

test('where the browser refuses to keep files, they are read all the same and the reason is told', async () => {
  const full = cacheStorage(() => {
    throw new DOMException('over quota', 'QuotaExceededError')
  })
  const blocked = { open: () => Promise.reject(new DOMException('storage is blocked', 'SecurityError')) }
  for (const [caches, reason] of [
    [full.caches, /over quota/],
    [blocked, /blocked/],
    [undefined, /no Cache API/],
  ] as const) {
    const tried = source({ fetch: server(file).fetch, caches })
    expect(await tried.read('model.onnx', { expected: EXPECTED })).toEqual(FILE)
    expect(tried.notice()).toMatch(reason)
  }
})

test('progress ends at the size of all files, and received bytes count every attempt', async () => {
  const steps: [number, number | undefined][] = []
  const { fetch } = server(() => new Response(FILE.slice(0, 1000)), file)
  const read = source({ fetch, onProgress: (loaded, total) => steps.push([loaded, total]) })
  await read.read('model.onnx', { expected: EXPECTED })
  expect(steps.at(-1)).toEqual([FILE.length, FILE.length])
  expect(Math.max(...steps.map(([loaded]) => loaded))).toBe(FILE.length)
  expect(read.receivedBytes()).toBe(FILE.length + 1000)
})

test('a folder source refuses bytes that are not those of the manifest', async () => {
  const folder = createFolderSource(async (path) => (path === 'a' ? FILE : null))
  expect(await folder.read('a', { expected: EXPECTED })).toEqual(FILE)
  expect(await folder.read('b')).toBeNull()
  await expect(folder.read('a', { expected: { ...EXPECTED, sha256: '0'.repeat(64) } })).rejects.toMatchObject({ code: 'model-corrupt' })
})
