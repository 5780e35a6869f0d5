import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { pageScript } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

/** How an operation on IndexedDB fails. `quota` also stands for a transaction that fails at its end; `slow` answers late. */
const WAYS = ['throw', 'abort', 'quota', 'never', 'blocked', 'slow'] as const
type Way = (typeof WAYS)[number]

/** What a visit was told is on the device, and what went wrong that nobody should see. */
interface Visited {
  readonly operations: number
  readonly blocks: readonly number[]
  readonly events: readonly string[]
  readonly rejected: readonly string[]
}

let server: TestServer

test.beforeAll(async () => {
  server = await startServer({
    files: {
      '/': '<!doctype html><meta charset="utf-8"><title>store</title><script src="/store-page.js"></script>',
      '/store-page.js': await pageScript('store-page'),
    },
  })
})
test.afterAll(() => server.close())

/** Makes operation `nth` of the page fail in one `way`, and counts them. */
function failOperation([nth, way]: readonly [number, Way]): void {
  const state = { operations: 0 }
  Object.assign(globalThis, { state })
  const silence = (request: IDBRequest, then?: () => void) => {
    for (const type of ['success', 'error', 'upgradeneeded']) {
      const stop = (event: Event) => {
        event.stopImmediatePropagation()
        request.removeEventListener(type, stop)
        then?.()
      }
      if (type !== 'upgradeneeded' || !then) request.addEventListener(type, stop)
    }
  }
  /** Keeps the transaction alive meanwhile, as a busy device does. */
  const delay = (request: IDBRequest) => {
    const { source } = request
    silence(request, () => {
      const done = () => request.dispatchEvent(new Event('success'))
      if (!source) return void setTimeout(done, 500)
      let left = 100
      const store = source as IDBObjectStore
      const again = () => {
        if (left-- > 0) IDBObjectStore.prototype.count.call(store).onsuccess = again
        else done()
      }
      again()
    })
  }
  for (const [prototype, names] of [
    [IDBFactory.prototype, ['open', 'deleteDatabase']],
    [IDBDatabase.prototype, ['transaction', 'createObjectStore']],
    [IDBObjectStore.prototype, ['get', 'getKey', 'getAll', 'getAllKeys', 'put', 'add', 'delete', 'clear', 'openCursor', 'openKeyCursor']],
  ] as const) {
    for (const name of names) {
      const methods = prototype as unknown as Record<string, (...args: unknown[]) => unknown>
      const original = methods[name]!
      methods[name] = function (this: unknown, ...args: unknown[]) {
        if (++state.operations !== nth) return original.apply(this, args)
        if (way === 'throw') throw new DOMException('Internal error.', 'UnknownError')
        if (way === 'quota') throw new DOMException('', 'QuotaExceededError')
        const isUnanswered = way === 'never' || way === 'blocked'
        // an opening that never answers makes no database
        const made = original.apply(this, isUnanswered && this instanceof IDBFactory ? ['decoy'] : args)
        const request = made instanceof IDBRequest ? made : undefined
        if (way === 'abort') {
          if (made instanceof IDBTransaction) made.abort()
          else if (made instanceof IDBObjectStore) made.transaction.abort()
          else if (request?.transaction) request.transaction.abort()
        } else if (way === 'slow') {
          if (request) delay(request)
        } else if (request) {
          silence(request)
          if (way === 'blocked') queueMicrotask(() => request.dispatchEvent(new Event('blocked')))
        }
        return made
      }
    }
  }
}

