import { chromium, expect, type Page, test } from '@playwright/test'
import { shopRows } from '../fixtures/shop.js'
import { newPage, openSite, stateOf, uncaughtErrors, visit } from '../fixtures/visit.js'

test.setTimeout(300_000)

interface Held {
  /** Bytes in use of the heaps of the page and of its workers, after garbage was collected. */
  readonly page: number
  readonly worker: number
  /** Bytes of all WebAssembly memories of the workers. */
  readonly wasm: number
  readonly workers: number
  readonly listeners: number
  readonly nodes: number
}

/** The workers of a page, and what the protocol says of them. */
async function workersOf(page: Page) {
  const session = await page.context().newCDPSession(page)
  let next = 0
  const waiting = new Map<number, (result: never) => void>()
  const workers: string[] = []
  session.on('Target.attachedToTarget', ({ sessionId }) => void workers.push(sessionId))
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    waiting.get(id)?.(result as never)
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  await expect.poll(() => workers.length).toBeGreaterThan(0)
  const ask = <T>(sessionId: string, method: string, params = {}) =>
    new Promise<T>((resolve) => {
      waiting.set(++next, resolve)
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: next, method, params }) })
    })
  return { session, workers, ask }
}

async function workerCount(page: Page): Promise<number> {
  const { session, workers } = await workersOf(page)
  await session.detach()
  return workers.length
}

