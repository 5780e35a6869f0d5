import { afterEach, expect, test, vi } from 'vitest'
import { fetchFiles } from './fetch-files.js'
import { MANIFEST_NAME } from './manifest.js'
import { openPack } from './open-pack.js'
import { contentOf, type Files, filesOf } from './pack.test-helper.js'
import { itemsOf } from './read-pack.js'

const FOLDER = 'https://shop.example/kin/'
const items = Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, title: `thing ${i}` }))

/** A server with these files, behind a cache whose copies may be damaged. */
function serve(files: Files, { cached = new Map<string, Uint8Array<ArrayBuffer>>() } = {}) {
  const asked: [string, RequestCache | undefined][] = []
  vi.stubGlobal('fetch', async (url: string, { cache }: RequestInit) => {
    const name = url.slice(FOLDER.length)
    asked.push([name, cache])
    const bytes = (cache === 'force-cache' && cached.get(name)) || files.get(name)
    return bytes ? new Response(bytes) : new Response('not found', { status: 404 })
  })
  return asked
}

afterEach(() => void vi.unstubAllGlobals())

test('the manifest is asked for anew, other files are taken from a cache without asking', async () => {
  const asked = serve(await filesOf(contentOf(items)))
  let bytes = 0
  const pack = await openPack(
    fetchFiles(FOLDER, {
      onFile(count) {
        bytes += count
      },
    }),
  )
  await itemsOf(pack)
  expect(asked.map(([, cache]) => cache)).toEqual(['no-cache', 'force-cache'])
  expect(bytes).toBeGreaterThan(100)
})

test('a damaged copy in a cache is fetched again', async () => {
  const files = await filesOf(contentOf(items))
  const cached = new Map([...files].map(([name, bytes]) => [name, bytes.slice(0, -3)]))
  const asked = serve(files, { cached })
  expect(await itemsOf(await openPack(fetchFiles(FOLDER)))).toHaveLength(5)
  expect(asked.map(([, cache]) => cache)).toEqual(['no-cache', 'force-cache', 'reload'])
})

test('what the server lacks, and a network that fails, are told with the address', async () => {
  serve(new Map())
  const code = 'pack-invalid'
  await expect(openPack(fetchFiles(FOLDER))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(`${FOLDER}${MANIFEST_NAME}: the server answered 404`),
  })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await expect(openPack(fetchFiles(FOLDER))).rejects.toMatchObject({ code, message: expect.stringContaining(FOLDER) })
})

test('what is kept takes the place of a manifest that the server lacks, which is told; a network that fails is not', async () => {
  const files = await filesOf(contentOf(items))
  vi.stubGlobal('caches', { match: async () => new Response(files.get(MANIFEST_NAME)) })
  const told: string[] = []
  const open = () => openPack(fetchFiles(FOLDER, { onKept: ({ message }) => told.push(message) }))
  serve(new Map())
  expect((await open()).manifest.rows).toBe(5)
  expect(told).toEqual([expect.stringContaining(`${FOLDER}${MANIFEST_NAME}: the server answered 404`)])
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  expect((await open()).manifest.rows).toBe(5)
  expect(told).toHaveLength(1)
})

test('an abort is an abort', async () => {
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => Promise.reject(signal!.reason))
  await expect(openPack(fetchFiles(FOLDER, { signal: AbortSignal.abort() }))).rejects.toMatchObject({ code: 'aborted' })
})

test('a file that unpacks to more than any file of a pack is not read on', async () => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++sent > 100) controller.close()
      else controller.enqueue(new Uint8Array(2 ** 20))
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-length': '1000' } }))

  const error = await fetchFiles(FOLDER)(MANIFEST_NAME, false).then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(error).toMatchObject({
    code: 'pack-invalid',
    message: expect.stringContaining(`${FOLDER}${MANIFEST_NAME}: received more than 64 MiB`),
  })
  expect(sent).toBeLessThan(70)
})
