import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chromium, expect, type Page, test } from '@playwright/test'
import { startServer, type TestServer } from './serve.js'

/** The built demo (`npm run build:demo`), under the policy that its page asks for, sent for workers too. */
const ROOT = 'demo-dist'
/** Embedding the shop takes some seconds, on a busy machine a minute. */
const EMBEDDING_MS = 150_000

let server: TestServer

async function startDemo(): Promise<TestServer> {
  const html = await readFile(join(ROOT, 'index.html'), 'utf8')
  const policy = /content="(default-src[^"]+)"/.exec(html)?.[1]
  if (!policy) throw new Error(`${ROOT}/index.html: received a page without a content security policy`)
  return startServer({ root: ROOT, headers: { 'content-security-policy': policy } })
}

test.beforeAll(async () => {
  server = await startDemo()
})
test.afterAll(() => server.close())

/** Addresses that are not of this machine, and everything the page complains of. */
const complaints: string[] = []

function listenTo(page: Page): void {
  page.on('request', (request) => {
    if (!/^(?:http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) complaints.push(`request to ${request.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}

test.beforeEach(({ page }) => {
  complaints.length = 0
  listenTo(page)
})
test.afterEach(() => expect(complaints).toEqual([]))

/** Opens a page of the demo without an encoder, unless another `device` is asked for. */
async function open(page: Page, query = '', device = 'off'): Promise<void> {
  await page.goto(`${server.url}/?${query}${query ? '&' : ''}kin-device=${device}`)
}

/** Titles on a shelf, once it has an answer. */
async function titlesOf(page: Page, heading: string): Promise<string[]> {
  const shelf = page.locator('page-kin').filter({ has: page.getByRole('heading', { name: heading, exact: true }) })
  await expect(shelf.locator('li[part=item] a').first()).toBeAttached()
  return shelf.locator('li[part=item] a').allTextContents()
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'What happens on your device' })

async function openPanel(page: Page): Promise<void> {
  await panel(page).getByRole('button', { expanded: false }).click()
}

/** The value beside a label of the state panel. */
const fact = (page: Page, label: string) =>
  panel(page)
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd')

test('home shows a shelf for the visitor before anything was clicked', async ({ page }) => {
  await open(page)
  const titles = await titlesOf(page, 'For you')
  expect(new Set(titles).size).toBe(12)
  await expect(page.locator('page-kin').first().locator('[part=reason]').first()).toHaveText('Popular')
})

test('nothing moves while shelves fill', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as Window & { shifts?: number }
    seen.shifts = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifts! += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  for (const query of ['', 'item=kd-stovetop-kettle-copper', 'department=kitchen-dining']) {
    await open(page, query)
    await expect(page.locator('page-kin').first().locator('li[part=item] a').first()).toBeAttached()
    await page.waitForTimeout(500)
    expect(await page.evaluate(() => (window as Window & { shifts?: number }).shifts), query).toBeLessThan(0.02)
  }
})

test('three clicks change the shelf for the visitor, and clearing the data changes it back', async ({ page }) => {
  await open(page)
  const before = await titlesOf(page, 'For you')
  await page.getByRole('link', { name: 'Camping & hiking' }).first().click()
  for (const name of ['Three-person dome tent, lake blue', 'Tunnel tent for two, moss green', 'Solo trekking tent, slate']) {
    await page.getByRole('region', { name: 'All items' }).getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    await titlesOf(page, 'Similar items')
    await page.goBack()
  }
  await page.getByRole('link', { name: 'Fernway', exact: true }).first().click()
  const after = await titlesOf(page, 'For you')
  expect(after).not.toEqual(before)
  expect(after.join(' ')).toMatch(/tent/i)
  const viewed = page.locator('page-kin[heading="Recently viewed"]')
  await viewed.scrollIntoViewIfNeeded()
  await expect(viewed.getByRole('listitem')).toHaveCount(3)

  await page.getByRole('contentinfo').getByRole('button', { name: 'Clear my data' }).click()
  await viewed.scrollIntoViewIfNeeded()
  await expect(viewed.and(page.locator(':state(empty)'))).toBeAttached()
  await expect.poll(() => titlesOf(page, 'For you')).toEqual(before)
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('the privacy page tells what was looked at, and forgets one item in its place', async ({ page }) => {
  for (const item of ['bl-mushroom-lamp-portable-red', 'tg-fox-cuddly']) {
    await page.goto(`${server.url}/?item=${item}`)
    await expect(page.locator('page-kin').first().locator('li[part=item] a').first()).toBeAttached()
  }
  await page.getByRole('contentinfo').getByRole('link', { name: 'Your privacy' }).click()
  const items = page.locator('page-kin-privacy [part=item]')
  await expect(items).toHaveCount(2)
  await expect(page.locator('page-kin-privacy').getByRole('status')).toHaveText('Kept until you close this tab.')
  await items.first().getByRole('button').click()
  await expect(items).toHaveCount(1)
})

test('an item and a basket show what goes with them by the links of the catalog, else by texts, one of a kind', async ({ page }) => {
  const shop = (await (await page.request.get(`${server.url}/shop.json`)).json()) as {
    id: string
    title: string
    goes_with?: string[]
    category: string[]
  }[]
  const tent = shop.find(({ id }) => id === 'ch-two-person-tunnel-tent')!
  const linked = shop.filter(({ id }) => tent.goes_with!.includes(id)).map(({ title }) => title)
  await open(page, `item=${tent.id}`)
  await page.locator('page-kin[heading^="Complete"]').scrollIntoViewIfNeeded()
  expect((await titlesOf(page, 'Complete the camp')).sort()).toEqual(linked.sort())
  await page.getByRole('button', { name: 'Add to basket' }).click()
  await page.getByRole('link', { name: 'Basket, 1 item' }).click()
  expect((await titlesOf(page, 'Goes with what is in it')).slice(0, linked.length).sort()).toEqual(linked)

  const unlinked = shop.find(({ id }) => id === 'ds-stapler-mini')!
  await open(page, `item=${unlinked.id}`)
  await page.locator('page-kin[heading="Goes with it"]').scrollIntoViewIfNeeded()
  const kinds = (await titlesOf(page, 'Goes with it')).map((title) => shop.find((row) => row.title === title)!.category.at(-1))
  expect([unlinked.goes_with, new Set(kinds).size, kinds.includes(unlinked.category.at(-1))]).toEqual([undefined, kinds.length, false])
})

test('a basket counts, adds up and empties', async ({ page }) => {
  await open(page, 'item=kd-stovetop-kettle-copper')
  await page.getByRole('button', { name: 'Add to basket' }).click()
  await expect(page.getByText('It is in your basket.')).toBeVisible()
  await page.getByRole('link', { name: 'Basket, 1 item' }).click()
  await page.getByRole('button', { name: 'One Copper stovetop kettle more' }).click()
  await expect(page.getByText('€128.00')).toHaveCount(2)
  await page.getByRole('button', { name: 'One Copper stovetop kettle less' }).click()
  await page.getByRole('button', { name: 'One Copper stovetop kettle less' }).click()
  await expect(page.getByText('There is nothing in it yet.')).toBeVisible()
})

test('search answers while one types, narrows, and says when there is nothing', async ({ page }) => {
  await open(page)
  const box = page.getByRole('searchbox', { name: 'Search the shop' })
  const results = page.getByRole('region', { name: 'Results' })
  await box.pressSequentially('kettle', { delay: 30 })
  await expect(results.getByRole('link', { name: 'Copper stovetop kettle' })).toBeVisible()
  await expect(box).toBeFocused()
  await expect(page).toHaveURL(/[?&]q=kettle/)

  await page.getByLabel('Highest price').fill('50')
  await expect(results.getByRole('link', { name: 'Copper stovetop kettle' })).toHaveCount(0)
  await expect(results.getByRole('link', { name: 'Cream enamel whistling kettle' })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Toys & games' }).check()
  await page.getByRole('checkbox', { name: 'In stock only' }).check()
  await expect(results.getByText('Nothing in the shop matches “kettle” with these filters.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(results.getByRole('link', { name: 'Copper stovetop kettle' })).toBeVisible()

  await box.fill('xyzzyq')
  await expect(results.getByText('Nothing in the shop matches “xyzzyq”.')).toBeVisible()
  await box.fill('')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Things for the house')
})

test('filters of a department narrow its list and its shelf', async ({ page }) => {
  await open(page, 'department=kitchen-dining')
  const cards = page.getByRole('region', { name: 'All items' }).locator('li.card')
  await expect(cards).toHaveCount(54)
  await page.getByRole('checkbox', { name: 'Green & teal' }).check()
  await page.getByLabel('Highest price').fill('40')
  await expect(page.getByText(/^\d+ of 54 items$/)).toBeVisible()
  const titles = await cards.getByRole('link').allTextContents()
  expect(titles).toContain('Moss-green stoneware teapot')
  expect(titles.length).toBeLessThan(12)
  await expect.poll(async () => (await titlesOf(page, 'For you in Kitchen & dining')).every((title) => titles.includes(title))).toBe(true)
  await page.getByLabel('Sort by').selectOption('Price, low to high')
  const prices = (await cards.locator('.card-price').allTextContents()).map((text) => Number.parseFloat(text.replace('€', '')))
  expect(prices).toEqual(prices.toSorted((a, b) => a - b))

  await cards.getByRole('link', { name: 'Moss-green stoneware teapot' }).click()
  await page.goBack()
  await expect(cards).toHaveCount(titles.length)
})

test('the reading room is a second catalog with its own search and shelves', async ({ page }) => {
  await open(page, 'papers')
  await expect(page.locator('.paper-card')).toHaveCount(94)
  await page.getByRole('searchbox', { name: 'Search the papers' }).fill('graph convolution')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Papers about “graph convolution”')
  const lightGcn = page.locator('.found').getByRole('link', { name: /^LightGCN/ })
  await expect(lightGcn).toBeVisible()
  await lightGcn.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('LightGCN')
  expect(await titlesOf(page, 'Similar papers')).toHaveLength(12)
  await openPanel(page)
  await expect(fact(page, 'Items embedded')).toHaveText('0 of 94 (0 in this visit)')
})

test('both catalogs have a map, with the topics beside it; an item of a topic leads to its page', async ({ page }) => {
  for (const [query, items, heading] of [
    ['', 432, 'A map of the shop'],
    ['papers', 94, 'A map of the reading room'],
  ] as const) {
    await open(page, query)
    await page.getByRole('navigation', { name: 'Departments' }).getByRole('link', { name: 'Map' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
    await expect(page.getByRole('img', { name: `Map of topics: ${items}` })).toBeVisible()
    await page.getByRole('treeitem').first().click()
    const link = page.locator('page-kin-topics [part=items] a').first()
    const title = (await link.textContent())!
    await page.screenshot({ path: `test-results/demo-map${query}.png` })
    await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  }
})

test('the state panel tells the lower levels', async ({ page }) => {
  await page.goto(`${server.url}/?kin-device=off&kin-storage=memory`)
  await openPanel(page)
  await expect(fact(page, 'Answers from')).toHaveText('words of the catalog')
  await expect(fact(page, 'Encoder runs on')).toHaveText(/^nothing: /)
  await expect(fact(page, 'Vectors kept in')).toHaveText(/^memory/)
  await expect(fact(page, 'Downloaded')).toHaveText(/model nothing$/)
  await page.keyboard.press('Escape')
  await expect(fact(page, 'Phase')).toBeHidden()
  await page.getByRole('link', { name: 'Tools & bicycle' }).first().click()
  await expect(page).toHaveURL(/kin-device=off/)
})

test('an address that leads nowhere says so', async ({ page }) => {
  await open(page, 'item=no-such-thing')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address.')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to, ${scheme}`, { tag: '@long' }, async ({ page }) => {
    test.setTimeout(240_000)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const pages = [
      '',
      'department=toys-games',
      'item=tg-fox-cuddly',
      'q=lamp',
      'q=xyzzyq',
      'topics',
      'papers',
      'papers&topics',
      'paper=p03',
      'basket',
      'privacy',
      'playground',
    ]
    for (const query of pages) {
      await open(page, query)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForTimeout(400)
      if (query === '') await openPanel(page)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${query}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
    }
  })
}

test('a catalog of one’s own is read in the tab: its shelf, its facets, what could not be read, and the lines for a page', async ({
  page,
}) => {
  await open(page, 'playground')
  await page.setViewportSize({ width: 390, height: 844 })
  const hostile = '<img src=x onerror=alert(1)>'
  const rows = ['mug', 'plate', 'kettle', 'spoon'].map((thing, n) => `${n},tin ${thing},${n + 1}.50,${n % 2 ? 'red' : 'blue'}`)
  const csv = `sku,name,preis,colour\n${rows.join('\n')}\n9,${hostile},1,red\n10,,2,red\n`
  await page.getByLabel('A file:').setInputFiles({ name: 'my shop.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })

  await expect(page.getByRole('status').first()).toHaveText('5 items, by their words.')
  await page.getByText('Rows that could not be read: 1').click()
  await expect(page.getByText(/^Row 5, /)).toBeVisible()
  await page.getByLabel('Search this catalog').fill('kettle')
  await page.getByRole('button', { name: 'tin kettle', exact: true }).click()
  const titles = page.locator('page-kin li[part=item]')
  await page.locator('page-kin').scrollIntoViewIfNeeded()
  await expect(titles).toHaveCount(4)
  await expect(titles.filter({ hasText: hostile })).toHaveCount(1)
  await page.getByRole('checkbox', { name: 'blue' }).check()
  await expect(titles).toHaveCount(1)

  await page.getByLabel('As', { exact: true }).selectOption('a function')
  await expect(page.locator('pre')).toContainText("catalog: '/my%20shop.csv'")
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  await page.getByLabel('Or paste').fill('nothing that is a catalog')
  await page.getByRole('button', { name: 'Try what is pasted' }).click()
  await expect(page.getByRole('alert')).toContainText('catalog-invalid')
})

test('on a phone nothing is wider than the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const query of [
    '',
    'department=toys-games',
    'item=tg-fox-cuddly',
    'q=lamp',
    'topics',
    'papers',
    'papers&topics',
    'paper=p03',
    'basket',
    'privacy',
    'playground',
  ]) {
    await open(page, query)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), query).toBeLessThanOrEqual(390)
  }
})

