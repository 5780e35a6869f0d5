import { expect, type Page, test } from '@playwright/test'
import { WEIGHTS } from '../fixtures/assets.js'
import { shopRows } from '../fixtures/shop.js'
import { newPage, openSite, type Site, search, similar, stateOf, stateWith, uncaughtErrors, visit } from '../fixtures/visit.js'

test.setTimeout(180_000)

const rows = shopRows(24)
let site: Site

test.beforeEach(async () => {
  site = await openSite(rows)
})
test.afterEach(() => site.server.close())

/** Runs before the engine's own script, in its worker. */
function before(script: string): void {
  site.files['/kin/worker.js'] = `{${script}}\n${site.files['/kin/worker.js']}`
}

const codeOf = (page: Page, text: string) =>
  page.evaluate(
    (query) =>
      window.recommender.search(query).then(
        () => 'answered',
        (error) => error.code as string,
      ),
    text,
  )

for (const [number, name, harm] of [
  [36, 'closes itself', '{ event.stopImmediatePropagation(); close() }'],
  [37, 'computes for ever', 'for (;;);'],
] as const) {
  test(`${number}: a worker that ${name} is replaced, and what it was asked is rejected`, { tag: '@long' }, async ({ context }) => {
    before(`addEventListener('message', (event) => { if (event.data.m === 'search' && event.data.a[0] === 'harm') ${harm} })`)
    const page = await visit(context, site, { device: 'off' })
    const shelf = await similar(page, rows[0]!.id)
    expect(await codeOf(page, 'harm')).toBe('worker-failed')
    expect(await similar(page, rows[0]!.id)).toEqual(shelf)
    expect((await stateOf(page)).error).toBeUndefined()
    expect(uncaughtErrors(page)).toEqual([])
  })
}

test('39: a rejection in the engine that nobody looks at is in the state, and reaches no monitoring of the page', async ({ context }) => {
  before(`addEventListener('message', ({ data }) => { if (data.m === 'search') Promise.reject(new Error('of the test')) })`)
  const page = await visit(context, site, { device: 'off' })
  expect(await codeOf(page, 'kettle')).toBe('answered')
  await stateWith(page, { error: { code: 'worker-failed', message: expect.stringContaining('of the test') } })
  expect(await page.evaluate(() => window.workers.length)).toBe(1)
  expect(uncaughtErrors(page)).toEqual([])
})

test('40: each call has its own answer, however answers are doubled, shuffled and mixed with those of nobody', async ({ context }) => {
  before(`
    const { postMessage } = self
    const waiting = []
    self.postMessage = (message, transfer) => {
      if (message?.t !== 's') return postMessage.call(self, message, transfer)
      waiting.push(message)
      if (waiting.length === 1) setTimeout(() => {
        for (const late of waiting.splice(0).reverse()) {
          postMessage.call(self, { ...late, i: 'of nobody' })
          postMessage.call(self, late)
          postMessage.call(self, { ...late, r: { ok: true, value: [] } })
        }
      }, 20)
    }`)
  const page = await visit(context, site, { device: 'off' })
  const wrong = await page.evaluate(
    async (ids) => {
      const { recommender } = window
      const asked = [...ids, ...ids].map(async (id) => [id, (await recommender.explain(id)).item.id])
      return (await Promise.all(asked)).filter(([id, answered]) => id !== answered)
    },
    rows.map(({ id }) => id),
  )
  expect(wrong).toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
})

test('43, 118: of three hundred recommenders that were disposed no worker, address, listener or lock is left', { tag: '@long' }, async ({
  context,
}) => {
  await context.addInitScript(() => {
    const urls = new Set<string>()
    const listeners: string[] = []
    const { createObjectURL, revokeObjectURL } = URL
    URL.createObjectURL = (blob) => {
      const url = createObjectURL.call(URL, blob)
      urls.add(url)
      return url
    }
    URL.revokeObjectURL = (url) => {
      urls.delete(url)
      revokeObjectURL.call(URL, url)
    }
    for (const target of [window, document]) {
      const { addEventListener, removeEventListener } = target
      target.addEventListener = function (this: EventTarget, type: string, listener: never, options?: AddEventListenerOptions) {
        listeners.push(type)
        options?.signal?.addEventListener('abort', () => listeners.splice(listeners.indexOf(type), 1))
        addEventListener.call(this, type, listener, options)
      } as typeof addEventListener
      target.removeEventListener = function (this: EventTarget, type: string, listener: never) {
        listeners.splice(listeners.indexOf(type), 1)
        removeEventListener.call(this, type, listener)
      } as typeof removeEventListener
    }
    Object.assign(window, { left: { urls, listeners } })
  })
  const page = await newPage(context, site)
  const left = await page.evaluate(
    async (items) => {
      const { left } = window as unknown as { left: { urls: Set<string>; listeners: string[] } }
      const listeners = [...left.listeners]
      for (let n = 0; n < 300; n++) {
        const kin = await window.start({ items, device: 'off', storage: n % 2 ? 'memory' : 'indexeddb' })
        if (n % 3 === 0) void kin.search('kettle').catch(() => undefined)
        kin.dispose()
      }
      const { held, pending } = await navigator.locks.query()
      return { urls: left.urls.size, listeners: left.listeners.length - listeners.length, locks: [...held!, ...pending!].length }
    },
    rows.slice(0, 4),
  )
  expect(left).toEqual({ urls: 0, listeners: 0, locks: 0 })
  await expect.poll(() => page.workers().length).toBe(0)
  expect(uncaughtErrors(page)).toEqual([])
})

