import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Page, test } from '@playwright/test'
import { BROWSER_FLAGS, findBrowser } from '../scripts/browser.mjs'
import { shopRows } from './fixtures/shop.js'
import {
  killWorker,
  newPage,
  openSite,
  type Site,
  similar,
  start,
  startError,
  stateOf,
  stateWith,
  uncaughtErrors,
  visit,
} from './fixtures/visit.js'

test.setTimeout(120_000)

const rows = shopRows(64)
let site: Site

test.beforeEach(async () => {
  site = await openSite(rows)
})
test.afterEach(() => site.server.close())

const embedded = (page: Page) => stateOf(page).then(({ items }) => items.embedded)

test('an engine that dies without a word rejects what is pending, and its successor knows the history of the session', async ({
  context,
}) => {
  const page = await visit(context, site, { device: 'off' })
  const seen = [rows[3]!.id, rows[9]!.id]
  const before = await page.evaluate(async (ids) => {
    for (const id of ids) window.recommender.record({ type: 'view', id })
    return (await window.recommender.forYou()).map(({ item, score }) => [item.id, score.toFixed(6)])
  }, seen)
  const outcome = await page.evaluate(async () => {
    const calls = [window.recommender.forYou(), window.recommender.search('kettle')]
    window.workers[0]!.worker.terminate()
    const settled = await Promise.allSettled(calls)
    const codes = settled.map((call) => (call.status === 'rejected' ? call.reason.code : 'answered'))
    const { error, revision } = window.recommender.getState()
    return { codes, error: error?.code, revision }
  })
  expect(outcome).toMatchObject({ codes: ['worker-failed', 'worker-failed'], error: 'worker-failed' })
  const after = await page.evaluate(async () => (await window.recommender.forYou()).map(({ item, score }) => [item.id, score.toFixed(6)]))
  // scores fade with the age of events, by less than the digits compared here, or by one in the last
  expect(after.map(([id]) => id)).toEqual(before.map(([id]) => id))
  const state = await stateOf(page)
  expect(state.error).toBeUndefined()
  expect(state.revision).toBeGreaterThan(outcome.revision)
  expect(await page.evaluate(() => window.workers.length)).toBe(2)
  expect(uncaughtErrors(page)).toEqual([])
})

test('an event recorded while an engine starts counts once', async ({ context }) => {
  const page = await newPage(context, site)
  site.server.fault('/catalog.json', { delayMs: 500 })
  const answers = await page.evaluate(
    async (ids) => {
      await window.start({ catalog: '/catalog.json', device: 'off' })
      const { recommender } = window
      const endEngine = () =>
        window.workers.at(-1)!.worker.dispatchEvent(new ErrorEvent('error', { message: 'as if it had thrown', cancelable: true }))
      const forYou = async () => (await recommender.forYou()).map(({ item, score }) => `${item.id} ${score.toFixed(4)}`)
      recommender.record({ type: 'view', id: ids[0]! })
      endEngine()
      // its successor is being started by now, and has not been told the history yet
      await new Promise((resolve) => setTimeout(resolve))
      recommender.record({ type: 'view', id: ids[1]! })
      const recordedWhileItStarted = await forYou()
      endEngine()
      return [recordedWhileItStarted, await forYou(), window.workers.length]
    },
    [rows[3]!.id, rows[9]!.id],
  )
  expect(answers[0]).toEqual(answers[1])
  expect(answers[2]).toBe(3)
  expect(uncaughtErrors(page)).toEqual([])
})

test('an exception that nobody catches leaves the engine running, and the state says so', async ({ context }) => {
  const worker = String(site.files['/kin/worker.js'])
  site.files['/kin/worker.js'] = `addEventListener('message', () => setTimeout(() => { throw new Error('a timer threw') }));${worker}`
  const page = await visit(context, site, { device: 'off' })
  for (let time = 0; time < 5; time++) expect(await similar(page, rows[time]!.id)).toHaveLength(8)
  await stateWith(page, { phase: 'ready', error: { code: 'worker-failed', message: expect.stringContaining('a timer threw') } })
  expect(await page.evaluate(() => window.workers.length)).toBe(1)
  expect(uncaughtErrors(page)).toEqual([])
})

