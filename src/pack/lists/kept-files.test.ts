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
  expect(files.left).toBe(1e9)
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

test('what is in flight counts: files that come together fetch no more than a visit may, and none is refused that has room', async () => {
  const MOST = 100_000
  const sizes: Record<string, number> = { index: 22_000, lists: 15_000, cards: 4_000 }
  const asked: string[] = []
  const files = new KeptFiles(
    async (name) => {
      asked.push(name)
      await pause()
      return new Uint8Array(sizes[name.split('-')[0]!]!)
    },
    FOLDER,
    MOST,
    false,
  )
  const read = (part: string, count: number) =>
    Promise.allSettled(Array.from({ length: count }, (_, i) => files.read(`${part}-${i}.bin`, false)))
  await read('index', 1)
  const cards = await read('cards', 4)
  expect(cards.map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'))
  expect(files.isSpent).toBe(false)
  const lists = await read('lists', 8)

  expect(lists.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  expect(files.left).toBe(MOST - 22_000 - 4 * 4_000 - 4 * 15_000)
  expect(files.isSpent).toBe(true)
  const before = asked.length
  await read('cards', 1)
  expect(asked).toHaveLength(before)
})

test('with room for all, files come at the same time', async () => {
  let coming = 0
  let most = 0
  const files = new KeptFiles(
    async () => {
      most = Math.max(most, ++coming)
      await pause()
      coming--
      return new Uint8Array(40_000)
    },
    FOLDER,
    50_000_000,
    false,
  )
  await Promise.all(Array.from({ length: 24 }, (_, i) => files.read(`cards-${i}.json`, false)))
  expect(most).toBe(24)
})