test('123: a thousand calls at once are all answered', async ({ context }) => {
  const page = await visit(context, site, { device: 'off' })
  const shelf = await similar(page, rows[0]!.id)
  const outcome = await page.evaluate(
    async (ids) => {
      const { recommender } = window
      const calls = Array.from({ length: 1000 }, (_, n) => {
        if (n % 4 === 0) return recommender.search(`kettle ${n}`)
        if (n % 4 === 1) return recommender.forYou()
        if (n % 4 === 2) return recommender.explain(ids[n % ids.length]!)
        return recommender.similar(ids[n % ids.length]!)
      })
      return (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected').length
    },
    rows.map(({ id }) => id),
  )
  expect(outcome).toBe(0)
  expect(await similar(page, rows[0]!.id)).toEqual(shelf)
  expect(uncaughtErrors(page)).toEqual([])
})

test('124: listeners of the page that throw stop neither each other nor us', async ({ context }) => {
  const page = await newPage(context, site)
  const heard = await page.evaluate(async () => {
    const fail = () => {
      throw new Error('of the page')
    }
    const recommender = await window.start({ catalog: '/catalog.json', device: 'off', onProgress: fail })
    const states: number[] = []
    recommender.subscribe(fail)
    recommender.subscribe(() => states.push(recommender.getState().items.total))
    await recommender.upsert([{ id: 'new', title: 'A new kettle' }])
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { states, found: (await recommender.search('new kettle'))[0]?.item.id }
  })
  expect(heard).toEqual({ states: expect.arrayContaining([25]), found: 'new' })
  expect(uncaughtErrors(page).length).toBeGreaterThan(0)
  expect(new Set(uncaughtErrors(page))).toEqual(new Set(['Error: of the page']))
})

test('32: a script of the site that floods the channels between tabs changes no answer and deletes nothing', async ({ context }) => {
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', items: { embedded: rows.length } })
  const shelf = await similar(page, rows[0]!.id)
  const { revision } = await stateOf(page)
  const other = await newPage(context, site)
  await other.evaluate(async () => {
    const hostile = [
      null,
      7,
      'clear',
      { type: 'delete' },
      'asked',
      'here',
      'pagekin-vectors-changed',
      new Uint8Array(1000),
      'x'.repeat(100_000),
    ]
    for (const name of ['pagekin-vectors', 'pagekin-lock embed', 'pagekin-embed']) {
      const channel = new BroadcastChannel(name)
      for (let n = 0; n < 2000; n++) channel.postMessage(hostile[n % hostile.length])
    }
    await new Promise((resolve) => setTimeout(resolve, 2500))
  })
  const state = await stateOf(page)
  expect(state).toMatchObject({ phase: 'ready', storage: 'indexeddb', items: { embedded: rows.length } })
  expect(state.error).toBeUndefined()
  expect(state.revision - revision, 'hints of a second are one').toBeLessThanOrEqual(5)
  expect(await similar(page, rows[0]!.id)).toEqual(shelf)
  expect((await search(page, 'kettle')).length).toBeGreaterThan(0)
  expect(uncaughtErrors(page)).toEqual([])
})

test('115: a clock that is set back does not put off the next attempt to load the encoder', async ({ context }) => {
  before(`
    const { now } = Date
    const { now: passed } = performance
    let back = 0
    Date.now = () => now() - back
    // a minute passes in a second
    performance.now = () => 60 * passed.call(performance)
    addEventListener('message', ({ data }) => { if (data.m === 'search' && data.a[0] === 'set back') back = 1e12 })`)
  site.server.fault(WEIGHTS, { status: 404 })
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'lexical', error: { code: 'model-unavailable' } })
  await search(page, 'set back')
  site.server.fault(WEIGHTS)
  await expect
    .poll(
      async () => {
        await similar(page, rows[0]!.id)
        return (await stateOf(page)).level
      },
      { timeout: 30_000, intervals: [500] },
    )
    .toBe('encoder')
  await page.evaluate((id) => window.recommender.record({ type: 'view', id }), rows[3]!.id)
  const scores = await page.evaluate(async () => (await window.recommender.forYou()).map(({ score }) => score))
  expect(scores.length).toBeGreaterThan(0)
  expect(scores.filter((score) => !Number.isFinite(score))).toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
})