test('an encoder that dies while it embeds is replaced, and no item is left out', { tag: '@long' }, async ({ context }) => {
  const page = await visit(context, site)
  await expect.poll(() => embedded(page), { intervals: [20], timeout: 90_000 }).toBeGreaterThanOrEqual(16)
  await killWorker(page, 'encoder-worker.js')
  // noticed after 20 s of silence
  const state = await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 64 } }, 60_000)
  expect(state.error).toBeUndefined()
  expect(new Set(site.embedded()).size).toBe(64)
  expect(uncaughtErrors(page)).toEqual([])
})

test('aborted calls reject at once with their code, and the next call is answered', async ({ context }) => {
  const page = await visit(context, site, { device: 'off' })
  const codes = await page.evaluate(async () => {
    const { recommender } = window
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => 'answered',
        (error) => error.code as string,
      )
    const late = new AbortController()
    const pending = codeOf(recommender.search('kettle', { signal: late.signal }))
    late.abort()
    const done = new AbortController()
    const answered = await codeOf(recommender.search('kettle', { signal: done.signal }))
    done.abort()
    return [
      await pending,
      await codeOf(recommender.forYou({ signal: AbortSignal.abort() })),
      answered,
      await codeOf(recommender.similar('no such id')),
      await codeOf(recommender.similar(7 as unknown as string)),
      await codeOf(recommender.search(undefined as unknown as string)),
      await codeOf(recommender.search('kettle', { where: { price: (() => 1) as unknown as number } })),
      await codeOf(recommender.search('kettle', { limit: 0 })),
      await codeOf(recommender.upsert({ id: '1', title: 'x' } as unknown as unknown[])),
      await codeOf(recommender.search('kettle')),
    ]
  })
  expect(codes).toEqual(['aborted', 'aborted', 'answered', 'item-unknown', 'usage', 'usage', 'usage', 'usage', 'usage', 'answered'])
  await page.evaluate(() => window.recommender.record({ type: 'stare' as 'view', id: 'x' }))
  expect(await stateOf(page)).toMatchObject({ error: { code: 'usage' } })
  expect(uncaughtErrors(page)).toEqual([])
})

test('rows that cannot be read are listed and lose no other, and changes come in the order they were asked for', async ({ context }) => {
  const page = await newPage(context, site)
  const { state, rejected, total } = await page.evaluate(async () => {
    const trap = {
      id: 'trap',
      get title(): string {
        throw new Error('the trap')
      },
    }
    const text = 'A kettle for the garden, the tent and the long way home. '.repeat(6)
    const many = Array.from({ length: 2000 }, (_, id) => ({ id, title: `Kettle ${id}`, description: text, price: id, tags: ['a', 'b'] }))
    const more = many.map((row) => ({ ...row, id: `n${row.id}` }))
    const recommender = await window.start({ items: [trap, ...many], device: 'off', storage: 'memory' })
    const state = recommender.getState()
    const order = [recommender.upsert([trap, ...more]), recommender.remove(['n1'])] as const
    const rejected = await order[0]
    await order[1]
    return { state, rejected, total: recommender.getState().items.total }
  })
  expect(state.items).toMatchObject({ total: 2000, rejected: 1 })
  expect(state.rejectedRows).toEqual([{ row: 0, field: '', why: expect.stringContaining('the trap') }])
  expect(rejected).toEqual(state.rejectedRows)
  expect(total, 'what is removed after it was added is gone').toBe(3999)
  expect(uncaughtErrors(page)).toEqual([])
})

