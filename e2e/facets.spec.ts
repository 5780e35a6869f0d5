import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { Recommender, RecommenderOptions } from '../src/types.js'
import { LOOKS, serveShop, shopPage } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const BRANDS = ['Tolvane', 'Harrow', 'Brindle']
const BAGS = Array.from({ length: 60 }, (_, n) => ({
  id: `bag-${n}`,
  title: `Satchel number ${n}`,
  price: `${20 + 5 * n} EUR`,
  brand: BRANDS[n % 3],
  category: n % 4 === 0 ? 'Bags > Rucksacks' : n % 4 === 1 ? 'Bags > Totes' : 'Cases',
  material: ['leather', 'wool', 'cork', 'canvas'][Math.floor(n / 3) % 4],
  'padded<b>': n % 2 === 0,
  url: `/p/${n}`,
}))

const shop = (attributes: string, facets: string) =>
  shopPage(
    attributes,
    `<style>.shop { display: grid; grid-template-columns: 16rem 1fr; gap: 2rem; } @media (width < 700px) { .shop { grid-template-columns: minmax(0, 1fr); } }</style>
  <main><h1>Bags</h1><div class="shop"><page-kin-facets ${facets}></page-kin-facets>
  <page-kin id="bags" catalog="/catalog.json" device="off" mode="search" query="satchel" layout="grid" limit="60" where='{"available": true}'></page-kin></div></main>
  <script async src="/embed.js"></script>`,
  )

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': shop('', 'for="bags"'),
    '/in-address/': shop('', 'for="bags" in-address'),
    '/prototypes/': shop('', 'for="bags" fields="constructor,toString"').replace('/catalog.json', '/prototypes.json'),
    '/prototypes.json': JSON.stringify(
      BAGS.map((bag, n) => ({ ...bag, constructor: n % 2 ? 'odd' : 'even', toString: n < 30 ? 'odd' : 'even' })),
    ),
    '/rtl/': shop('dir="rtl"', 'for="bags"'),
    '/lost/': shop('', 'for="nowhere"'),
    '/catalog.json': JSON.stringify(BAGS),
  })
})
test.afterAll(() => server.close())

const box = (page: Page, field: string, name: string) => page.getByRole('group', { name: field }).getByRole('checkbox', { name })
const shown = (page: Page) =>
  page
    .locator('page-kin')
    .evaluate((shelf: HTMLElementTagNameMap['page-kin']) =>
      shelf.recommendations.map(({ item }) => [item.brand, item.attributes?.material, item.price?.value] as const),
    )

test.describe('facets beside a list', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto(`${server.url}/`)
    await expect(page.getByRole('group', { name: 'Brand' })).toBeVisible()
  })

  test('name what the catalog can be narrowed by, and how many items each leaves', async ({ page }) => {
    await expect(page.locator('page-kin-facets summary')).toHaveText(['Price', 'Material', 'Brand', 'Category', 'Padded<b>'])
    await expect(page.getByRole('group', { name: 'Brand' })).toHaveText('Tolvane20Harrow20Brindle20')
    await expect(page.getByRole('group', { name: 'Category' })).toHaveText('Bags30Cases30')
    await expect(page.getByRole('group', { name: 'Padded<b>' })).toHaveText('Yes30No30')
    await expect(page.getByRole('group', { name: 'Price' }).locator('label').first()).toHaveText(/^€20 – €\d+12$/)
  })

  test('choices of a field widen the list, those of several narrow it, and all can be taken back', async ({ page }) => {
    await box(page, 'Brand', 'Harrow').check()
    await expect.poll(async () => new Set((await shown(page)).map(([brand]) => brand))).toEqual(new Set(['Harrow']))
    await box(page, 'Brand', 'Brindle').check()
    await expect.poll(async () => (await shown(page)).length).toBe(40)
    await box(page, 'Material', 'cork').check()
    await expect.poll(async () => (await shown(page)).length).toBe(10)
    expect((await shown(page)).every(([brand, material]) => brand !== 'Tolvane' && material === 'cork')).toBe(true)
    await expect(page.getByRole('group', { name: 'Material' })).toContainText('leather10')
    await expect(page.locator('page-kin-facets [role=status]')).toHaveText(/10/)
    await page.getByRole('button', { name: 'Clear all' }).click()
    await expect.poll(async () => (await shown(page)).length).toBe(60)
    await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  })

  test('a chosen category opens what is below it', async ({ page }) => {
    await box(page, 'Category', 'Bags').check()
    await box(page, 'Category', 'Totes').check()
    await expect(page.getByRole('group', { name: 'Category' })).toHaveText('Bags30Rucksacks15Totes15Cases30')
  })

  test('the keyboard alone chooses, and keeps its place', async ({ page }) => {
    await box(page, 'Brand', 'Harrow').focus()
    await page.keyboard.press('Space')
    await expect(page.getByRole('button', { name: 'Clear all' })).toBeVisible()
    await expect(box(page, 'Brand', 'Harrow')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(box(page, 'Brand', 'Brindle')).toBeFocused()
  })

  test('a filter that the site sets later stays beside what is chosen', async ({ page }) => {
    await box(page, 'Brand', 'Harrow').check()
    await expect.poll(async () => (await shown(page)).length).toBe(20)
    await page.locator('page-kin').evaluate((shelf: HTMLElementTagNameMap['page-kin']) => {
      shelf.where = { price: { max: 100 } }
    })
    await box(page, 'Material', 'wool').check()
    await expect
      .poll(async () => (await shown(page)).every(([brand, material, price]) => brand === 'Harrow' && material === 'wool' && price! <= 100))
      .toBe(true)
  })
})

