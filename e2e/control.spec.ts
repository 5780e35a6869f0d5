import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import type { RecommenderOptions } from '../src/types.js'
import { shopRows } from './fixtures/shop.js'
import { LOOKS, serveShop, shopPage } from './fixtures/shop-page.js'
import { newPage, openSite, type Site, start, stateOf, stateWith, uncaughtErrors } from './fixtures/visit.js'
import type { TestServer } from './serve.js'

test.setTimeout(120_000)

const rows = shopRows(12)
const [first, second, third] = rows.map(({ id }) => id) as [string, string, string]
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

/** All that an origin can keep, with the events in it. */
function storedIn(page: Page) {
  return page.evaluate(async () => {
    const events: string[] = []
    for (const { name } of (await indexedDB.databases()).filter((database) => database.name === 'pagekin-history')) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name!)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const store of database.objectStoreNames) {
        const all = await new Promise<{ id: string }[]>((resolve) => {
          const asking = database.transaction(store).objectStore(store).getAll()
          asking.onsuccess = () => resolve(asking.result)
        })
        events.push(...all.map(({ id }) => id))
      }
      database.close()
    }
    const session = JSON.parse(sessionStorage.getItem('pagekin-history') ?? '[]') as { id: string }[]
    return {
      databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
      caches: await caches.keys(),
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      events: [...events, ...session.map(({ id }) => id)].sort(),
    }
  })
}

const NOTHING = { databases: [], caches: [], local: [], session: [], events: [] }

const record = (page: Page, ...ids: string[]) =>
  page.evaluate((viewed) => {
    for (const id of viewed) window.recommender.record({ type: 'view', id })
  }, ids)
const viewed = (page: Page) => page.evaluate(async () => (await window.recommender.list('recent')).map(({ item }) => item.id).sort())
/** All is embedded and, if it may be, stored. */
const done = (page: Page) => stateWith(page, { phase: 'ready', items: { embedded: rows.length } })

async function open(context: BrowserContext, options: RecommenderOptions = {}): Promise<Page> {
  const page = await newPage(context, site)
  await start(page, options)
  return page
}

/** Chromium has no Global Privacy Control of its own; browsers that have it, have this. */
const sendSignal = (context: BrowserContext) =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }))

for (const history of ['session', 'persist'] as const) {
  test(`before consent nothing is in any store; given, all is stored and holds on the next page (history: ${history})`, async ({
    context,
  }) => {
    const options = { history, consent: 'required' } as const
    const page = await open(context, options)
    expect((await stateOf(page)).privacy).toEqual({ keeps: 'page', paused: false, held: 'consent' })
    await record(page, first, second)
    await done(page)
    expect(await viewed(page), 'this page knows them').toEqual([first, second].sort())
    expect((await stateOf(page)).storageReason).toContain('before the visitor agrees')
    expect(await storedIn(page)).toEqual(NOTHING)

    await page.evaluate(() => window.recommender.consent(true))
    await expect.poll(async () => (await storedIn(page)).events).toEqual([first, second].sort())
    const state = await stateWith(page, { storage: 'indexeddb' })
    expect(state.privacy).toEqual({ keeps: history === 'session' ? 'tab' : 'device', paused: false })
    expect(state.storageReason).toBeUndefined()

    await page.reload()
    await start(page, options)
    await expect.poll(() => viewed(page)).toEqual([first, second].sort())
    const next = await done(page)
    expect(next.items.embeddedThisVisit, 'vectors of before the consent were stored with it').toBe(0)

    await page.evaluate(() => window.recommender.consent(false))
    await expect.poll(() => storedIn(page)).toEqual(NOTHING)
    expect(await viewed(page)).toEqual([])
    await record(page, third)
    expect((await storedIn(page)).events).toEqual([])
    expect(uncaughtErrors(page)).toEqual([])
    await page.close()
  })

  test(`a browser with Global Privacy Control stores nothing until the visitor agrees (history: ${history})`, async ({ context }) => {
    await sendSignal(context)
    const page = await open(context, { history })
    await record(page, first)
    await done(page)
    const { privacy, storageReason } = await stateOf(page)
    expect(privacy).toEqual({ keeps: 'page', paused: false, held: 'global-privacy-control' })
    expect(storageReason).toContain('Global Privacy Control')
    expect(await viewed(page)).toEqual([first])
    expect(await storedIn(page)).toEqual(NOTHING)
    await page.evaluate(() => window.recommender.consent(true))
    await expect.poll(async () => (await storedIn(page)).events).toEqual([first])
    await page.close()
  })
}

