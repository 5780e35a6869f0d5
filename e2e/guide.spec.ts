import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { LOOKS, serveShop, shopPage } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const COLOURS = ['red', 'blue', 'green', 'black']
const BAGS = Array.from({ length: 48 }, (_, n) => ({
  id: `bag-${n}`,
  title: `${n < 24 ? 'Satchel' : 'Rucksack'} number ${n}`,
  colour: COLOURS[n % 4],
  material: ['leather', 'wool', 'cork'][Math.floor(n / 4) % 3],
  size: ['small', 'large'][Math.floor(n / 12) % 2],
  url: `/p/${n}`,
}))

const shop = (attributes: string, guide: string) =>
  shopPage(
    attributes,
    `<style>html { color-scheme: light dark }</style>
  <main><h1>Bags</h1><page-kin-guide ${guide}></page-kin-guide>
  <page-kin id="bags" catalog="/catalog.json" device="off" mode="search" query="number" layout="grid" limit="8" where='{"available": true}'></page-kin></main>
  <script async src="/embed.js"></script>`,
  )

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({
    '/': shop('', 'for="bags"'),
    '/rtl/': shop('dir="rtl"', 'for="bags"'),
    '/lost/': shop('', 'for="nowhere"'),
    '/both/': shop('', 'for="bags"').replace(
      '<page-kin-guide',
      '<page-kin-facets for="bags" fields="material"></page-kin-facets><page-kin-guide',
    ),
    '/catalog.json': JSON.stringify(BAGS),
  })
})
test.afterAll(() => server.close())

type Shelf = HTMLElementTagNameMap['page-kin']
const chip = (page: Page, name: string) => page.locator('page-kin-guide').getByRole('button', { name, exact: true })
const question = (page: Page) => page.locator('page-kin-guide .question')
const shown = (page: Page) =>
  page.locator('page-kin').evaluate((shelf: Shelf) => shelf.recommendations.map(({ item }) => ({ id: item.id, ...item.attributes })))
/** Answers as somebody who wants `bag` does, until there is no question. */
const answerAs = async (page: Page, bag: (typeof BAGS)[number]) => {
  await expect(question(page)).toBeVisible()
  while (true) {
    const [text, left] = [await question(page).textContent(), await page.locator('page-kin-guide [role=status]').textContent()]
    const field = /^Which (\w+)\?$/.exec(text ?? '')?.[1] as 'colour' | 'material' | 'size' | undefined
    if (!field && text !== 'Which word fits?') return
    const own = chip(page, field ? bag[field]! : bag.title.split(' ')[0]!)
    await ((await own.count()) > 0 ? own : chip(page, 'None of these')).click()
    await expect(page.locator('page-kin-guide [role=status]')).not.toHaveText(left!)
  }
}

test('answers bring the wanted item into the shelf, and the questions stop', async ({ page }) => {
  await page.goto(`${server.url}/`)
  await answerAs(page, BAGS[17]!)
  await expect(question(page)).toHaveText(/^Results: \d+$/)
  await expect(question(page)).toBeFocused()
  await expect.poll(async () => (await shown(page))[0]?.id).toBe('bag-17')
})

test('going back asks the question again, and starting over gives the shelf back', async ({ page }) => {
  await page.goto(`${server.url}/`)
  await expect.poll(async () => (await shown(page)).length).toBe(8)
  const [first, before] = [await question(page).textContent(), await shown(page)]
  await chip(page, 'I don’t mind').click()
  await expect(question(page)).not.toHaveText(first!)
  await chip(page, 'Back').click()
  await expect(question(page)).toHaveText(first!)
  await chip(page, 'None of these').click()
  await expect(question(page)).not.toHaveText(first!)
  await chip(page, 'Start over').click()
  await expect(question(page)).toHaveText(first!)
  await expect.poll(() => shown(page)).toEqual(before)
  expect(await page.locator('page-kin').evaluate((shelf: Shelf) => [shelf.where, shelf.rules])).toEqual([{ available: true }, undefined])
})

test('words leave the items that a search for them finds; words that find nothing change nothing', async ({ page }) => {
  await page.goto(`${server.url}/`)
  const words = page.getByRole('textbox', { name: 'In your own words' })
  await words.fill('rucksack')
  await words.press('Enter')
  await expect.poll(async () => (await shown(page)).every(({ id }) => Number(id.slice(4)) >= 24)).toBe(true)
  const before = await shown(page)
  const asked = await page.locator('page-kin').evaluate(async (shelf: Shelf) => {
    const recommender = await window.Pagekin!.createRecommender({ catalog: shelf.catalog!, device: 'off' })
    return [await recommender.ask({ said: ['rucksack'], limit: 100 }), await recommender.ask({ said: ['xyzzyq'] }), await recommender.ask()]
  })
  expect(asked[0]!.found).toBe(24)
  expect(asked[0]!.likely.slice(0, 24).every(({ id }) => Number(id.slice(4)) >= 24)).toBe(true)
  expect(asked[1]).toEqual({ ...asked[2], found: 0 })
  await words.fill('xyzzyq')
  await words.press('Enter')
  await expect(page.locator('page-kin-guide [role=status]')).toHaveText('Results: 0')
  expect(await shown(page)).toEqual(before)
})

test('a guide and facets narrow one shelf together, and each is taken back alone', async ({ page }) => {
  await page.goto(`${server.url}/both/`)
  const bags = async () => (await shown(page)) as Partial<(typeof BAGS)[number]>[]
  const colours = async () => [...new Set((await bags()).map(({ colour }) => colour))]
  // four bags are of one colour and one material; what is less likely comes after them
  const first = async () => [...new Set((await bags()).slice(0, 4).map(({ colour }) => colour))]
  const materials = async () => [...new Set((await bags()).map(({ material }) => material))]
  const cork = page.getByRole('checkbox', { name: /^cork/ })
  await expect.poll(async () => (await bags()).length).toBe(8)
  const before = await bags()
  await chip(page, 'red').click()
  await expect.poll(colours).toEqual(['red'])
  await cork.check()
  await expect.poll(async () => [await first(), await materials()]).toEqual([['red'], ['cork']])
  await chip(page, 'Start over').click()
  await expect.poll(async () => (await colours()).length).toBe(4)
  expect(await materials()).toEqual(['cork'])
  await chip(page, 'blue').click()
  await expect.poll(first).toEqual(['blue'])
  await cork.uncheck()
  await expect.poll(async () => (await materials()).length).toBe(3)
  expect(await colours()).toEqual(['blue'])
  await chip(page, 'Start over').click()
  await expect.poll(bags).toEqual(before)
  expect(await page.locator('page-kin').evaluate((shelf: Shelf) => [shelf.where, shelf.rules])).toEqual([{ available: true }, undefined])
})

test('a guide without its shelf says so once and draws nothing', async ({ page }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${server.url}/lost/`)
  await expect.poll(() => said).toEqual(['[pagekin usage] <page-kin-guide>: for: received "nowhere", expected the id of a <page-kin>'])
})

for (const { look, path, width, colorScheme } of LOOKS) {
  const tag = path === '/rtl/' ? [] : '@long'
  test(`axe finds nothing in a guide: ${look}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.goto(server.url + path)
    await chip(page, 'I don’t mind').click()
    await expect(chip(page, 'Back')).toBeVisible()
    await page.screenshot({ path: `test-results/guide-${look.replaceAll(' ', '-')}.png` })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
}
