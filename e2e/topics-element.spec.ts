import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { Recommender } from '../src/index.js'
import { LOOKS, serveShop, shopPage } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const KINDS = ['kettle', 'bench', 'scarf', 'bicycle', 'lamp', 'drawer']
const MATERIALS = ['copper', 'oak', 'wool', 'steel', 'paper', 'pine']
/** Each kind has parts: items of a place are alike. */
const PLACES = ['garden', 'harbour', 'mountain']
const THINGS = KINDS.flatMap((kind, at) =>
  Array.from({ length: 36 }, (_, n) => ({
    id: `${kind}-${n}`,
    title: `${MATERIALS[(at + n) % 6]} ${kind}`,
    category: [kind, PLACES[n % 3]],
    url: `/p/${kind}-${n}`,
  })),
)

const STYLE = '<style>html { color-scheme: light dark }</style>'
const shop = (attributes: string, topics: string) =>
  shopPage(
    attributes,
    `${STYLE}<main><h1>Things</h1><page-kin-topics ${topics}></page-kin-topics>
  <page-kin id="things" catalog="/catalog.json" device="off" mode="for-you" layout="grid" limit="60" where='{"available": true}'></page-kin></main>
  <script async src="/embed.js"></script>`,
  )
const alone = (attributes: string, view = '') =>
  shopPage(
    attributes,
    `${STYLE}<main><h1>Things</h1><page-kin-topics catalog="/catalog.json" device="off" ${view}></page-kin-topics></main><script async src="/embed.js"></script>`,
  )

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': shop('', 'for="things"'),
    '/rtl/': shop('dir="rtl"', 'for="things"'),
    '/lost/': shop('', 'for="nowhere"'),
    '/alone/': alone(''),
    '/all/': shop('', 'for="things"')
      .replace(
        '<page-kin-topics',
        '<page-kin-facets for="things" fields="stars"></page-kin-facets><page-kin-guide for="things"></page-kin-guide><page-kin-topics',
      )
      .replace('/catalog.json', '/stars.json'),
    '/both/': shop('', 'catalog="/catalog.json" device="off"'),
    '/map/': alone('', 'view="map"'),
    '/map/rtl/': alone('dir="rtl"', 'view="map"'),
    '/map/shelf/': shop('', 'for="things" view="map"'),
    '/deutsch/': alone('').replace('lang="en"', 'lang="de"'),
    '/stars.json': JSON.stringify(THINGS.map((thing, n) => ({ ...thing, stars: n % 4 }))),
    '/catalog.json': JSON.stringify(THINGS),
  })
})
test.afterAll(() => server.close())

type Shelf = HTMLElementTagNameMap['page-kin']
const tree = (page: Page) => page.getByRole('tree', { name: 'Topics' })
const topic = (page: Page, name: string) => page.getByRole('treeitem', { name: `${name}, 36` })
const shown = (page: Page) =>
  page.locator('page-kin').evaluate((shelf: Shelf) => shelf.recommendations.map(({ item }) => item.id.split('-')[0]!))
const focused = (page: Page) => page.locator('[role=treeitem]:focus').evaluate((item) => item.ariaLabel)

test('a topic narrows the shelf, another takes its place, and the shelf of before comes back', async ({ page }) => {
  await page.goto(`${server.url}/`)
  await expect(tree(page).locator('> li')).toHaveCount(6)
  await expect.poll(async () => (await shown(page)).length).toBe(60)
  const before = await shown(page)
  const { where } = await page.locator('page-kin').evaluate((shelf: Shelf) => ({ where: shelf.where }))
  await topic(page, 'Lamp').click()
  await expect.poll(async () => [...new Set(await shown(page))]).toEqual(['lamp'])
  await expect(topic(page, 'Lamp')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('page-kin-topics [role=status]')).toHaveText('Lamp: 36')
  await topic(page, 'Scarf').locator('.name').first().click()
  await expect.poll(async () => [...new Set(await shown(page))]).toEqual(['scarf'])
  await expect(page.getByRole('treeitem', { selected: true })).toHaveCount(1)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(() => shown(page)).toEqual(before)
  expect(await page.locator('page-kin').evaluate((shelf: Shelf) => shelf.where)).toEqual(where)
  await expect(page.getByRole('treeitem', { selected: true })).toHaveCount(0)
})