/** What an engine does with its store in a visit. */
async function visitStore(): Promise<Visited> {
  const { state } = globalThis as unknown as { state: { operations: number } }
  const blocks: number[] = []
  const events: string[] = []
  const rejected: string[] = []
  const attempt = async (call: () => Promise<unknown>, kept?: () => void) => {
    try {
      await call()
      kept?.()
    } catch (thrown) {
      rejected.push(String(thrown))
    }
  }
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  const history = storeRoom.openHistory({ persist: true })
  await attempt(() => store.writeCatalog('/catalog.json', { items: [], hashes: [], storedAt: 1 }))
  await attempt(() => store.writeMeta('builtin', { fingerprint: 'f', dimensions: 8, dtype: 'q8' }))
  // first: over quota, vectors of another fingerprint than the latest make room
  await attempt(() => store.appendBlock('old', storeRoom.pack(0)))
  for (const first of [0, 32, 64]) {
    await attempt(
      () => store.appendBlock('f', storeRoom.pack(first)),
      () => store.kind === 'indexeddb' && blocks.push(first),
    )
  }
  await attempt(() => store.compact('f', storeRoom.keys(96)))
  await attempt(() => store.evictOthers('f'))
  await attempt(() => store.readVectors('builtin'))
  await attempt(() => store.readCatalog('/catalog.json'))
  for (const id of ['a', 'b']) {
    await attempt(
      () => history.append({ type: id === 'a' ? 'view' : 'dismiss', id, at: Date.now() }),
      () => history.kind === 'indexeddb' && events.push(id),
    )
  }
  await attempt(() => history.read())
  store.dispose()
  history.dispose()
  return { operations: state.operations, blocks, events, rejected }
}

async function readStore() {
  const store = await storeRoom.openStore({ kind: 'indexeddb' })
  const history = storeRoom.openHistory({ persist: true })
  const { blocks, corrupt } = await store.readBlocks('f')
  const read = {
    kinds: [store.kind, history.kind],
    corrupt,
    rows: blocks.flatMap(storeRoom.checkBlock).sort((a, b) => a - b),
    events: (await history.read()).map(({ id }) => id),
  }
  await Promise.all([store.clear(), history.clear()])
  store.dispose()
  history.dispose()
  return read
}

/** One visit whose operation `nth` fails, and the visit after it. */
async function visitFailing(context: BrowserContext, reader: Page, nth: number, way: Way): Promise<number> {
  const page = await context.newPage()
  const errors: string[] = []
  // a request beside one that throws is aborted with it, and nobody holds it: who waits for the transaction hears of the failure
  page.on('pageerror', ({ name, message }) => name !== 'AbortError' && errors.push(`${name}: ${message}`))
  await page.clock.install()
  await page.goto(server.url)
  await page.evaluate(failOperation, [nth, way] as const)
  let visited: Visited | undefined
  const visit = page.evaluate(visitStore).then((result) => {
    visited = result
  })
  // deadlines pass at once where an operation may never answer; else a slow answer would miss them
  if (nth === 0) await visit
  for (let turn = 0; turn < 100 && !visited; turn++) await Promise.race([visit, page.clock.runFor(1000)])
  const where = `operation ${nth} fails: ${way}`
  expect(visited, `${where}: every call is answered`).toBeDefined()
  const { operations, blocks, events, rejected } = visited!
  expect({ rejected, errors }, where).toEqual({ rejected: [], errors: [] })
  await page.close()
  const read = await reader.evaluate(readStore)
  expect(read, where).toMatchObject({ kinds: ['indexeddb', 'indexeddb'], corrupt: 0 })
  expect(new Set(read.rows).size, `${where}: no row twice`).toBe(read.rows.length)
  expect(read.rows.length % 32, `${where}: blocks are whole`).toBe(0)
  for (const first of blocks) expect(read.rows, `${where}: what was kept is there`).toContain(first)
  for (const id of events) expect(read.events, `${where}: what was kept is there`).toContain(id)
  return operations
}

async function visitAll(context: BrowserContext, step: number): Promise<number> {
  const reader = await context.newPage()
  await reader.goto(server.url)
  const operations = await visitFailing(context, reader, 0, 'throw')
  expect(operations).toBeGreaterThan(30)
  for (const way of WAYS) for (let nth = 1; nth <= operations; nth += step) await visitFailing(context, reader, nth, way)
  return operations
}

test('every sixtieth operation of the store fails in six ways: each call is answered, and nothing that was kept is lost', async ({
  context,
}) => {
  await visitAll(context, 60)
})

test('every operation of the store fails in six ways', { tag: '@long' }, async ({ context }) => {
  test.setTimeout(900_000)
  await visitAll(context, 1)
})