async function heldBy(page: Page): Promise<Held> {
  const { session, workers, ask } = await workersOf(page)
  const wasmOf = async (worker: string) => {
    const { result } = await ask<{ result: { objectId: string } }>(worker, 'Runtime.evaluate', {
      expression: 'WebAssembly.Memory.prototype',
    })
    const { objects } = await ask<{ objects: { objectId: string } }>(worker, 'Runtime.queryObjects', { prototypeObjectId: result.objectId })
    const sum = 'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) }'
    const told = { objectId: objects.objectId, functionDeclaration: sum, returnByValue: true }
    return (await ask<{ result: { value: number } }>(worker, 'Runtime.callFunctionOn', told)).result.value
  }
  for (let time = 0; time < 3; time++) {
    await session.send('HeapProfiler.collectGarbage')
    for (const worker of workers) await ask(worker, 'HeapProfiler.collectGarbage')
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { jsEventListeners, nodes } = await session.send('Memory.getDOMCounters')
  let [heap, wasm] = [0, 0]
  for (const worker of workers) {
    heap += (await ask<{ usedSize: number }>(worker, 'Runtime.getHeapUsage')).usedSize
    wasm += await wasmOf(worker)
  }
  await session.detach()
  return { page: usedSize, worker: heap, wasm, workers: workers.length, listeners: jsEventListeners, nodes }
}

/** `npm run bench -- soak` sets it: how much of each. */
const {
  queries = 4_000,
  updates = 200,
  mounts = 60,
  restores = 10,
} = JSON.parse(process.env.PAGEKIN_SOAK ?? '{}') as { queries?: number; updates?: number; mounts?: number; restores?: number }

/** Fewer of each with the built-in encoder, which takes its time. */
const SOAKS = [
  { device: 'off', queries, updates, mounts, restores, workers: 1 },
  { device: 'wasm', queries: queries / 10, updates: updates / 5, mounts: mounts / 5, restores: restores / 5, workers: 2 },
] as const

test('116: searches, updates, shelves that come and go and pages that come back leave heaps, workers, listeners and nodes as they were', {
  tag: '@long',
}, async () => {
  for (const one of SOAKS) await soak(one)
})

async function soak({ device, queries, updates, mounts, restores, workers }: (typeof SOAKS)[number]): Promise<void> {
  test.setTimeout(test.info().timeout + 300_000 + queries * 200 + mounts * 2_000)
  const { launchOptions } = test.info().project.use
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  const rows = shopRows(64)
  const site = await openSite(rows)
  site.files['/other.html'] = '<!doctype html><title>other</title>'
  const page = await visit(await browser.newContext(), site, { device, storage: 'memory' })
  await page.addScriptTag({ url: '/kin/embed.js' })
  const use = async (share: number, returns: number) => {
    await page.evaluate(
      async ([count, changes, shown, all]) => {
        const { recommender } = window
        const every = Math.ceil(count / changes)
        for (let n = 0; n < count; n++) {
          const row = all[n % all.length]!
          await recommender.search(`${row.title} ${n % 50}`)
          await recommender.similar(row.id)
          recommender.record({ type: 'view', id: row.id })
          if (n % every > 0) continue
          await recommender.upsert([
            { ...row, price: n },
            { id: `new ${n}`, title: `A new thing ${n % 100}` },
          ])
          await recommender.remove([`new ${n}`])
        }
        for (let n = 0; n < shown; n++) {
          const shelf = document.createElement('page-kin')
          for (const [name, value] of Object.entries({ catalog: '/catalog.json', device: 'off', storage: 'memory', item: all[n % 64]!.id }))
            shelf.setAttribute(name, value)
          const come = new Promise((resolve) => shelf.addEventListener('kin-ready', resolve, { once: true }))
          document.body.append(shelf)
          await come
          shelf.remove()
        }
        window.seen.states.length = 0
        window.seen.progress.length = 0
      },
      [queries * share, updates * share, mounts * share, rows] as const,
    )
    for (let n = 0; n < returns; n++) {
      await page.goto(`${site.server.url}/other.html`)
      await page.goBack({ waitUntil: 'commit' })
      await expect.poll(() => page.evaluate(() => window.recommender?.getState().phase)).toBe('ready')
    }
  }
  if (device !== 'off') await expect.poll(async () => (await stateOf(page)).items.embedded, { timeout: 120_000 }).toBe(rows.length)
  // a shelf's worker outlives it for a moment
  const alone = () => expect.poll(() => workerCount(page)).toBe(workers)
  // the browser grows with the first dozen pages that come back, and not with those after them
  await use(0.2, 15)
  await alone()
  const before = await heldBy(page)
  await use(0.8, restores)
  await alone()
  const after = await heldBy(page)
  if (process.env.PAGEKIN_SOAK) console.log(JSON.stringify({ device, queries, updates, mounts, restores, before, after }))
  expect(after.page - before.page, JSON.stringify({ before, after })).toBeLessThan(1_000_000)
  expect(after.worker - before.worker, JSON.stringify({ before, after })).toBeLessThan(2_000_000)
  expect(after.wasm, JSON.stringify({ before, after })).toBeLessThanOrEqual(before.wasm)
  // two listeners come once, however much is done, and the browser may hold the 7 nodes of one shelf that is gone, at either of
  // the two times: one more with each shelf would be dozens
  expect(after.listeners, JSON.stringify({ before, after })).toBeLessThanOrEqual(before.listeners + 4)
  expect(after.nodes, JSON.stringify({ before, after })).toBeLessThanOrEqual(before.nodes + 7)
  expect(uncaughtErrors(page)).toEqual([])
  await browser.close()
  await site.server.close()
}

test('59: a heap of 200 MB holds a catalog of 100,000 items', { tag: '@long' }, async () => {
  const { launchOptions } = test.info().project.use
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions?.args ?? []), '--js-flags=--max-old-space-size=200'] })
  const site = await openSite([])
  const words = 'copper steel wool linen lamp kettle mug blanket chair green black small round warm lidded folding'.split(' ')
  const word = (n: number) => words[n % words.length]
  const rows = Array.from({ length: 100_000 }, (_, n) => ({
    id: `${n}`,
    title: `${word(n)} ${word(n >> 4)} ${word(n >> 8)} ${n}`,
    price: n % 97,
  }))
  site.files['/catalog.json'] = JSON.stringify(rows)
  const page = await newPage(await browser.newContext(), site)
  let crashed = false
  page.on('crash', () => {
    crashed = true
  })
  const outcome = await page
    .evaluate(async () => {
      const kin = await window.start({ catalog: '/catalog.json', device: 'off', storage: 'memory' })
      return (await kin.search('copper kettle')).length
    })
    .catch((thrown) => String(thrown).slice(0, 200))
  expect({ crashed, outcome }).toEqual({ crashed: false, outcome: 8 })
  expect((await stateOf(page)).items.total).toBe(100_000)
  expect(uncaughtErrors(page)).toEqual([])
  await browser.close()
  await site.server.close()
})
