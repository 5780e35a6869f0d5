import { exec } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startServer, type TestServer } from './serve.js'

/** The documentation as a site: `npm run docs:site`, but for the builds that every test has behind it. */

test.describe.configure({ mode: 'serial' })
const SITE = 'docs/.vitepress/dist'
let server: TestServer

test.beforeAll(async () => {
  test.setTimeout(600_000)
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }
  const builds = 'node scripts/build.mjs && node scripts/build-demo.mjs && '
  expect(scripts['docs:site']).toContain(builds)
  await promisify(exec)(scripts['docs:site']!.replace(builds, 'PATH=$PATH:node_modules/.bin && '))
  server = await startServer({ root: SITE })
})
test.afterAll(() => server?.close())

for (const [path, heading] of [
  ['/start/tag.html', 'Start with one tag'],
  ['/troubleshooting.html#csp-wasm', 'Troubleshooting'],
  ['/privacy.html', 'Privacy'],
] as const) {
  test(`the page ${path} loads nothing from elsewhere, and leads to related pages`, { tag: '@long' }, async ({ page, request }) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => /warning|error/.test(message.type()) && faults.push(message.text()))
    page.on('request', (asked) => {
      if (/^https?:/.test(asked.url()) && new URL(asked.url()).origin !== new URL(server.url).origin) faults.push(asked.url())
    })
    await page.goto(server.url + path)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await page.locator('page-kin').scrollIntoViewIfNeeded()

    const shelf = page.locator('page-kin li[part=item] a')
    await expect(shelf).toHaveCount(6)
    const addressesOf = (links: (SVGElement | HTMLElement)[]) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname)
    const drawn = await shelf.evaluateAll(addressesOf)
    const named = await page.locator('.vp-doc a:not(.header-anchor)').evaluateAll(addressesOf)
    expect(named.length).toBeGreaterThan(0)
    for (const address of [...drawn, ...named]) expect((await request.get(server.url + address)).status(), address).toBe(200)
    const written = await (await request.get(server.url + path)).text()
    for (const address of drawn) expect(written, 'crawlers find the same links').toContain(`href="${address}"`)
    expect(faults).toEqual([])
  })
}

test('a search of the docs finds an error code, and leads to its heading', { tag: '@long' }, async ({ page }) => {
  await page.goto(`${server.url}/start/tag.html`)
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.getByRole('searchbox').fill('csp-wasm')
  await page
    .getByRole('option', { name: /csp-wasm/ })
    .filter({ hasText: 'Troubleshooting' })
    .first()
    .click()

  await expect(page).toHaveURL(/troubleshooting\.html#csp-wasm$/)
})

test('llms.txt lists the pages of the sidebar, all of which are there', { tag: '@long' }, async ({ page, request }) => {
  const listed = [...(await (await request.get(`${server.url}/llms.txt`)).text()).matchAll(/^- \[(.+)\]\((.+)\)$/gm)]
  await page.goto(`${server.url}/start/tag.html`)
  const inSidebar = await page
    .locator('.VPSidebarItem.is-link')
    .evaluateAll((items) => items.map((item) => [item.textContent!.trim(), new URL(item.querySelector('a')!.href).pathname]))

  expect(listed.map(([, name, address]) => [name, address])).toEqual(inSidebar)
  for (const [, , address] of listed) expect((await request.get(server.url + address)).status(), address).toBe(200)
})

test('the playground reads a catalog of one’s own', { tag: '@long' }, async ({ page }) => {
  await page.goto(`${server.url}/start/tag.html`)
  await page.getByRole('link', { name: 'Playground' }).first().click()
  await page.getByLabel(/Or paste the text/).fill('id,title\n1,Tin mug\n2,Tin plate\n3,Tin kettle')
  await page.getByRole('button', { name: 'Try what is pasted' }).click()

  await expect(page.getByText(/3 (?:items|rows)/).first()).toBeVisible()
})
