import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { startServer, type TestServer } from './serve.js'

const BAGS = Array.from({ length: 12 }, (_, n) => ({
  id: `bag-${n}`,
  title: `Satchel of ${['leather', 'wool', 'cork', 'canvas'][n % 4]} number ${n}`,
  price: `${40 + 5 * n} EUR`,
  url: `/p/bag-${n}/`,
  ...(n >= 8 && { published: `2024-0${n - 7}-01` }),
}))

const page = (shelves: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>shop</title><link rel="icon" href="data:,">
  <main><h1>Shop</h1>${shelves}</main>
  <script async src="/embed.js" data-catalog="/catalog.json" data-device="off"></script></html>`
const RECENT = '<page-kin mode="recent" layout="grid" with-dismiss with-reason></page-kin>'

declare global {
  interface Window {
    /** Where the text below a shelf stands as soon as the shelf is drawn. */
    drawn: Promise<number>
  }
}

let server: TestServer
test.beforeAll(async () => {
  server = await startServer({
    root: 'dist',
    files: {
      '/': page(RECENT),
      '/above/': page(
        '<page-kin mode="recent"></page-kin><page-kin mode="again"></page-kin><p id="below">Below.</p><style>page-kin { display: block }</style>',
      ),
      '/new/': page('<page-kin mode="new" layout="grid" with-reason></page-kin>'),
      '/dateless/': page('<page-kin mode="new"></page-kin>').replace('/catalog.json', '/dateless.json'),
      '/two/': page('<page-kin item="bag-1" limit="4"></page-kin><page-kin mode="for-you" item="bag-1" limit="4"></page-kin>'),
      '/texts/': page('<page-kin item="bag-1" limit="4"></page-kin><page-kin mode="goes-with" item="bag-1" limit="4"></page-kin>'),
      '/linked/': page('<page-kin item="bag-1" limit="4"></page-kin><page-kin mode="goes-with" item="bag-1" limit="4"></page-kin>').replace(
        '/catalog.json',
        '/linked.json',
      ),
      '/linked.json': JSON.stringify(BAGS.map((bag, n) => ({ ...bag, crosssell: [`bag-${(n + 4) % 12}`, `bag-${(n + 8) % 12}`] }))),
      '/learnt/': page('<page-kin mode="for-you" limit="1" with-reason></page-kin>').replace(
        'data-device',
        'data-interactions="/log.csv" data-device',
      ),
      '/unlearnt/': page('<page-kin mode="for-you" limit="1"></page-kin>').replace(
        'data-device',
        'data-interactions="/wrong.csv" data-device',
      ),
      '/explored/': page('<page-kin mode="for-you" limit="4" explore="0.25" layout="grid" with-reason></page-kin>'),
      '/popular/': page('<page-kin mode="popular" with-reason></page-kin>').replace(
        'data-device',
        'data-interactions="/log.csv" data-device',
      ),
      '/log.csv': `order,sku\n${Array.from({ length: 40 }, (_, n) => `${n},bag-3\n${n},bag-10`).join('\n')}\n41,gone`,
      '/wrong.csv': 'order,sku\n41,gone',
      '/catalog.json': JSON.stringify(BAGS),
      '/dateless.json': JSON.stringify(BAGS.map(({ published: _, ...bag }) => bag)),
      ...Object.fromEntries(BAGS.map(({ url }) => [url, page(`<page-kin limit="2"></page-kin>${RECENT}`)])),
    },
  })
})
test.afterAll(() => server.close())

const recent = (page: Page) => page.locator('page-kin[mode=recent]')
const idsIn = (page: Page) =>
  recent(page).evaluate((shelf: HTMLElementTagNameMap['page-kin']) => shelf.recommendations.map(({ item }) => item.id))

async function visit(page: Page, ...numbers: readonly number[]): Promise<void> {
  for (const n of numbers) {
    await page.goto(`${server.url}/p/bag-${n}/`)
    await expect(recent(page).and(page.locator(':is(:state(ready), :state(empty))'))).toBeAttached()
  }
}

test('recently viewed items survive navigation, without the item of the page, and cause no fault', async ({ page }) => {
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await visit(page, 3, 5, 1)
  await expect.poll(() => idsIn(page)).toEqual(['bag-5', 'bag-3'])
  await page.goto(server.url)
  await expect.poll(() => idsIn(page)).toEqual(['bag-1', 'bag-5', 'bag-3'])
  await expect(recent(page).getByRole('heading', { name: 'Recently viewed' })).toBeVisible()
  expect((await new AxeBuilder({ page }).include('page-kin').analyze()).violations).toEqual([])
  expect(warnings).toEqual([])
})

test('a list of what a visitor did takes no room while they have done nothing, from the first moment on, and has its room afterwards', async ({
  page,
}) => {
  const top = () => page.locator('#below').evaluate((below) => Math.round(below.getBoundingClientRect().top))
  const begin = async () => {
    await page.goto(`${server.url}/above/`)
    return page.evaluate(() => window.drawn)
  }
  await page.addInitScript(() => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    window.drawn = customElements.whenDefined('page-kin').then(async () => {
      for (let frames = 0; frames < 2; frames++) await frame()
      return Math.round(document.getElementById('below')!.getBoundingClientRect().top)
    })
  })
  const first = await begin()
  await expect(recent(page).and(page.locator(':state(empty)'))).toBeAttached()
  expect(await top()).toBe(first)
  expect(first).toBeLessThan(200)

  await visit(page, 3)
  const room = await begin()
  expect(room).toBeGreaterThan(first + 200)
  await expect.poll(() => idsIn(page)).toEqual(['bag-3'])
  expect(await top()).toBe(room)
})

test('a visitor removes one item, then all, in place and for good', async ({ page }) => {
  await visit(page, 3, 5, 1)
  await page.goto(server.url)
  await page.getByRole('button', { name: /^Forget: Satchel of wool number 5/ }).click()
  await expect.poll(() => idsIn(page)).toEqual(['bag-1', 'bag-3'])
  await expect(page.getByRole('button', { name: /^Forget: .* number 3/ })).toBeFocused()
  await page.getByRole('button', { name: 'Forget all' }).click()
  await expect(recent(page).and(page.locator(':state(empty)'))).toBeAttached()
  expect(await page.evaluate(() => sessionStorage.getItem('pagekin-history'))).toBe('[]')
  await page.reload()
  await expect(recent(page).and(page.locator(':state(empty)'))).toBeAttached()
})

test('new items are those with a date, newest first, each with its day', async ({ page }) => {
  await page.goto(`${server.url}/new/`)
  await expect(page.getByRole('heading', { name: 'New' })).toBeVisible()
  const cards = page.locator('page-kin li[part=item]:not([aria-hidden])')
  await expect(cards).toHaveText([/number 11.*Apr 1, 2024/s, /number 10.*Mar 1, 2024/s, /number 9.*Feb 1, 2024/s, /number 8.*Jan 1, 2024/s])
})

test('a shelf with explore has one card of four that says so, and keeps it when it asks again', async ({ page }) => {
  await visit(page, 3)
  await page.goto(`${server.url}/explored/`)
  const cards = page.locator('page-kin li[part=item]:not([aria-hidden])')
  await expect(cards).toHaveCount(4)
  await expect(cards.filter({ hasText: 'Something different' })).toHaveCount(1)
  await expect(cards.first()).not.toContainText('Something different')
  const before = await cards.allTextContents()
  await page.locator('page-kin').evaluate((shelf: HTMLElementTagNameMap['page-kin']) => {
    const answered = new Promise((resolve) => shelf.addEventListener('kin-ready', resolve, { once: true }))
    shelf.refresh()
    return answered.then(() => undefined)
  })
  expect(await cards.allTextContents()).toEqual(before)
})

test('where no item has a date the list takes no room, and the console says why', async ({ page }) => {
  const warning = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.goto(`${server.url}/dateless/`)
  expect((await warning).text()).toContain(
    'shelf: mode "new" lacks dates: no item has a date in `published` that has come; it takes no room',
  )
  await expect(page.getByRole('heading', { name: 'New' })).toHaveCount(0)
})

test('a log of orders is read as it is, and rows of other items are told on the console', async ({ page }) => {
  await visit(page, 3)
  const warning = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.goto(`${server.url}/learnt/`)
  expect((await warning).text()).toContain('1 rows of the interactions rejected: line 82, item: received "gone"')
  await expect(page.locator('page-kin li[part=item]:not([aria-hidden])')).toHaveText(/number 10.*Others went on to this/s)
})

test('a log of another catalog is an error on the console, and the shelf answers without it', async ({ page }) => {
  const warning = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.goto(`${server.url}/unlearnt/`)
  expect((await warning).text()).toContain('[pagekin interactions-invalid]')
  await expect(page.locator('page-kin li[part=item]:not([aria-hidden])')).toHaveCount(1)
})

test('popular items are those that visitors met, and others are those met together', async ({ page }) => {
  await page.goto(`${server.url}/popular/`)
  await expect(page.getByRole('region', { name: 'Popular' }).getByRole('listitem')).toHaveText([
    /number 3 .*Popular/s,
    /number 10 .*Popular/s,
  ])
  await page.evaluate(() => document.querySelector('page-kin')!.setAttribute('mode', 'others'))
  await page.evaluate(() => document.querySelector('page-kin')!.setAttribute('item', 'bag-3'))
  await expect(page.getByRole('region', { name: 'Viewed together' }).getByRole('listitem')).toHaveText([/number 10 /])
})

test('what goes with the item comes from orders first, and without orders and links from texts', async ({ page }) => {
  const cards = page.getByRole('region', { name: 'Goes well with it' }).getByRole('listitem')
  await page.goto(`${server.url}/popular/`)
  await page.evaluate(() => Object.assign(document.querySelector('page-kin')!, { mode: 'goes-with', item: 'bag-3' }))
  await expect(cards.first()).toHaveText(/number 10 /)
  await page.goto(`${server.url}/new/`)
  await page.evaluate(() => Object.assign(document.querySelector('page-kin')!, { mode: 'goes-with', item: 'bag-3' }))
  await expect(cards.first()).toBeVisible()
})

test('a shelf is about all items of a cart, and an empty cart shows what the site falls back to, under its own heading', async ({
  page,
}) => {
  await page.goto(`${server.url}/popular/`)
  await page.evaluate(() => {
    const shelf = document.querySelector('page-kin')!
    shelf.setAttribute('mode', 'others')
    shelf.setAttribute('seeds', 'bag-1, bag-3')
    shelf.setAttribute('fallback-modes', 'again,popular')
  })
  await expect(page.getByRole('region', { name: 'Viewed together' }).getByRole('listitem')).toHaveText([/number 10 /])
  await page.evaluate(() => document.querySelector('page-kin')!.setAttribute('seeds', ''))
  await expect(page.getByRole('region', { name: 'Popular' }).getByRole('listitem')).toHaveText([/number 3 /, /number 10 /])
  await page.evaluate(() => document.querySelector('page-kin')!.setAttribute('seeds', 'bag-1'))
  await expect(page.getByRole('region', { name: 'Popular' }).getByRole('listitem')).toHaveText([/number 3 /, /number 10 /])
})

test('two shelves of a page show no card twice', async ({ page }) => {
  await page.goto(`${server.url}/two/`)
  const shown = () =>
    page
      .locator('page-kin')
      .evaluateAll((shelves: HTMLElementTagNameMap['page-kin'][]) =>
        shelves.map(({ recommendations }) => recommendations.map(({ item }) => item.id)),
      )
  await expect.poll(async () => (await shown()).map(({ length }) => length)).toEqual([4, 4])
  await expect.poll(async () => new Set((await shown()).flat()).size).toBe(8)
  expect((await shown()).flat()).not.toContain('bag-1')
})

test('what texts alone say goes with an item leaves out what another shelf shows; what is linked is whole', async ({ page }) => {
  const shown = () =>
    page
      .locator('page-kin')
      .evaluateAll((shelves: HTMLElementTagNameMap['page-kin'][]) =>
        shelves.map(({ recommendations }) => recommendations.map(({ item }) => item.id)),
      )
  await page.goto(`${server.url}/texts/`)
  await expect.poll(async () => (await shown()).map(({ length }) => length)).toEqual([4, 4])
  await expect.poll(async () => new Set((await shown()).flat()).size).toBe(8)
  await page.goto(`${server.url}/linked/`)
  await expect.poll(async () => (await shown())[1]).toEqual(expect.arrayContaining(['bag-5', 'bag-9']))
})
