import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import type { Measured, Recommender, RecommenderOptions } from '../src/types.js'
import { siteFiles } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

/** What pagekin costs a page: as it tells itself (option `measure`), and as a trace of the browser does. */

interface Room {
  readonly Pagekin: { createRecommender(options: RecommenderOptions): Promise<Recommender> }
  readonly kin: Promise<Recommender>
}

const shop = readFileSync('demo/catalog/shop.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { title: string; description: string })
const items = Array.from({ length: 5000 }, (_, i) => {
  const { title, description } = shop[i % shop.length]!
  return { id: `${i}`, title: `${title} no. ${i}`, description, url: `/p/${i}`, price: i }
})
/** Blocks the page for so many milliseconds. */
const block = 'globalThis.block = (ms) => { const begin = performance.now(); while (performance.now() - begin < ms); }'
const pageWith = (options: string) =>
  `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,"><body>
<page-kin item="7" limit="4"></page-kin><p id="below">Below</p><button id="foreign">Foreign</button>
<script>${block}</script><script src="/kin/embed.js"></script>
<script>kin = Pagekin.createRecommender(${options}); document.querySelector('page-kin').recommender = kin</script></body></html>`
let server: TestServer

test.beforeAll(async () => {
  server = await startServer({
    files: {
      ...(await siteFiles()),
      '/few.json': JSON.stringify(items.slice(0, 20)),
      '/many.json': JSON.stringify(items),
      '/measured/': pageWith("{ catalog: '/few.json', device: 'off', measure: true }"),
      '/plain/': pageWith("{ catalog: '/few.json', device: 'off' }"),
      '/many/': pageWith("{ catalog: '/many.json', device: 'wasm', storage: 'memory', maxItemsPerVisit: 5000 }"),
      // a script from the folder of pagekin's files, and one of the site
      '/kin/slow.js': 'block(120)',
      '/slow.js': 'block(200)',
    },
  })
})
test.afterAll(() => server.close())

const measuredOf = (page: Page) =>
  page.evaluate(async () => (await (globalThis as unknown as Room).kin).getState().measured as Required<Measured> | undefined)
const run = (page: Page, path: string) =>
  page.evaluate(
    (src) => new Promise((resolve) => document.body.append(Object.assign(document.createElement('script'), { src, onload: resolve }))),
    path,
  )
/** Until what has happened is told: once a second at most. */
async function settled(page: Page): Promise<Required<Measured>> {
  await page.waitForTimeout(2500)
  return (await measuredOf(page))!
}

test('a page that does not ask is not measured', async ({ page }) => {
  await page.goto(`${server.url}/plain/`)
  await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)

  expect(await measuredOf(page)).toBeUndefined()
  expect(server.requests.map(({ path }) => path)).not.toContain('/kin/measure.js')
})

test('the state tells long tasks, slow interactions and shifts of pagekin, and not those of the site', async ({ page }) => {
  await page.goto(`${server.url}/measured/`)
  await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
  await expect
    .poll(() => measuredOf(page))
    .toEqual({
      longTasks: expect.any(Number),
      longestTaskMs: expect.any(Number),
      inpMs: expect.any(Number),
      cls: expect.any(Number),
    })
  const before = await settled(page)

  await run(page, '/slow.js')
  await page.evaluate(() =>
    document.querySelector('#foreign')!.addEventListener('click', () => (globalThis as unknown as { block(ms: number): void }).block(150)),
  )
  await page.click('#foreign')
  // input excuses shifts within half a second of it
  await page.waitForTimeout(700)
  await page.evaluate(() => Object.assign((document.querySelector('#below') as HTMLElement).style, { marginTop: '150px' }))
  expect(await settled(page), 'the site’s').toEqual(before)

  await run(page, '/kin/slow.js')
  const slow = await settled(page)
  expect(slow.longTasks).toBe(before.longTasks + 1)
  expect(slow.longestTaskMs).toBeGreaterThanOrEqual(120)

  await page.evaluate(() =>
    Object.assign((document.querySelector('page-kin') as HTMLElement).style, { display: 'block', paddingTop: '150px' }),
  )
  expect((await settled(page)).cls).toBeGreaterThan(before.cls + 0.01)

  await page.evaluate(() =>
    document.querySelector('page-kin')!.addEventListener('click', () => (globalThis as unknown as { block(ms: number): void }).block(150)),
  )
  await page.locator('page-kin').click({ position: { x: 5, y: 5 } })
  expect((await settled(page)).inpMs).toBeGreaterThanOrEqual(150)
})

test('while 5,000 items are embedded at a fourth of the speed, no task of the page takes 50 ms of its processor', { tag: '@long' }, async ({
  browser,
  page,
}) => {
  test.setTimeout(600_000)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await browser.startTracing(page, { categories: ['toplevel'] })
  await page.goto(`${server.url}/many/`)
  await expect(page.locator('page-kin li[part=item] a')).toHaveCount(4)
  const embedded = () => page.evaluate(async () => (await (globalThis as unknown as Room).kin).getState().items.embedded)
  await expect.poll(embedded, { timeout: 120_000 }).toBeGreaterThan(0)
  const start = tasksOf(await browser.stopTracing())

  await browser.startTracing(page, { categories: ['toplevel'] })
  await expect.poll(embedded, { timeout: 480_000, intervals: [5000] }).toBe(5000)
  const ours = tasksOf(await browser.stopTracing())
  await browser.startTracing(page, { categories: ['toplevel'] })
  await page.evaluate(() => (globalThis as unknown as { block(ms: number): void }).block(400))
  // a trace has a task once it is over, which is after its answer
  await page.evaluate(() => new Promise(requestAnimationFrame))
  const control = tasksOf(await browser.stopTracing())

  expect(ours.length).toBeGreaterThan(100)
  console.log(
    `longest of ${ours.length} tasks: ${Math.max(...ours).toFixed(1)} ms; until the first vectors ${Math.max(...start).toFixed(1)} ms`,
  )
  expect(Math.max(...ours)).toBeLessThanOrEqual(50)
  expect(Math.max(...control), 'a long task is seen').toBeGreaterThan(50)
})

/** Processor time of each task of main threads, in milliseconds: how long it took does not depend on what else the machine does. */
function tasksOf(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as {
    traceEvents: { name: string; ph: string; pid: number; tid: number; tdur?: number; args: { name?: string } }[]
  }
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000)
}