test('a page that finds its catalog by itself remembers nothing of the search before consent', async ({ context }) => {
  const page = await newPage(context, site)
  await page.evaluate(async () => {
    window.start({ discover: 'auto', consent: 'required', assets: '/kin/' }).catch(() => undefined)
  })
  await expect.poll(() => site.server.requests.some(({ path }) => path === '/sitemap.xml')).toBe(true)
  await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage))).toEqual([])
})

for (const history of ['session', 'persist'] as const) {
  test(`a page that comes back from the back/forward cache follows what was done since (history: ${history})`, async () => {
    const { launchOptions } = test.info().project.use
    const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
    const options = { history, device: 'off' } as const
    const page = await open(await browser.newContext(), options)
    await page.evaluate(() => Object.assign(window, { isFirst: true }))
    const address = page.url()
    const elsewhere = async (act: () => Promise<unknown>) => {
      await page.goto(`${address}?elsewhere`)
      await start(page, options)
      await act()
      await page.goBack({ waitUntil: 'commit' })
      await expect.poll(() => page.evaluate(() => 'isFirst' in window).catch(() => false)).toBe(true)
    }
    const isStored = (...ids: string[]) => expect.poll(async () => (await storedIn(page)).events).toEqual([...ids].sort())

    await record(page, third)
    await isStored(third)
    await elsewhere(async () => {
      await record(page, first, second)
      await isStored(first, second, third)
    })
    await expect.poll(() => viewed(page)).toEqual([first, second, third].sort())
    await elsewhere(() => page.evaluate((ids) => window.recommender.forget({ ids }), second))
    await expect.poll(() => viewed(page)).toEqual([first, third].sort())
    await elsewhere(() => page.evaluate(() => window.recommender.pause()))
    await stateWith(page, { privacy: { paused: true } })
    await elsewhere(() => page.evaluate(() => window.recommender.consent(false)))
    await stateWith(page, { privacy: { held: 'refused' } })
    await expect.poll(() => viewed(page)).toEqual([])
    expect((await storedIn(page)).events).toEqual([])
    await browser.close()
  })
}

test('what an earlier visit has stored is deleted once consent is required', async ({ context }) => {
  const page = await open(context, { history: 'persist' })
  await record(page, first)
  await expect.poll(async () => (await storedIn(page)).events).toEqual([first])
  await page.reload()
  await start(page, { history: 'persist', consent: 'required' })
  await expect.poll(async () => (await storedIn(page)).databases).not.toContain('pagekin-history')
  expect(await viewed(page)).toEqual([])
})

test.describe('two tabs of one visitor', () => {
  for (const history of ['session', 'persist'] as const) {
    test(`while paused neither records, and what is known stays (history: ${history})`, async ({ context }) => {
      const [tab, other] = [await open(context, { history }), await open(context, { history })]
      await record(tab, first)
      await expect.poll(async () => (await storedIn(tab)).events).toEqual([first])
      await tab.evaluate(() => window.recommender.pause())
      await stateWith(other, { privacy: { paused: true } })
      for (const page of [tab, other]) await record(page, second)
      await tab.reload()
      await start(tab, { history })
      await record(tab, third)
      for (const page of [tab, other]) expect((await storedIn(page)).events).not.toEqual(expect.arrayContaining([second]))
      expect(await viewed(tab)).toEqual([first])
      await other.evaluate(() => window.recommender.resume())
      await stateWith(tab, { privacy: { paused: false } })
      await record(tab, third)
      await expect.poll(async () => (await storedIn(tab)).events).toEqual([first, third].sort())
      expect((await storedIn(tab)).local).toEqual([])
    })
  }

  test('consent given and taken back in one holds in the other', async ({ context }) => {
    const options = { history: 'persist', consent: 'required' } as const
    const [tab, other] = [await open(context, options), await open(context, options)]
    await record(other, first)
    await tab.evaluate(() => window.recommender.consent(true))
    await stateWith(other, { privacy: { keeps: 'device', paused: false } })
    await expect.poll(async () => (await storedIn(other)).events).toEqual([first])
    await tab.evaluate(() => window.recommender.consent(false))
    await stateWith(other, { privacy: { held: 'refused' } })
    for (const page of [tab, other]) await expect.poll(() => viewed(page)).toEqual([])
    await expect.poll(() => storedIn(tab)).toEqual(NOTHING)
    for (const page of [tab, other]) expect(uncaughtErrors(page)).toEqual([])
  })
})

