import { chromium, expect, type Page, test } from '@playwright/test'
import { shopRows } from '../fixtures/shop.js'
import { newPage, openSite, stateOf, uncaughtErrors, visit } from '../fixtures/visit.js'

test.setTimeout(300_000)

/** Bytes in use of the heap of the page and of its newest worker, after garbage was collected. */
async function heapsOf(page: Page): Promise<{ page: number; worker: number; listeners: number; nodes: number }> {
  const session = await page.context().newCDPSession(page)
  let next = 0
  const waiting = new Map<number, (result: { usedSize: number }) => void>()
  let worker = ''
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    worker = sessionId
  })
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    waiting.get(id)?.(result)
  })
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  await expect.poll(() => worker).not.toBe('')
  const ask = (method: string) =>
    new Promise<{ usedSize: number }>((resolve) => {
      waiting.set(++next, resolve)
      void session.send('Target.sendMessageToTarget', { sessionId: worker, message: JSON.stringify({ id: next, method }) })
    })
  for (let time = 0; time < 3; time++) {
    await session.send('HeapProfiler.collectGarbage')
    await ask('HeapProfiler.collectGarbage')
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { jsEventListeners, nodes } = await session.send('Memory.getDOMCounters')
  const { usedSize: ofWorker } = await ask('Runtime.getHeapUsage')
  await session.detach()
  return { page: usedSize, worker: ofWorker, listeners: jsEventListeners, nodes }
}

test('116: thousands of searches and hundreds of catalogs leave heaps, listeners and nodes as they were', { tag: '@long' }, async ({
  context,
}) => {
  const rows = shopRows(64)
  const site = await openSite(rows)
  const page = await visit(context, site, { device: 'off', storage: 'memory' })
  const use = (times: number) =>
    page.evaluate(
      async ([count, all]) => {
        const { recommender } = window
        for (let n = 0; n < count; n++) {
          const row = all[n % all.length]!
          await recommender.search(`${row.title} ${n % 50}`)
          await recommender.similar(row.id)
          recommender.record({ type: 'view', id: row.id })
          if (n % 20 === 0) {
            await recommender.upsert([
              { ...row, price: n },
              { id: `new ${n}`, title: `A new thing ${n % 100}` },
            ])
            await recommender.remove([`new ${n}`])
          }
        }
        window.seen.states.length = 0
        window.seen.progress.length = 0
      },
      [times, rows] as const,
    )
  await use(1000)
  const before = await heapsOf(page)
  await use(4000)
  const after = await heapsOf(page)
  expect(after.page - before.page, JSON.stringify({ before, after })).toBeLessThan(1_000_000)
  expect(after.worker - before.worker, JSON.stringify({ before, after })).toBeLessThan(2_000_000)
  expect(after.listeners).toBeLessThanOrEqual(before.listeners)
  expect(after.nodes).toBeLessThanOrEqual(before.nodes)
  expect(uncaughtErrors(page)).toEqual([])
  await site.server.close()
})

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