test('topics, facets and a guide count what the others leave', async ({ page }) => {
  await page.goto(`${server.url}/all/`)
  const counts = () => page.locator('page-kin-facets .count').allTextContents()
  const stars = page.getByRole('checkbox', { name: /^3/ })
  const sizes = async () =>
    (
      await tree(page)
        .locator('> li')
        .evaluateAll((items) => items.map((item) => item.ariaLabel!.split(', ')[1]))
    ).map(Number)
  await expect.poll(counts).toEqual(Array(4).fill('54'))
  await topic(page, 'Lamp').click()
  await expect.poll(counts).toEqual(Array(4).fill('9'))
  await stars.check()
  await expect.poll(sizes).toEqual(Array(6).fill(9))
  expect(await counts()).toEqual(Array(4).fill('9'))
  await expect(page.locator('page-kin-topics [role=status]')).toHaveText('Lamp: 9')
  await page.getByRole('textbox', { name: 'In your own words' }).fill('harbour')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect.poll(async () => (await sizes()).reduce((sum, size) => sum + size)).toBe(3)
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect.poll(sizes).toEqual(Array(6).fill(9))
  await page.locator('page-kin-topics').getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(counts).toEqual(Array(4).fill('54'))
  await stars.uncheck()
  await expect.poll(sizes).toEqual(Array(6).fill(36))
})

test('the keyboard alone walks, opens, closes and chooses; letters go to a name', async ({ page }) => {
  await page.goto(`${server.url}/`)
  await expect(tree(page).locator('> li')).toHaveCount(6)
  await page.keyboard.press('Tab')
  const first = await focused(page)
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  expect(await focused(page)).toBe(first)
  await page.keyboard.type('la')
  expect(await focused(page)).toBe('Lamp, 36')
  await page.keyboard.press('ArrowRight')
  await expect(topic(page, 'Lamp')).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowRight')
  const part = await focused(page)
  expect(part).toMatch(/, \d+$/)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await shown(page)).filter((kind) => kind === 'lamp').length).toBe(Number(part!.split(', ').at(-1)))
  await page.keyboard.press('ArrowLeft')
  expect(await focused(page)).toBe('Lamp, 36')
  await page.keyboard.press('ArrowLeft')
  await expect(topic(page, 'Lamp')).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('*')
  await expect(page.locator('[role=treeitem][aria-expanded=false]')).toHaveCount(0)
})

test('from right to left the arrows open and close the other way round', async ({ page }) => {
  await page.goto(`${server.url}/rtl/`)
  await topic(page, 'Lamp').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(topic(page, 'Lamp')).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowRight')
  await expect(topic(page, 'Lamp')).toHaveAttribute('aria-expanded', 'false')
})

test('without a shelf it lists the items of a topic as links, the most typical first, and notes who follows one', async ({ page }) => {
  await page.goto(`${server.url}/alone/`)
  await topic(page, 'Lamp').click()
  const links = page.getByRole('list', { name: 'Lamp' }).getByRole('link')
  await expect(links).toHaveCount(12)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(links).toHaveCount(36)
  const addresses = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname))
  expect(new Set(addresses)).toEqual(new Set(Array.from({ length: 36 }, (_, n) => `/p/lamp-${n}`)))
  await page.evaluate(async () => {
    const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
    Object.assign(window, { kin })
    document.querySelector('page-kin-topics')!.recommender = kin
    document.addEventListener('click', (event) => event.preventDefault())
  })
  await expect(page.getByRole('treeitem', { selected: true })).toHaveCount(1)
  await links.nth(2).click()
  const { id } = (await links.nth(2).evaluate((link) => (link as HTMLElement).dataset)) as { id: string }
  const events = () => page.evaluate(async () => (await (window as unknown as { kin: Recommender }).kin.profile()).events)
  await expect.poll(async () => (await events()).map((event) => [event.type, event.id])).toEqual([['click', id]])
  await topic(page, 'Lamp').click()
  await expect(links).toHaveCount(0)
})

test('a tag that names no catalog adds no shelf to a page whose topics name theirs', async ({ page }) => {
  await page.goto(`${server.url}/alone/`)
  await expect(tree(page).locator('> li')).toHaveCount(6)
  await expect(page.locator('page-kin')).toHaveCount(0)
})

test('beside a shelf of the same catalog it starts no worker of its own', async ({ page }) => {
  await page.goto(`${server.url}/both/`)
  await expect(topic(page, 'Lamp')).toBeVisible()
  await expect.poll(async () => (await shown(page)).length).toBe(60)
  expect(page.workers()).toHaveLength(1)
})

test('it speaks the language of the page', async ({ page }) => {
  await page.goto(`${server.url}/deutsch/`)
  await expect(page.getByRole('tree', { name: 'Themen' })).toBeVisible()
})