test('choices in the address are there after a reload; those of another catalog are dropped', async ({ page }) => {
  await page.goto(`${server.url}/in-address/?page=2`)
  await box(page, 'Brand', 'Harrow').check()
  await box(page, 'Padded<b>', 'Yes').check()
  await page.getByRole('group', { name: 'Price' }).getByRole('checkbox').first().check()
  await expect
    .poll(() => new URL(page.url()).searchParams.toString())
    .toMatch(/^page=2&kin\.brand=Harrow&kin\.padded%3Cb%3E=true&kin\.price=20\.\.\d+$/)
  // the address is written before the list has its answer
  await expect.poll(async () => (await shown(page)).length).toBe(2)
  const before = await shown(page)
  await page.reload()
  await expect.poll(() => shown(page)).toEqual(before)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3)
  await page.goto(`${server.url}/in-address/?kin.brand=Gone&kin.flavour=mint&kin.material=CORK`)
  await expect.poll(async () => (await shown(page)).length).toBe(15)
})

test('a choice of a field that leaves the catalog is dropped, and the others stay', async ({ page }) => {
  await page.goto(`${server.url}/in-address/`)
  await page.locator('page-kin').evaluate(async (shelf: HTMLElementTagNameMap['page-kin']) => {
    const { Pagekin } = window as unknown as { Pagekin: { createRecommender(options: RecommenderOptions): Promise<Recommender> } }
    shelf.recommender = await Pagekin.createRecommender({ catalog: '/catalog.json', device: 'off' })
  })
  await box(page, 'Brand', 'Harrow').check()
  await box(page, 'Material', 'wool').check()
  await expect.poll(async () => (await shown(page)).length).toBe(5)

  const plain = BAGS.map(({ material: _, ...bag }) => bag)
  await page.locator('page-kin').evaluate(async (shelf: HTMLElementTagNameMap['page-kin'], rows) => {
    const kin = (await shelf.recommender)!
    await kin.upsert(rows)
    await kin.remove(['bag-0'])
  }, plain)
  await expect.poll(async () => (await shown(page)).length).toBe(20)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1)
  await expect(page.getByRole('group', { name: 'Material' })).toHaveCount(0)
  await expect.poll(() => new URL(page.url()).searchParams.toString()).toBe('kin.brand=Harrow')
})

test('an address of hostile choices leaves the facets to be chosen by, and throws nothing', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  const names = ['constructor', '__proto__', 'toString', 'any', 'all', '', '\ud800', 'x'.repeat(3000)]
  const choices = [...names.map((name) => [name, 'x']), ['brand', '1..2'], ['price', '90..10'], ['price', 'wool'], ['material', 'wool']]
  await page.goto(`${server.url}/in-address/?${new URLSearchParams(choices.map(([name, value]) => [`kin.${name}`, value!]))}`)

  await expect.poll(async () => (await shown(page)).length).toBe(15)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1)
  expect(errors).toEqual([])
  expect(warnings).toEqual([])
})

test('a field called as a property of every object is chosen and taken back', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${server.url}/prototypes/`)
  for (const name of ['Constructor', 'To string']) {
    await box(page, name, 'odd').check()
    await expect.poll(async () => (await shown(page)).length).toBe(30)
    await box(page, name, 'odd').uncheck()
    await expect.poll(async () => (await shown(page)).length).toBe(60)
  }
  expect(errors).toEqual([])
})

test('a shelf that comes later has its facets, and facets that are moved keep the filter of the site', async ({ page }) => {
  await page.goto(`${server.url}/lost/`)
  await page.evaluate(() => {
    const [facets, shelf] = ['page-kin-facets', 'page-kin'].map((name) => document.querySelector(name)!)
    facets!.setAttribute('for', 'bags')
    const copy = shelf!.cloneNode() as HTMLElementTagNameMap['page-kin']
    shelf!.replaceWith(copy)
    copy.where = { price: { max: 100 } }
  })
  await box(page, 'Brand', 'Harrow').check()
  await expect.poll(async () => (await shown(page)).length).toBe(6)
  await page.evaluate(() => document.querySelector('main')!.append(document.querySelector('page-kin-facets')!))
  await box(page, 'Brand', 'Harrow').uncheck()
  await expect.poll(async () => (await shown(page)).length).toBe(17)
})

test('without its shelf it says so once and draws nothing', async ({ page }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${server.url}/lost/`)
  await expect.poll(() => said).toEqual(['[pagekin usage] <page-kin-facets>: for: received "nowhere", expected the id of a <page-kin>'])
})

for (const { look, path, width, colorScheme } of LOOKS) {
  const tag = path === '/rtl/' ? [] : '@long'
  test(`axe finds nothing in facets: ${look}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(server.url + path)
    await page.addStyleTag({ content: 'html { color-scheme: light dark }' })
    await box(page, 'Brand', 'Harrow').check()
    await expect(page.getByRole('button', { name: 'Clear all' })).toBeVisible()
    await page.screenshot({ path: `test-results/facets-${look.replaceAll(' ', '-')}.png` })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
}
