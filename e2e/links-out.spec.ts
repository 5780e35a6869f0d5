import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { drafts, GENERATED, writeSite } from '../src/cli/site/generated-site.test-helper.js'
import { startServer, type TestServer } from './serve.js'

/** Sites that the built command line has put links into, as visitors with and without scripts see them. */
const PAGE = '/posts/kd-stovetop-kettle-copper/'
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"

let folder = ''
const servers = new Map<string, TestServer>()
const site = (name: string) => servers.get(name)!.url

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pagekin-links-'))
  const posts = GENERATED.Eleventy(drafts(40))
  const pictures = Object.fromEntries(
    Object.entries(posts).map(([name, text]) => [
      name,
      text.replace('/logo.png', `/img/${name.split('/')[1]}.svg`).replace('<title>', '<link rel="icon" href="data:,"><title>'),
    ]),
  )
  for (const [name, files] of Object.entries({ posts, pictures })) {
    mkdirSync(join(folder, name))
    writeSite(join(folder, name), files)
    execFileSync(
      process.execPath,
      [join(process.cwd(), 'dist/cli.js'), 'build', '--site', name, '--inject', '--quiet', '--cache', 'cache'],
      { cwd: folder },
    )
    servers.set(name, await startServer({ root: join(folder, name), headers: { 'content-security-policy': POLICY } }))
  }
})
test.afterAll(async () => {
  for (const server of servers.values()) await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const links = (page: Page) => page.locator('page-kin nav a')
const cards = (page: Page) => page.locator('page-kin').getByRole('listitem').getByRole('link')
const paths = (hrefs: readonly (string | null)[]) => hrefs.map((href) => new URL(href ?? '', 'http://x').pathname)
const hrefsOf = async (page: Page, of: typeof links) =>
  paths(await of(page).evaluateAll((found) => found.map((link) => link.getAttribute('href'))))

test('without scripts the links are there, and lead to pages that have links', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(site('posts') + PAGE)

  await expect(links(page)).toHaveCount(6)
  const box = await page.locator('page-kin').boundingBox()
  // no room is kept for a shelf that never comes
  expect(box!.height).toBeLessThan(300)
  await links(page).first().click()
  await expect(links(page)).toHaveCount(6)
  await context.close()
})

for (const name of ['posts', 'pictures']) {
  for (const width of [360, 800, 1280]) {
    const tag = width === 360 ? [] : '@long'
    test(`with scripts the shelf has the order of the links and moves nothing: ${name}, ${width} px wide`, { tag }, async ({ page }) => {
      const files = servers.get(name)!
      const warnings: string[] = []
      page.on('console', (message) => message.text().includes('[pagekin') && warnings.push(message.text()))
      files.fault('/kin/embed.js', { held: true })
      await page.setViewportSize({ width, height: 900 })
      await page.addInitScript(() => {
        Object.assign(window, { shifts: 0 })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            (window as unknown as { shifts: number }).shifts += (entry as unknown as { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(site(name) + PAGE, { waitUntil: 'commit' })
      await expect(links(page)).toHaveCount(6)
      await page.locator('footer').last().scrollIntoViewIfNeeded()
      const order = await hrefsOf(page, links)
      const before = await page.locator('page-kin').boundingBox()

      files.fault('/kin/embed.js')
      await expect(cards(page)).toHaveCount(6)
      expect(await hrefsOf(page, cards)).toEqual(order)
      await expect(links(page).first()).toBeHidden()
      // until the engine has taken over, too
      await expect
        .poll(() => page.evaluate(() => (document.querySelector('page-kin') as unknown as { level: string }).level))
        .toBe('vectors')
      expect(await hrefsOf(page, cards)).toEqual(order)
      const after = await page.locator('page-kin').boundingBox()
      expect(after).toEqual(before)
      const last = await page.locator('page-kin li[part=item]').last().boundingBox()
      expect(last!.y + last!.height, 'the cards stay in their room').toBeLessThanOrEqual(after!.y + after!.height)
      expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBeLessThanOrEqual(0.001)
      expect(warnings).toEqual([])
    })
  }
}