test('topics whose shelf is missing say so once and draw nothing', async ({ page }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${server.url}/lost/`)
  await expect.poll(() => said).toEqual(['[pagekin usage] <page-kin-topics>: for: received "nowhere", expected the id of a <page-kin>'])
})

test.describe('a map', () => {
  const map = (page: Page) => page.getByRole('img', { name: 'Map of topics: 216' })
  const tip = (page: Page) => page.locator('page-kin-topics [part=tip]')
  /** Where items stand while the whole map is seen. */
  const spots = async (page: Page) => {
    const places = await page.evaluate(async () => {
      const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
      return (await kin.topics({ places: true })).places!
    })
    const { clientWidth, clientHeight } = await map(page).evaluate(({ clientWidth, clientHeight }) => ({ clientWidth, clientHeight }))
    const side = Math.min(clientWidth, clientHeight) * 0.94
    return places.map(({ item, title, x, y }) => ({
      item,
      title,
      position: { x: clientWidth / 2 + (x - 0.5) * side, y: clientHeight / 2 + (y - 0.5) * side },
    }))
  }
  const picture = (page: Page) => map(page).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const still = async (page: Page) => {
    let before = ''
    await expect
      .poll(async () => {
        const [last, now] = [before, await picture(page)]
        before = now
        return now === last
      })
      .toBe(true)
    return before
  }

  test('names the item under the pointer, and a press follows its link', async ({ page }) => {
    await page.goto(`${server.url}/map/`)
    await expect(map(page)).toBeVisible()
    const all = await spots(page)
    for (const { item, title, position } of [all[0]!, all[100]!, all.at(-1)!]) {
      await map(page).hover({ position })
      await expect(tip(page)).toHaveText(title)
      await expect(tip(page)).toHaveAttribute('href', new RegExp(`/p/${item}$`))
    }
    await page.evaluate(() => document.addEventListener('click', (event) => event.preventDefault()))
    const clicked = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('click', (event) => resolve((event.composedPath()[0] as HTMLElement).part.value)),
        ),
    )
    await map(page).click({ position: all.at(-1)!.position })
    expect(await clicked).toBe('tip')
  })

  test('says that it is being drawn until it is', async ({ page }) => {
    await page.addInitScript(() => {
      const told: (string | null)[] = []
      Object.assign(window, { told })
      const attach = Element.prototype.attachShadow
      Element.prototype.attachShadow = function (init) {
        const root = attach.call(this, init)
        const observer = new MutationObserver((records) => told.push(...records.map(({ oldValue }) => oldValue)))
        observer.observe(root, { subtree: true, attributeFilter: ['aria-busy'], attributeOldValue: true })
        return root
      }
    })
    await page.goto(`${server.url}/map/`)
    await expect(map(page)).toBeVisible()

    expect(await page.evaluate(() => (window as unknown as { told: unknown }).told)).toContain('true')
    await expect(page.getByRole('group', { name: 'Map of topics' })).toHaveAttribute('aria-busy', 'false')
  })

  test('a topic chosen in the tree is what the map shows; buttons and keys zoom, and the whole map comes back', async ({ page }) => {
    await page.goto(`${server.url}/map/shelf/`)
    await expect(map(page)).toBeVisible()
    const whole = await still(page)
    await topic(page, 'Lamp').click()
    await expect.poll(async () => [...new Set(await shown(page))]).toEqual(['lamp'])
    expect(await still(page)).not.toBe(whole)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await expect.poll(() => picture(page)).toBe(whole)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    const near = await still(page)
    expect(near).not.toBe(whole)
    await map(page).focus()
    await page.keyboard.press('ArrowRight')
    expect(await still(page)).not.toBe(near)
    await page.keyboard.press('0')
    await expect.poll(() => picture(page)).toBe(whole)
  })

  test('who wants less motion sees no flight', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(`${server.url}/map/`)
    await expect(map(page)).toBeVisible()
    await still(page)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    const at = await picture(page)
    expect(await still(page)).toBe(at)
  })

  test('the way of the visitor is drawn from item to item', async ({ page }) => {
    await page.goto(`${server.url}/map/`)
    await expect(map(page)).toBeVisible()
    const before = await still(page)
    await page.evaluate(async () => {
      const kin = await window.Pagekin!.createRecommender({ catalog: '/catalog.json', device: 'off' })
      document.querySelector('page-kin-topics')!.recommender = kin
      kin.record({ type: 'view', id: 'lamp-1' })
      kin.record({ type: 'view', id: 'bench-2' })
    })
    await expect.poll(() => picture(page)).not.toBe(before)
  })

  for (const { look, path, width, colorScheme } of LOOKS) {
    const tag = path === '/rtl/' ? [] : '@long'
    test(`axe finds nothing in it: ${look}`, { tag }, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.goto(`${server.url}/map${path}`)
      await expect(map(page)).toBeVisible()
      await topic(page, 'Lamp').click()
      await still(page)
      await page.screenshot({ path: `test-results/map-${look.replaceAll(' ', '-')}.png` })
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    })
  }
})

for (const { look, path, width, colorScheme } of LOOKS) {
  const tag = path === '/rtl/' ? [] : '@long'
  test(`axe finds nothing in topics: ${look}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(server.url + path)
    await topic(page, 'Lamp').click()
    await expect(page.getByRole('button', { name: 'Clear all' })).toBeVisible()
    await page.screenshot({ path: `test-results/topics-${look.replaceAll(' ', '-')}.png` })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
}
