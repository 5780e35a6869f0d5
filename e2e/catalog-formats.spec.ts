import { expect, type Page, test } from '@playwright/test'
import { type Files, siteFiles } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

/** One small catalog in each format. The names of the files say nothing. */
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const THINGS = ['tin mug', 'tin plate', 'wool blanket', 'oak table']
const CATALOGS: Readonly<Record<string, string | Uint8Array>> = {
  csv: `id;title;link;price\n${THINGS.map((name, i) => `${i};${name};/p/${i};${i},50 €`).join('\n')}\n9;"never closed;x;1\n`,
  latin1: latin1(`id,title,url,price\n${THINGS.map((name, i) => `${i},${name} für Gäste,/p/${i},${i}`).join('\n')}`),
  rss: `<rss><channel><title>x</title>${THINGS.map((name, i) => `<item><guid>${i}</guid><title>${name}</title><link>/p/${i}</link></item>`).join('')}</channel></rss>`,
  shopify: JSON.stringify({
    products: THINGS.map((title, i) => ({
      id: i,
      title,
      handle: `h${i}`,
      variants: [{ price: `${i}.50`, compare_at_price: '9.00', available: true }],
      images: [],
    })),
  }),
  'json-ld': JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ItemList',
    itemListElement: THINGS.map((name, i) => ({ '@type': 'ListItem', item: { '@type': 'Product', sku: String(i), name, url: `/p/${i}` } })),
  }),
}

let server: TestServer
let files: Files

test.beforeAll(async () => {
  files = await siteFiles()
  for (const [name, content] of Object.entries(CATALOGS)) {
    files[`/feeds/${name}`] = content
    files[`/tag/${name}/`] =
      `<!doctype html><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,"><body><script src="/kin/embed.js" data-catalog="/feeds/${name}" data-device="off" data-item="0" data-currency="EUR" lang="en"></script>`
  }
  server = await startServer({
    files,
    headers: (path) => (path.startsWith('/feeds/') ? { 'content-type': 'application/octet-stream' } : {}),
  })
})
test.afterAll(() => server.close())

async function open(page: Page, path: string): Promise<string[]> {
  const said: string[] = []
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()))
  page.on('pageerror', (error) => said.push(`exception: ${error.message}`))
  await page.goto(server.url + path)
  return said
}

for (const name of Object.keys(CATALOGS)) {
  test(`a tag with a ${name} catalog of any name shows a shelf of its items, each with a link`, async ({ page }) => {
    const said = await open(page, `/tag/${name}/`)

    await expect(page.locator('page-kin li[part=item] a')).toHaveCount(3)
    await expect(page.locator('page-kin a').first()).toHaveText(name === 'latin1' ? 'tin plate für Gäste' : 'tin plate')
    await expect(page.locator('page-kin a').first()).toHaveAttribute(
      'href',
      name === 'shopify' ? `${server.url}/products/h1` : `${server.url}/p/1`,
    )
    expect(said.filter((text) => text.startsWith('exception'))).toEqual([])
    if (name === 'csv') expect(said).toContainEqual(expect.stringContaining('has a quote that is never closed'))
    if (name === 'latin1') expect(said).toContainEqual(expect.stringContaining('Windows-1252'))
    if (name === 'shopify') await expect(page.locator('page-kin [part=price]').first()).toContainText('€1.50')
  })
}
