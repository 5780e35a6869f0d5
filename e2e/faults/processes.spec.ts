import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { hasOnnx, onnxFiles, pageScript, WEIGHTS } from '../fixtures/assets.js'
import { type Tab, withDiscardingBrowser } from '../fixtures/discarding-browser.js'
import { withProfile } from '../fixtures/profile.js'
import { shopRows } from '../fixtures/shop.js'
import { openSite, type Site, similar, stateOf, stateWith, uncaughtErrors, visit } from '../fixtures/visit.js'
import { startServer } from '../serve.js'

test.setTimeout(300_000)

const rows = shopRows(96)
const few = rows.slice(0, 8)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
  Object.assign(site.files, await onnxFiles())
})
test.beforeEach(() => site.sell(few))
test.afterAll(() => site.server.close())

/** A browser of its own, whose processes may be killed. */
async function withBrowser(flags: readonly string[], run: (browser: Browser) => Promise<void>): Promise<void> {
  const { launchOptions } = test.info().project.use
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions?.args ?? []), ...flags] })
  await run(browser).finally(() => browser.close())
}

interface ProcessInfo {
  readonly type: string
  readonly id: number
  readonly cpuTime: number
}

async function processes(browser: Browser): Promise<readonly ProcessInfo[]> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: ProcessInfo[] }
  await session.detach()
  return processInfo
}

async function kill(browser: Browser, type: RegExp): Promise<void> {
  const found = (await processes(browser)).filter((one) => type.test(one.type))
  expect(found).toHaveLength(1)
  process.kill(found[0]!.id, 'SIGKILL')
}

/** The process that draws this page: the one that works when the page does, more than twice as much as any other. */
async function rendererOf(page: Page, browser: Browser): Promise<number> {
  for (;;) {
    const before = new Map((await processes(browser)).map(({ id, cpuTime }) => [id, cpuTime]))
    await page.evaluate(() => {
      for (const end = performance.now() + 1500; performance.now() < end; );
    })
    const renderers = (await processes(browser)).filter(({ type }) => type === 'renderer')
    const worked = renderers.map(({ id, cpuTime }) => ({ id, spent: cpuTime - (before.get(id) ?? 0) })).sort((a, b) => b.spent - a.spent)
    if (worked[0]!.spent > 2 * (worked[1]?.spent ?? 0)) return worked[0]!.id
  }
}

test('25: an upgrade that a stopped tab holds up ends in time, and is made when the tab goes on', { tag: '@long' }, async () => {
  const server = await startServer({
    files: {
      '/': '<!doctype html><meta charset="utf-8"><title>store</title><script src="/store-page.js"></script>',
      '/store-page.js': await pageScript('store-page'),
    },
  })
  const open = async (context: BrowserContext) => {
    const page = await context.newPage()
    await page.goto(server.url)
    return page
  }
  const appendAndRead = async () => {
    const store = await storeRoom.openStore({ kind: 'indexeddb' })
    await store.appendBlock('f', storeRoom.pack(0))
    const { blocks } = await store.readBlocks('f')
    store.dispose()
    return { kind: store.kind, rows: blocks.flatMap(storeRoom.checkBlock).length }
  }
  await withBrowser([], async (browser) => {
    const context = await browser.newContext()
    const [old, page] = [await open(context), await open(context)]
    await old.evaluate(
      () =>
        new Promise<void>((opened) => {
          const request = indexedDB.open('pagekin', 1)
          request.onupgradeneeded = () => {
            for (const name of ['catalogs', 'metas', 'blocks']) request.result.createObjectStore(name)
          }
          request.onsuccess = () => {
            const database = request.result
            database.onversionchange = () => database.close()
            opened()
          }
        }),
    )
    const renderer = await rendererOf(old, browser)
    expect(await rendererOf(page, browser), 'each tab has a process').not.toBe(renderer)
    process.kill(renderer, 'SIGSTOP')
    try {
      expect(await page.evaluate(appendAndRead)).toEqual({ kind: 'memory', rows: 32 })
    } finally {
      process.kill(renderer, 'SIGCONT')
    }
    await expect.poll(() => page.evaluate(appendAndRead), { timeout: 60_000 }).toMatchObject({ kind: 'indexeddb' })
  })
  await server.close()
})

test('48: when the graphics process dies while it embeds, no item is left without a vector', { tag: '@long' }, async () => {
  test.skip(!hasOnnx)
  await withBrowser(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'], async (browser) => {
    const before = site.embedded().length
    const page = await visit(await browser.newContext(), site, { device: 'webgpu', encoder: '/onnx/' })
    await stateWith(page, { device: 'webgpu' }, 120_000)
    await expect.poll(() => site.embedded().length, { timeout: 60_000 }).toBeGreaterThan(before)
    await kill(browser, /GPU/i)
    await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: few.length } }, 150_000)
    expect(uncaughtErrors(page)).toEqual([])
  })
})

test('70: when the network process dies in a download, the download begins again', async () => {
  await withBrowser([], async (browser) => {
    site.server.fault(WEIGHTS, { held: true })
    const asked = () => site.server.requests.filter(({ path }) => path === WEIGHTS).length
    const before = asked()
    const page = await visit(await browser.newContext(), site)
    await expect.poll(asked).toBe(before + 1)
    await kill(browser, /network/i)
    await expect.poll(asked).toBeGreaterThan(before + 1)
    site.server.fault(WEIGHTS)
    const state = await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: few.length } })
    expect(state.error).toBeUndefined()
    expect(uncaughtErrors(page)).toEqual([])
  })
})

