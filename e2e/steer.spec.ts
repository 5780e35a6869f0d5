import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { LOOKS, serveShop, shopPage } from './fixtures/shop-page.js'
import type { TestServer } from './serve.js'

const BAGS = Array.from({ length: 24 }, (_, n) => ({
  id: `bag-${n}`,
  title: `Satchel number ${n}`,
  price: `${40 + 5 * n} EUR`,
  brand: ['Tolvane', 'Harrow', 'Brindle'][n % 3],
  material: ['leather', 'wool', 'cork', 'canvas'][n % 4],
  url: `/p/${n}`,
}))

const shop = (attributes: string) =>
  shopPage(
    attributes,
    `<main><h1>Satchel</h1><page-kin catalog="/catalog.json" device="off" item="bag-12" layout="grid" limit="4" with-reason steer></page-kin></main>
  <script async src="/embed.js"></script>`,
  )

let server: TestServer
test.beforeAll(async () => {
  server = await serveShop({ '/': shop(''), '/rtl/': shop('dir="rtl"'), '/catalog.json': JSON.stringify(BAGS) })
})
test.afterAll(() => server.close())

const steps = (page: Page) => page.getByRole('group', { name: 'Like this, but' }).getByRole('button')
const cards = (page: Page) => page.locator('page-kin li[part=item]:not([aria-hidden])')
const materials = (page: Page) =>
  page
    .locator('page-kin')
    .evaluate((shelf: HTMLElementTagNameMap['page-kin']) => shelf.recommendations.map(({ item }) => item.attributes?.material))
const texts = async (page: Page) => (await cards(page).allTextContents()).map((text) => text.replace(/\s+/g, ' '))

test.describe('the buttons under similar items', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto(`${server.url}/`)
    await expect(steps(page).first()).toBeVisible()
  })

  test('one click steers, one takes back, and what is offered differs among the items', async ({ page }) => {
    const before = await texts(page)
    await page.getByRole('button', { name: 'Cheaper' }).click()
    await expect(page.getByRole('button', { name: 'Cheaper', pressed: true })).toBeFocused()
    await expect.poll(async () => (await texts(page)).every((text) => Number(/(\d+)\.00/.exec(text)?.[1]) < 100)).toBe(true)
    const material = page.getByRole('button', { name: /^material: / }).first()
    // Read and clicked in one step: the buttons may change once more between two.
    const value = await material.evaluate((button) => {
      ;(button as HTMLElement).click()
      return button.textContent
    })
    await expect.poll(() => materials(page)).toEqual([value, value, value])
    await page.getByRole('button', { name: `material: ${value}` }).click()
    await page.getByRole('button', { name: 'Cheaper' }).click()
    await expect.poll(() => texts(page)).toEqual(before)
  })

  test('the keyboard reaches and presses them, and the number of items is told', async ({ page }) => {
    await steps(page).first().focus()
    await page.keyboard.press('Tab')
    const second = await steps(page).nth(1).getAttribute('aria-label')
    await page.keyboard.press('Space')
    await expect(page.getByRole('button', { name: second!, pressed: true })).toBeFocused()
    await expect(page.locator('page-kin [role=status]')).toHaveText(/Results: \d/)
  })
})

test('a name that is cut on a page from right to left is cut at its own end', async ({ page }) => {
  await page.goto(`${server.url}/rtl/`)
  const name = page.locator('page-kin [part=step] span').last()
  const { isCut, direction, overflow } = await name.evaluate((span) => {
    span.textContent = 'Harrow and Daughters, Makers of Fine Satchels'
    const style = getComputedStyle(span)
    return { isCut: span.scrollWidth > span.clientWidth, direction: style.direction, overflow: style.textOverflow }
  })
  expect([isCut, direction, overflow]).toEqual([true, 'ltr', 'ellipsis'])
})

for (const { look, path, width, colorScheme } of LOOKS) {
  const tag = path === '/rtl/' ? [] : '@long'
  test(`axe finds nothing: ${look}`, { tag }, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.goto(server.url + path)
    await page.addStyleTag({ content: 'html { color-scheme: light dark }' })
    await page.getByRole('button', { name: 'Cheaper' }).click()
    await expect(page.getByRole('button', { name: 'Cheaper', pressed: true })).toBeVisible()
    await page.screenshot({ path: `test-results/steer-${look.replaceAll(' ', '-')}.png` })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  })
}
