import { expect, type Page, test } from '@playwright/test'
import { siteFiles } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

/** The tag is the same on every page of this site: it says nothing of the page's item. */
const TAG = '<script src="/kin/embed.js" data-catalog="/catalog.csv" data-device="off"></script>'
const CATALOG = `id,title,link
mug,tin mug,/p/mug
plate,tin plate,/p/plate
blanket,wool blanket,https://shop.example/p/blanket
table,oak table,
`
const HEADS: Readonly<Record<string, string>> = {
  '/p/mug/': '',
  '/p/unknown/': '<link rel="canonical" href="http://www.shop.example/p/blanket">',
  '/sku/': '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"Product","sku":"table"}]}</script>',
  '/list/':
    '<script type="application/ld+json">[{"@type":"Product","sku":"table"},{"@type":"Product","sku":"mug"}]</script><script type="application/ld+json">{</script>',
}

let server: TestServer

test.beforeAll(async () => {
  const page = (head: string, body: string) =>
    `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">${head}<body>${body}`
  server = await startServer({
    files: {
      ...(await siteFiles()),
      ...Object.fromEntries(Object.entries(HEADS).map(([path, head]) => [path, page(head, TAG)])),
      '/p/plate/': page('', TAG.replace('<script', '<script data-item=""')),
      '/p/mug.html': page('', TAG.replace('<script', '<script data-mode="goes-with"')),
      '/p/table/': page(HEADS['/sku/']!, TAG.replace('<script', '<script data-mode="similar"')),
      '/none/': page('', TAG.replace('<script', '<script data-mode="similar"')),
      '/given/': page('', TAG.replace('<script', '<script data-item="plate"')),
      '/search/': page('', `<form><input name="q"></form>${TAG.replace('<script', '<script data-mode="search"')}`),
      '/catalog.csv': CATALOG,
    },
  })
})
test.afterAll(() => server.close())

/** Heading and titles of the shelf, once it has answered. */
async function shelfOf(page: Page): Promise<string[]> {
  await expect(page.locator('page-kin:state(ready)')).toHaveCount(1)
  return page.locator('page-kin [part=heading], page-kin [part=title]').allInnerTexts()
}

for (const [path, item] of [
  ['/p/mug/', 'tin mug'],
  ['/p/unknown/', 'wool blanket'],
  ['/sku/', 'oak table'],
] as const) {
  test(`the same tag on the page ${path} shows items like ${item}, not itself`, async ({ page }) => {
    await page.goto(server.url + path)

    const [heading, ...titles] = await shelfOf(page)
    expect(heading).toBe('You may also like')
    expect(titles.toSorted()).toEqual(['oak table', 'tin mug', 'tin plate', 'wool blanket'].filter((title) => title !== item))
    if (item === 'tin mug') expect(titles[0]).toBe('tin plate')
  })
}

test('a list about an item, such as what goes with it, is about the item of the page', async ({ page }) => {
  await page.goto(`${server.url}/p/mug.html`)

  const [heading, ...titles] = await shelfOf(page)
  expect(heading).toBe('Goes well with it')
  expect(titles.toSorted()).toEqual(['oak table', 'tin plate', 'wool blanket'])
})

test('a shelf of mode similar is about the item of the page, and takes no room on a page of none', async ({ page }) => {
  await page.goto(`${server.url}/p/table/`)
  const [heading, ...titles] = await shelfOf(page)
  expect(heading).toBe('You may also like')
  expect(titles.toSorted()).toEqual(['tin mug', 'tin plate', 'wool blanket'])

  await page.goto(`${server.url}/none/`)
  await expect(page.locator('page-kin:state(idle)')).toHaveCount(1)
  expect(await page.locator('page-kin').evaluate((shelf) => shelf.getBoundingClientRect().height)).toBe(0)
})

test('a page of several products, and a tag with an empty data-item, show what is for the visitor', async ({ page }) => {
  for (const path of ['/list/', '/p/plate/']) {
    await page.goto(server.url + path)
    expect((await shelfOf(page))[0]).toBe('Recommended for you')
  }
})

test('a tag whose data-item changes has a shelf of that item, and without it a shelf of the page', async ({ page }) => {
  await page.goto(`${server.url}/given/`)
  const titles = page.locator('page-kin [part=title]')
  await expect(titles.first()).toHaveText('tin mug')

  await page.locator('page-kin').evaluate((shelf) => shelf.classList.add('wide'))
  await page.evaluate(() => document.querySelector('script')?.classList.add('loaded'))
  await page.evaluate(() => document.querySelector('script')?.setAttribute('data-item', 'mug'))
  await expect(titles.first()).toHaveText('tin plate')
  await expect(titles).toHaveCount(3)
  await expect(page.locator('page-kin')).toHaveClass('wide')

  await page.evaluate(() => document.querySelector('script')?.removeAttribute('data-item'))
  await expect(page.locator('page-kin [part=heading]')).toHaveText('Recommended for you')
})

test('a shelf of mode search without a query shows what a form of the site searched for', async ({ page }) => {
  await page.goto(`${server.url}/search/`)
  await expect(page.locator('page-kin:state(idle)')).toHaveCount(1)

  await page.getByRole('textbox').fill('blanket')
  await page.getByRole('textbox').press('Enter')
  await page.waitForURL('**/search/?q=blanket')
  expect(await shelfOf(page)).toEqual(['Search results', 'wool blanket'])

  await page.locator('page-kin').evaluate((shelf) => shelf.setAttribute('query', 'plate'))
  await expect(page.locator('page-kin [part=title]')).toHaveText(['tin plate'])
  await page.locator('page-kin').evaluate((shelf) => shelf.setAttribute('query', ''))
  await expect(page.locator('page-kin:state(idle)')).toHaveCount(1)
})

for (const api of ['the Navigation API', 'history alone'] as const) {
  test(`with ${api}, a page that changes its address without a reload gets the shelf of its new item`, async ({ page }) => {
    if (api === 'history alone') {
      await page.addInitScript(() => {
        Reflect.deleteProperty(window, 'navigation')
      })
    }
    // the canonical address stays what it was
    await page.goto(`${server.url}/p/unknown/`)
    const titles = page.locator('page-kin [part=title]')
    await expect(titles).toHaveCount(3)
    await expect(titles.filter({ hasText: 'blanket' })).toHaveCount(0)

    await page.evaluate(() => history.pushState(null, '', '/p/mug?utm_source=menu'))
    await expect(titles.filter({ hasText: 'mug' })).toHaveCount(0)
    await expect(titles).toContainText(['tin plate', 'wool blanket'])

    await page.evaluate(() => history.pushState(null, '', '/about'))
    await expect(page.locator('page-kin [part=heading]')).toHaveText('Recommended for you')

    await page.evaluate(() => history.go(-1))
    await expect(page.locator('page-kin [part=heading]')).toHaveText('You may also like')
    await expect(titles.first()).toHaveText('tin plate')
  })
}