test('a profile tells every event, what the items share more than the catalog does, and all of it in the language asked for', async ({
  context,
}) => {
  const kettles = Array.from({ length: 12 }, (_, n) => ({
    id: `k${n}`,
    title: `Kettle ${n}`,
    brand: n < 4 ? 'Tolvane' : `Brand ${n}`,
    category: 'Kitchen',
    url: `/p/${n}`,
  }))
  const page = await open(context, { items: kettles, device: 'off', history: 'off' })
  await page.evaluate(() => {
    for (const [type, id, at] of [
      ['view', 'k0', 1],
      ['purchase', 'k1', 2],
      ['view', 'k9', 3],
      ['dismiss', 'k5', 4],
      ['view', 'gone', 5],
    ] as const)
      window.recommender.record({ type, id, at })
  })
  const profile = await page.evaluate(() => window.recommender.profile({ lang: 'de' }))
  expect(profile.events.map(({ type, id, title }) => [type, id, title])).toEqual([
    ['view', 'gone', undefined],
    ['dismiss', 'k5', 'Kettle 5'],
    ['view', 'k9', 'Kettle 9'],
    ['purchase', 'k1', 'Kettle 1'],
    ['view', 'k0', 'Kettle 0'],
  ])
  expect(profile.common, 'all items of the catalog are of the kitchen').toEqual([{ field: 'brand', value: 'Tolvane', items: 2, of: 3 }])
  expect(profile.words.slice(0, 2)).toEqual(['Wird behalten, bis Sie diese Seite verlassen.', 'Gemeinsam: brand: Tolvane (2/3)'])
  expect(profile.words.at(-1)).toMatch(/^Angesehen: Kettle 0 \(.*1970.*\)$/)
  expect(profile).toEqual(JSON.parse(JSON.stringify(profile)))
  await page.evaluate(() => window.recommender.forget({ since: 4 }))
  expect((await page.evaluate(() => window.recommender.profile())).events.map(({ id }) => id)).toEqual(['k9', 'k1', 'k0'])
})

const BAGS = Array.from({ length: 14 }, (_, n) => ({
  id: `bag-${n}`,
  title: n === 0 ? 'Satchel <img src=x onerror=alert(1)>' : `Satchel number ${n}`,
  brand: n % 2 ? 'Harrow' : 'Tolvane',
  material: n % 3 ? 'wool' : 'leather',
  url: n === 1 ? 'javascript:alert(1)' : `/p/${n}`,
}))
const shop = (attributes: string, panel: string, tag = 'data-catalog="/catalog.json" data-device="off" data-history="persist"') =>
  shopPage(
    attributes,
    `<meta name="color-scheme" content="light dark"><main><h1>Privacy</h1>${panel}</main><script async src="/embed.js" ${tag}></script>`,
  )
let server: TestServer