test('a first visit answers before its catalog is embedded, and nearer after; the next works with the server stopped, its search too', async ({
  launchOptions,
}) => {
  test.setTimeout(EMBEDDING_MS + 90_000)
  const profile = await mkdtemp(join(tmpdir(), 'fernway-'))
  const ownServer = await startDemo()
  const context = await chromium.launchPersistentContext(profile, launchOptions)
  try {
    const first = await context.newPage()
    listenTo(first)
    await first.goto(`${ownServer.url}/?item=kd-stovetop-kettle-copper`)
    expect(await titlesOf(first, 'Similar items')).toContain('Cream enamel whistling kettle')
    await openPanel(first)
    await expect(fact(first, 'Answers from')).toHaveText('vectors and encoder', { timeout: EMBEDDING_MS })
    await expect(fact(first, 'Items embedded')).toHaveText('432 of 432 (432 in this visit)', { timeout: EMBEDDING_MS })
    await expect(fact(first, 'Phase')).toHaveText('ready')
    await expect(fact(first, 'Encoder runs on')).toHaveText(/^wasm: /)
    await expect(fact(first, 'Downloaded')).toHaveText(/catalog \d+ kB, model \d+\.\d MB/)
    await expect(fact(first, 'Last ranking')).toHaveText(/^took \d+\.\d ms in the worker$/)
    await expect(fact(first, 'Vectors kept in')).toHaveText('indexeddb')
    await expect(fact(first, 'Last error')).toHaveCount(0)
    const after = await titlesOf(first, 'Similar items')
    expect(after.slice(0, 5)).toContain('Cream enamel whistling kettle')
    expect(after).toHaveLength(12)

    await first.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await first.reload()
    await openPanel(first)
    await expect(fact(first, 'Items embedded')).toHaveText('432 of 432 (0 in this visit)')
    await expect(fact(first, 'Catalog from')).toHaveText(/has not changed/)
    await first.close()
    await ownServer.stop()

    const second = await context.newPage()
    await second.goto(`${ownServer.url}/?item=tg-fox-cuddly`)
    await expect(second.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await titlesOf(second, 'Similar items')).toHaveLength(12)
    const picture = second.locator('.product-media img')
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    await openPanel(second)
    await expect(fact(second, 'Catalog from')).toHaveText(/the network does not answer/)
    await expect(fact(second, 'Items embedded')).toHaveText('432 of 432 (0 in this visit)')
    await second.keyboard.press('Escape')
    await second.getByRole('searchbox').fill('something warm for cold evenings')
    await expect(second.getByText('Near in meaning').first()).toBeVisible({ timeout: 60_000 })
  } finally {
    await context.close()
    await ownServer.close()
    await rm(profile, { recursive: true, force: true })
  }
})

test('the server of the demo prints its address, packs, and answers 304 and 404', async ({ request }) => {
  const child = spawn(process.execPath, ['scripts/serve-demo.mjs', '4273'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
    expect(line).toMatch(/^pagekin demo: http:\/\/127\.0\.0\.1:\d+\/\n$/)
    const url = line.trim().replace('pagekin demo: ', '')
    const page = await request.get(url)
    expect(page.headers()['content-encoding']).toBe('gzip')
    expect(page.headers()['content-type']).toBe('text/html; charset=utf-8')
    expect(page.headers()['content-security-policy']).toContain("default-src 'self'")
    const again = await request.get(url, { headers: { 'if-none-match': page.headers().etag! } })
    expect(again.status()).toBe(304)
    expect((await request.get(`${url}no-such-file`)).status()).toBe(404)
    expect((await request.get(`${url}..%2f..%2fpackage.json`)).status()).toBe(404)
    const plain = await request.get(`${url}shop.json`, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers()['content-encoding']).toBeUndefined()
    expect(await plain.json()).toHaveLength(432)
  } finally {
    child.kill()
  }
})
