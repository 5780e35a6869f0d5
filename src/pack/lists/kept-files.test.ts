import { afterEach, expect, test, vi } from 'vitest'
import { KeptFiles } from './kept-files.js'

const FOLDER = 'https://shop.example/pack/'
const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
const pathOf = (url: string) => url.split('?')[0]!

/** A cache in which each step takes a moment, as in a browser: entries stand in the order in which they were put. */
class SlowCache {
  readonly entries = new Map<string, Uint8Array<ArrayBuffer>>()

  async match(url: string) {
    await pause()
    const found = [...this.entries].find(([key]) => pathOf(key) === pathOf(url))
    return found && new Response(found[1])
  }
  async put(url: string, response: Response) {
    const bytes = new Uint8Array(await response.arrayBuffer())
    await pause()
    this.entries.delete(url)
    this.entries.set(url, bytes)
  }
  async delete(asked: string | { readonly url: string }, { ignoreSearch = false } = {}) {
    await pause()
    const url = typeof asked === 'string' ? asked : asked.url
    for (const key of [...this.entries.keys()]) if (ignoreSearch ? pathOf(key) === pathOf(url) : key === url) this.entries.delete(key)
  }
  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }))
  }
}

function cached(): SlowCache {
  const cache = new SlowCache()
  vi.stubGlobal('caches', { open: async () => cache })
  return cache
}
afterEach(() => void vi.unstubAllGlobals())

const kept = (fetch: (name: string) => Promise<Uint8Array<ArrayBuffer>>) => new KeptFiles(fetch, FOLDER, 1e9, true)
/** In their order. A file is kept after it is answered. */
const names = (cache: SlowCache) => [...cache.entries.keys()].map((url) => url.slice(FOLDER.length))
const offline = () => Promise.reject(new Error('there is no network'))

test('a kept file is found at every moment, also while it moves to the end of the queue', async () => {
  const cache = cached()
  await kept(async () => new Uint8Array([1, 2, 3])).read('terms-0123456789abcdef.json', false)
  await vi.waitFor(() => expect(names(cache)).toHaveLength(1))
  const files = kept(offline)
  for (let i = 0; i < 40; i++) expect([...(await files.read('terms-0123456789abcdef.json', false))]).toEqual([1, 2, 3])
  expect(files.fetched).toBe(0)
})

test('of more files than are kept, those not read for longest go first', async () => {
  const cache = cached()
  const files = kept(async () => new Uint8Array(25_000_000))
  for (const name of ['lists-a.bin', 'lists-b.bin', 'lists-a.bin', 'lists-c.bin']) {
    await files.read(name, false)
    await vi.waitFor(() => expect(names(cache).at(-1)).toBe(`${name}?25000000`))
  }
  await vi.waitFor(() => expect(names(cache)).toEqual(['lists-a.bin?25000000', 'lists-c.bin?25000000']))
})

test('a file that was damaged replaces its copy, whatever length that had', async () => {
  const cache = cached()
  await kept(async () => new Uint8Array(5)).read('lists-a.bin', false)
  await vi.waitFor(() => expect(names(cache)).toEqual(['lists-a.bin?5']))
  await kept(async () => new Uint8Array(9)).read('lists-a.bin', true)
  await vi.waitFor(() => expect(names(cache)).toEqual(['lists-a.bin?9']))
})