test.describe('<page-kin-privacy>', () => {
  test.beforeAll(async () => {
    server = await serveShop(
      {
        '/': shop('', '<page-kin-privacy></page-kin-privacy>'),
        '/rtl/': shop('dir="rtl"', '<page-kin-privacy lang="ar"></page-kin-privacy>'),
        '/asks/': shop(
          '',
          '<page-kin-privacy></page-kin-privacy>',
          'data-catalog="/catalog.json" data-device="off" data-consent="required"',
        ),
        '/alone/': shop(
          '',
          '<page-kin-privacy catalog="/catalog.json" device="off" history="persist"></page-kin-privacy>',
          'data-discover="off"',
        ),
        '/lost/': shop('', '<page-kin-privacy></page-kin-privacy>', 'data-discover="off"'),
        '/catalog.json': JSON.stringify(BAGS),
      },
      "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' data:",
    )
  })
  test.afterAll(() => server.close())

  const panel = (page: Page) => page.locator('page-kin-privacy')
  const button = (page: Page, name: string | RegExp) => panel(page).getByRole('button', { name, exact: true })
  /** Records by the recommender of the page, as shelves do. */
  const seed = async (page: Page) => {
    await page.evaluate(async () => {
      const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off', history: 'persist' })
      for (let n = 0; n < 12; n++) kin.record({ type: n === 3 ? 'purchase' : 'view', id: `bag-${n}`, at: Date.now() - 60_000 * (12 - n) })
      // kept until all is written
      Object.assign(window, { kin })
    })
    await expect.poll(async () => (await storedIn(page)).events.length).toBe(12)
    await page.reload()
    await expect(panel(page).getByRole('listitem').first()).toBeVisible()
  }

  test('shows what is known, forgets one item and all, and nobody has to guess where the focus went', async ({ page }) => {
    await page.goto(`${server.url}/`)
    await expect(panel(page).getByRole('status')).toHaveText('Kept on this device for at most 180 days. Nothing is known about you.')
    await seed(page)
    await expect(panel(page).getByRole('heading', { name: 'What is known about you' })).toBeVisible()
    const items = panel(page).locator('[part=item]')
    await expect(items).toHaveCount(10)
    await expect(items.first()).toContainText('Satchel number 11')
    await button(page, 'Show more').click()
    await expect(items).toHaveCount(12)
    await expect(items.nth(8)).toHaveText(/Satchel number 3.*Bought/)
    await expect(items.last()).toContainText('Satchel <img src=x onerror=alert(1)>')
    await expect(items.nth(10).getByRole('link'), 'no link to what is no address of the web').toHaveCount(0)
    await button(page, 'Forget: Satchel number 11').press('Enter')
    await expect(items).toHaveCount(11)
    await expect(button(page, 'Forget: Satchel number 10')).toBeFocused()
    await button(page, 'Forget all').click()
    await expect(panel(page).getByRole('status')).toHaveText(/Nothing is known about you\.$/)
    await expect.poll(async () => (await storedIn(page)).events).toEqual([])
    await page.reload()
    await expect(panel(page).getByRole('status')).toHaveText(/Nothing is known about you\.$/)
  })

  test('pauses, resumes, and gives all of it as a file', async ({ page }) => {
    await page.goto(`${server.url}/`)
    await expect(button(page, 'Pause')).toBeVisible()
    await seed(page)
    await button(page, 'Pause').click()
    await expect(panel(page).getByRole('status')).toHaveText(/Paused: nothing new is remembered\.$/)
    await button(page, 'Resume').click()
    await expect(button(page, 'Pause')).toBeFocused()
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()])
    expect(download.suggestedFilename()).toBe('recommendations.json')
    const file = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(file.events).toHaveLength(12)
    expect(file.privacy).toEqual({ keeps: 'device', paused: false })
  })

  test('asks for consent where the site requires it, and takes it back', async ({ page }) => {
    await page.goto(`${server.url}/asks/`)
    await expect(panel(page).getByRole('status')).toHaveText(/Nothing is stored without your consent\./)
    expect(await storedIn(page)).toEqual(NOTHING)
    await button(page, 'Allow storing').click()
    await expect(panel(page).getByRole('status')).toHaveText(/Kept until you close this tab\./)
    await expect.poll(async () => (await storedIn(page)).databases).toEqual(['pagekin'])
    await button(page, 'Do not store').click()
    await expect.poll(() => storedIn(page)).toEqual(NOTHING)
  })

  test('stands alone on a page without a shelf, and without a catalog says what it lacks', async ({ page }) => {
    await page.goto(`${server.url}/alone/`)
    await expect(button(page, 'Pause')).toBeVisible()
    const warning = page.waitForEvent('console', (message) => message.type() === 'warning')
    await page.goto(`${server.url}/lost/`)
    expect((await warning).text()).toContain('<page-kin-privacy>: for: received nothing')
  })

  for (const { look, path, width, colorScheme } of LOOKS) {
    const tag = path === '/rtl/' ? [] : '@long'
    test(`axe finds nothing, and nothing is wider than the page: ${look}`, { tag }, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.goto(`${server.url}${path}`)
      await expect(panel(page).getByRole('status')).toBeVisible()
      await seed(page)
      await page.screenshot({ path: test.info().outputPath('panel.png'), fullPage: true })
      expect((await new AxeBuilder({ page }).include('page-kin-privacy').analyze()).violations).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    })
  }
})