test('a start that is aborted ends at once, at any moment, and leaves no worker', { tag: '@long' }, async ({ context }) => {
  site.server.fault('/catalog.json', { delayMs: Number.POSITIVE_INFINITY })
  const page = await newPage(context, site)
  for (const afterMs of [0, 1, 5, 50, 300]) {
    const outcome = await page.evaluate(async (delay) => {
      const abort = new AbortController()
      setTimeout(() => abort.abort(), delay)
      return window.start({ catalog: '/catalog.json', signal: abort.signal }).then(
        () => 'started',
        (error) => error.code as string,
      )
    }, afterMs)
    expect(outcome).toBe('aborted')
  }
  expect(await startError(page, { signal: undefined as never, device: 'nonsense' as 'auto' })).toContain('[pagekin usage]')
  await expect.poll(() => page.workers().length).toBe(0)
  expect(uncaughtErrors(page)).toEqual([])
})

test('dispose ends both workers, rejects what is pending, and the state says so for good', async ({ context }) => {
  const page = await visit(context, site)
  await expect.poll(() => embedded(page), { intervals: [20], timeout: 90_000 }).toBeGreaterThan(0)
  const codes = await page.evaluate(async () => {
    const { recommender } = window
    const pending = recommender.search('kettle').catch((error) => error.code)
    recommender.dispose()
    recommender.record({ type: 'view', id: 'x' })
    return [await pending, await recommender.forYou().catch((error) => error.code), recommender.getState().phase]
  })
  expect(codes).toEqual(['aborted', 'aborted', 'disposed'])
  await expect.poll(() => page.workers().length).toBe(0)
  expect((await stateOf(page)).phase).toBe('disposed')
  expect(uncaughtErrors(page)).toEqual([])
})

test('clear deletes the databases and the history, in the middle of embedding too, and the next visit begins anew', async ({ context }) => {
  const page = await visit(context, site, { history: 'persist' })
  await page.evaluate((id) => window.recommender.record({ type: 'view', id }), rows[3]!.id)
  await expect.poll(() => embedded(page), { intervals: [20], timeout: 90_000 }).toBeGreaterThan(0)
  const left = await page.evaluate(async () => {
    await window.recommender.clear()
    return (await indexedDB.databases()).map(({ name }) => name)
  })
  expect(left).toEqual([])
  expect(await page.evaluate(() => caches.keys()), 'model files').toEqual([])
  expect(await stateWith(page, { phase: 'ready' })).toMatchObject({ level: 'lexical', items: { embedded: 0 } })
  const kinds = await page.evaluate(async () =>
    (await window.recommender.forYou()).flatMap(({ reasons }) => reasons.map(({ kind }) => kind)),
  )
  expect(kinds).not.toContain('because-you')
  // a quiet second, in which a page that was not cleared keeps neighbours
  await page.waitForTimeout(1500)
  expect(await page.evaluate(async () => (await indexedDB.databases()).length), 'nothing is kept again').toBe(0)
  await page.close()
  const next = await visit(context, site, { device: 'off', history: 'persist' })
  expect(await stateOf(next)).toMatchObject({ level: 'lexical', catalogSource: 'network', items: { embedded: 0 } })
})

test('with storage in memory nothing is left on the device, model files neither', { tag: '@long' }, async ({ context }) => {
  const page = await visit(context, site, { storage: 'memory' })
  await stateWith(page, {
    phase: 'ready',
    level: 'encoder',
    deviceReason: expect.stringContaining('as asked for'),
    items: { embedded: 64 },
  })
  const left = () => page.evaluate(async () => [...(await caches.keys()), ...(await indexedDB.databases())])
  expect(await left()).toEqual([])
})

/** As the browser does when the tab goes behind another; headless Chromium shows every tab. */
const show = (page: Page, ...visible: boolean[]) =>
  page.evaluate((steps) => {
    for (const step of steps) {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => !step })
      document.dispatchEvent(new Event('visibilitychange'))
    }
  }, visible)