test('107, 108: a tab that crashes and a browser that is killed lose at most a chunk', { tag: '@long' }, async () => {
  // a busy machine embeds many before the end comes
  const many = shopRows(400)
  site.sell(many)
  await withProfile(async (launch) => {
    let kept = 0
    const ends: readonly ((context: BrowserContext, page: Page) => Promise<unknown>)[] = [
      async (context, page) => {
        const crashed = page.waitForEvent('crash')
        const session = await context.newCDPSession(page)
        session.send('Page.crash').catch(() => undefined)
        await crashed
      },
      (context) => kill(context.browser()!, /^browser$/i),
    ]
    for (const end of ends) {
      const context = await launch()
      const page = await visit(context, site)
      const begun = (await stateOf(page)).items.embedded
      expect(begun).toBeGreaterThanOrEqual(kept)
      await expect.poll(async () => (await stateOf(page)).items.embedded, { timeout: 60_000, intervals: [50] }).toBeGreaterThan(begun + 16)
      kept = (await stateOf(page)).items.embedded - 16
      await end(context, page)
      await Promise.race([context.close().catch(() => undefined), new Promise((waited) => setTimeout(waited, 5000))])
    }
    const context = await launch()
    const page = await visit(context, site)
    expect((await stateOf(page)).items.embedded).toBeGreaterThanOrEqual(kept)
    await stateWith(page, { phase: 'ready', items: { embedded: many.length } })
    const shelf = await similar(page, many[0]!.id)
    await context.close()
    await withBrowser([], async (browser) => {
      const undisturbed = await visit(await browser.newContext(), site)
      await stateWith(undisturbed, { phase: 'ready', items: { embedded: many.length } })
      expect(shelf).toEqual(await similar(undisturbed, many[0]!.id))
    })
  })
})

test('111: a tab that is discarded while it embeds comes back with its shelf, its history and the vectors that it had stored', {
  tag: '@long',
}, async () => {
  site.sell(rows)
  site.files['/shop.html'] =
    `<!doctype html><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,"><script src="/kin/embed.js"></script>
    <page-kin item="${rows[0]!.id}" limit="4"></page-kin>
    <script>Pagekin.createRecommender({ catalog: '/catalog.json', assets: '/kin/', device: 'wasm' }).then((kin) => {
      window.kin = kin
      document.querySelector('page-kin').recommender = kin
    })</script>`
  const begun = site.embedded().length
  const sentTexts = () => site.embedded().slice(begun)
  await withDiscardingBrowser(async (browser) => {
    const embedded = (tab: Tab) =>
      browser.evaluate<number>(tab, 'window.kin ? kin.getState().items.embedded - kin.getState().items.drafts : 0')
    const cards = (tab: Tab) =>
      browser.evaluate<number>(tab, `document.querySelector('page-kin')?.shadowRoot?.querySelectorAll('[part=title]').length ?? 0`)
    const similarIn = (tab: Tab) =>
      browser.evaluate<string[]>(tab, `kin.similar('${rows[0]!.id}', { limit: 8 }).then((found) => found.map(({ item }) => item.id))`)
    const history = (tab: Tab) => browser.evaluate<string | null>(tab, `sessionStorage.getItem('pagekin-history')`)
    const isWhole = (tab: Tab) => expect.poll(() => embedded(tab), { timeout: 90_000, intervals: [50] }).toBe(rows.length)

    const tab = await browser.open(`${site.server.url}/shop.html?first`)
    await expect.poll(() => embedded(tab), { timeout: 90_000, intervals: [20] }).toBeGreaterThan(0)
    await browser.evaluate(tab, `kin.record({ type: 'view', id: '${rows[3]!.id}' })`)
    const recorded = await history(tab)
    expect(recorded).toContain(rows[3]!.id)
    await browser.discard(tab)
    const sent = sentTexts().length
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(rows.length)

    // what the discarded tab held is free: another one embeds the rest
    const other = await browser.open(`${site.server.url}/shop.html?other`)
    await isWhole(other)
    expect(await history(other)).not.toContain(rows[3]!.id)
    expect(sentTexts().length).toBeLessThan(rows.length + sent)
    const expected = await similarIn(other)

    for (let time = 0; time < 2; time++) {
      const before = sentTexts().length
      await browser.activate(tab)
      await expect.poll(() => browser.evaluate(tab, 'document.wasDiscarded')).toBe(true)
      await expect.poll(() => cards(tab)).toBe(4)
      await isWhole(tab)
      // a page that is loaded anew records one more view of its item
      expect((await history(tab))!.startsWith(recorded!.slice(0, -1))).toBe(true)
      expect(await browser.evaluate(tab, 'kin.forYou({ limit: 3 }).then(JSON.stringify)')).toContain(rows[3]!.id)
      expect(await similarIn(tab)).toEqual(expected)
      expect(sentTexts()).toHaveLength(before)
      await browser.discard(tab)
    }
  })
})
