import { existsSync } from 'node:fs'
import { cp, mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { build } from 'vite'
import { startServer, type TestServer } from './serve.js'

/** The sites of examples/, as their README says: the folder dist beside them as kin. */
const SITE = join(process.cwd(), '.cache/examples')
/** Frameworks that draw the element, with one property that they bind and one event that they hear. */
const ELEMENTS = ['vue', 'svelte', 'solid', 'angular']
let server: TestServer

test.beforeAll(async () => {
  expect(existsSync('dist/embed.js'), 'run `npm run build` first').toBe(true)
  await rm(SITE, { recursive: true, force: true })
  await mkdir(SITE, { recursive: true })
  await cp('examples', SITE, { recursive: true, filter: (path) => !path.endsWith('kin') })
  await build({
    root: 'examples',
    configFile: 'examples/vite.config.js',
    logLevel: 'error',
    build: {
      outDir: SITE,
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: { input: ['vite', 'react', ...ELEMENTS].map((name) => join(process.cwd(), 'examples', name, 'index.html')) },
    },
  })
  await symlink(join(process.cwd(), 'dist'), join(SITE, 'kin'))
  server = await startServer({ root: SITE })
})
test.afterAll(() => server.close())

/** Faults of the page. A favicon is not asked for: the examples have none. */
function listen(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on(
    'console',
    (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico') && faults.push(message.text()),
  )
  return faults
}

test('plain-page: the tag draws its shelf, with reasons', async ({ page }) => {
  const faults = listen(page)
  await page.goto(`${server.url}/plain-page/`)

  await expect(page.locator('page-kin li[part=item]')).toHaveCount(4)
  await expect(page.locator('page-kin [part=reason]').first()).not.toBeEmpty()
  expect(faults).toEqual([])
})

test('vite: the shelf and the search answer from one recommender', async ({ page }) => {
  const faults = listen(page)
  await page.goto(`${server.url}/vite/`)

  await expect(page.locator('page-kin li[part=item] a').first()).toBeVisible()
  await page.getByLabel('Search').fill('whistling kettle')
  await page.getByLabel('Search').press('Enter')
  await expect(page.locator('#found li').first()).toHaveText('Whistling camp kettle')
  expect(faults).toEqual([])
})

test('react: a followed card changes the shelf, and the hook searches', async ({ page }) => {
  const faults = listen(page)
  await page.goto(`${server.url}/react/`)

  const first = page.locator('.kin-link').first()
  await expect(first).toBeVisible()
  const title = await first.textContent()
  await first.click()
  await expect(page.locator('.kin-link', { hasText: title! })).toHaveCount(0)
  await page.getByLabel('Search').fill('candle lantern')
  await expect(page.locator('ol li').first()).toHaveText('Candle lantern')
  expect(faults).toEqual([])
})

for (const name of ELEMENTS) {
  test(`${name}: a followed card is the next item of the shelf`, async ({ page }) => {
    const faults = listen(page)
    await page.goto(`${server.url}/${name}/`)

    const cards = page.locator('page-kin li[part=item] a')
    await expect(cards).toHaveCount(4)
    await expect(page.locator('page-kin')).toHaveJSProperty('item', 'mug')
    const title = await cards.first().textContent()
    await cards.first().click()
    await expect(cards.filter({ hasText: title! }), 'no item is beside itself').toHaveCount(0)
    await expect(cards).toHaveCount(4)
    expect(await page.locator('page-kin').evaluate((shelf) => (shelf as unknown as { item: string }).item)).toBe(
      await page.locator('h1').textContent(),
    )
    await expect(page.locator('h1')).not.toHaveText('mug')
    expect(faults).toEqual([])
  })
}

test('offline: the second visit works without a network', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto(`${server.url}/offline/`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect(page.locator('page-kin li[part=item] a').first()).toBeVisible()
  await expect
    .poll(() => page.locator('page-kin').evaluate((shelf) => (shelf as unknown as { level: string }).level), { timeout: 60_000 })
    .toBe('encoder')

  await server.stop()
  await page.reload()

  await expect(page.locator('page-kin li[part=item] a').first()).toBeVisible()
  expect(await page.locator('page-kin li[part=item]').count()).toBe(4)
  await server.start()
})
