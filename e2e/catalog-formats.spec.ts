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

const pageOf = (catalog: string) =>
  `<!doctype html><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,"><body><script src="/kin/embed.js" data-catalog="${catalog}" data-device="off" data-item="0" data-currency="EUR" lang="en"></script>`

let server: TestServer
let files: Files

test.beforeAll(async () => {
  files = await siteFiles()
  for (const [name, content] of Object.entries(CATALOGS)) {
    files[`/feeds/${name}`] = content
    files[`/tag/${name}/`] = pageOf(`/feeds/${name}`)
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

test('a brand in the place of a price is quieter than a price', async ({ page }) => {
  files['/feeds/some-prices'] = JSON.stringify([
    { id: '0', title: 'tin mug' },
    { id: '1', title: 'tin plate', price: { value: 2, currency: 'EUR' } },
    { id: '2', title: 'tin cup', brand: 'Smith' },
  ])
  files['/tag/some-prices/'] = pageOf('/feeds/some-prices')
  await open(page, '/tag/some-prices/')

  const weightOf = (text: string) =>
    page.locator('page-kin [part=price]', { hasText: text }).evaluate((line) => getComputedStyle(line).fontWeight)
  expect(await weightOf('€2.00')).toBe('650')
  expect(await weightOf('Smith')).toBe('400')
})

test('the hint for a catalog of another origin that does not allow this one names CORS', async ({ page }) => {
  const other = await startServer({ files: { '/catalog': CATALOGS.shopify! } })
  files['/tag/elsewhere/'] = pageOf(`${other.url}/catalog`)
  const said = await open(page, '/tag/elsewhere/')

  await expect.poll(() => said.join()).toMatch(/\[pagekin catalog-invalid\].*CORS/)
  await other.close()
})