test('a hidden page embeds nothing, a shown one goes on, and a quick change of mind does not stop it', { tag: '@long' }, async ({
  context,
}) => {
  const page = await visit(context, site)
  await expect.poll(() => embedded(page), { intervals: [20], timeout: 90_000 }).toBeGreaterThan(0)
  await show(page, false)
  await stateWith(page, { phase: 'paused' })
  const count = await embedded(page)
  expect(count).toBeLessThan(64)
  // answers are given while hidden, and each is a chance to embed that is not taken; what was under way is told by the time of the first
  await similar(page, rows[0]!.id)
  const given = site.embedded().length
  for (let call = 1; call < 5; call++) await similar(page, rows[call]!.id)
  expect(await embedded(page)).toBe(count)
  expect(site.embedded().length).toBe(given)
  expect(await page.evaluate(() => window.recommender.getState().phase)).toBe('paused')

  await show(page, true, false, true)
  await stateWith(page, { phase: 'ready', items: { embedded: 64 } })
})

test('the page goes into the back/forward cache while it embeds, and goes on when it comes back', { tag: '@long' }, async () => {
  const { launchOptions } = test.info().project.use
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  const page = await newPage(await browser.newContext(), site)
  await page.evaluate(() => window.addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })))
  await start(page)
  await expect.poll(() => embedded(page), { intervals: [20], timeout: 90_000 }).toBeGreaterThan(0)
  site.files['/other.html'] = '<!doctype html><title>other</title>'
  await page.goto(`${site.server.url}/other.html`)
  await page.goBack({ waitUntil: 'commit' })
  await expect.poll(() => page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted)).toBe(true)
  const state = await stateWith(page, { phase: 'ready', items: { embedded: 64 } })
  expect(state.storage).toBe('indexeddb')
  expect(await page.evaluate(() => window.workers.filter(({ url }) => url.endsWith('/worker.js')).length)).toBe(1)
  await page.close()
  const next = await visit(browser.contexts()[0]!, site)
  expect((await stateOf(next)).items).toMatchObject({ embedded: 64, embeddedThisVisit: 0 })
  await browser.close()
})

/** A browser of its own, which nothing drives: one that is driven prerenders no page. The pages tell the server what they saw. */
test('a page that the browser prerenders fetches nothing but the tag before the visitor comes, and then has its shelf', {
  tag: '@long',
}, async () => {
  const { files, server } = site
  const head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
  const rules = JSON.stringify({ prerender: [{ urls: ['/item/'], eagerness: 'immediate' }] })
  Object.assign(files, {
    '/told': '',
    '/': `${head}<a href="/item/">An item</a><script type="speculationrules">${rules}</script>
      <script>setTimeout(() => document.querySelector('a').click(), 3000)</script>`,
    '/item/': `${head}<script>
      const errors = []
      onerror = (message) => errors.push(message)
      onunhandledrejection = ({ reason }) => errors.push(String(reason))
      const tell = (told) => fetch('/told?' + new URLSearchParams({ told: JSON.stringify({ ...told, errors }) }))
      const early = document.prerendering
      const fetched = () => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1))
      document.addEventListener('prerenderingchange', () => tell({ early, fetched: fetched() }))
      addEventListener('kin-ready', ({ target }) => tell({ early, shown: target.shadowRoot.querySelectorAll("li").length }))
      </script><page-kin catalog="/catalog.json" device="off" item="${rows[0]!.id}" limit="4"></page-kin><script src="/kin/embed.js"></script>`,
  })
  const told = () =>
    server.requests.filter(({ path }) => path === '/told').map(({ query }) => JSON.parse(new URLSearchParams(query).get('told')!))
  const profile = await mkdtemp(join(tmpdir(), 'pagekin-prerender-'))
  const browser = spawn(findBrowser()!, [...BROWSER_FLAGS, '--headless=new', `--user-data-dir=${profile}`, `${server.url}/`], {
    stdio: 'ignore',
  })
  try {
    await expect.poll(told, { timeout: 60_000 }).toEqual([
      { early: true, fetched: ['embed.js'], errors: [] },
      { early: true, shown: 4, errors: [] },
    ])
  } finally {
    const ended = new Promise((resolve) => browser.once('exit', resolve))
    browser.kill()
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
