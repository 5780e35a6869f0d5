import { expect, type Page, test } from '@playwright/test'
import { contentOf, filesOf } from '../src/pack/pack.test-helper.js'
import type { Item } from '../src/types.js'
import { type Files, siteFiles } from './fixtures/assets.js'
import { startServer, type TestServer } from './serve.js'

/** A site of each kind that names no catalog, each on a server of its own: what one found, another must not remember. */
const THINGS = ['tin mug', 'tin plate', 'wool blanket', 'oak table']
const TAG = '<script src="/kin/embed.js" data-device="off"></script>'
const page = (head: string, tag = TAG) =>
  `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">${head}<body>${tag}`
const SITE_WITHOUT = page('')
const rows = JSON.stringify(THINGS.map((title, i) => ({ id: `${i}`, title, url: `/p/${i}` })))
const rss = `<rss><channel><title>x</title>${THINGS.map((title, i) => `<item><guid>${i}</guid><title>${title}</title><link>/p/${i}</link></item>`).join('')}</channel></rss>`
const shopify = JSON.stringify({ products: THINGS.map((title, i) => ({ id: i, title, handle: `h${i}`, variants: [{ price: '1.50' }] })) })
const sitemap = (addresses: readonly string[], list = 'urlset', entry = 'url') =>
  `<?xml version="1.0"?><${list}>${addresses.map((loc) => `<${entry}><loc>${loc}</loc></${entry}>`).join('')}</${list}>`
const pages = THINGS.map((title) => `/p/${title.replace(' ', '-')}/`)
const feedLink = '<link rel="alternate" type="application/rss+xml" href="/posts.xml">'
const itemList = `<script type="application/ld+json">${JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'ItemList',
  itemListElement: THINGS.map((name, i) => ({ '@type': 'ListItem', item: { '@type': 'Product', sku: `${i}`, name, url: `/p/${i}` } })),
})}</script>`

interface Site {
  readonly files: Files
  /** What the console says was taken. */
  readonly took: string
  /** Requests for catalogs, in order. */
  readonly asked: readonly string[]
}

const SITES: Readonly<Record<string, Site>> = {
  'rows in its own HTML': {
    files: { '/': page(`<script type="application/json" data-kin-catalog>{"items": ${rows}}</script>${feedLink}`) },
    took: '<script data-kin-catalog>',
    asked: [],
  },
  'a feed that it links to': {
    files: {
      '/': page(`<link rel="alternate" type="application/rss+xml" href="/comments/feed/">${feedLink}${itemList}`),
      '/posts.xml': rss,
      '/comments/feed/': rss.replaceAll('tin', 'comment'),
    },
    took: '/posts.xml',
    asked: ['/posts.xml'],
  },
  'a shop on WordPress': {
    files: {
      '/': page(`<link rel="https://api.w.org/" href="/wp-json/">${feedLink}`),
      '/wp-json/wc/store/v1/products': JSON.stringify(
        THINGS.map((name, id) => ({
          id,
          name,
          permalink: `/p/${id}`,
          prices: { price: '150', currency_code: 'EUR', currency_minor_unit: 2 },
        })),
      ),
    },
    took: '/wp-json/wc/store/v1/products?per_page=100',
    asked: ['/wp-json/wc/store/v1/products'],
  },
  'a list in JSON-LD': { files: { '/': page(itemList) }, took: 'the JSON-LD of this page', asked: [] },
  'a shop on Shopify': {
    files: { '/': page(''), '/products.json': shopify },
    took: '/products.json?limit=250',
    asked: ['/kin/pack/manifest.json', '/products.json'],
  },
  'a feed at a usual address': {
    files: { '/': page(''), '/products.json': '{"products":[]}', '/feed.xml': rss },
    took: '/feed.xml',
    asked: ['/kin/pack/manifest.json', '/products.json', '/feed.json', '/feed.xml'],
  },
  'a list of sitemaps': {
    files: {
      '/': page(''),
      '/sitemap.xml': sitemap(['/pages.xml', '/sitemap.xml', '/products.xml'], 'sitemapindex', 'sitemap'),
      '/products.xml': sitemap(pages),
    },
    took: '/products.xml',
    asked: ['/kin/pack/manifest.json', '/products.json', '/feed.json', '/feed.xml', '/rss.xml', '/sitemap.xml', '/products.xml'],
  },
}

let assets: Files
const servers: TestServer[] = []

async function serve(files: Files, headers?: Parameters<typeof startServer>[0]['headers']): Promise<TestServer> {
  const server = await startServer({ files: { ...assets, ...files }, ...(headers && { headers }) })
  servers.push(server)
  return server
}

test.beforeAll(async () => {
  assets = await siteFiles()
})
test.afterAll(() => Promise.all(servers.map((server) => server.close())))

/** What the console says, but for files that are not there, which the browser notes by itself. */
function consoleOf(page: Page): string[] {
  const said: string[] = []
  page.on('console', (message) => !message.text().startsWith('Failed to load') && said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(`exception: ${error.message}`))
  return said
}

/** Requests for catalogs, each once: the engine asks again for the one that was found. */
function askedOf({ requests }: TestServer): string[] {
  const isPart = (path: string) => path === '/' || /^\/kin\/(?!pack)/.test(path) || path.startsWith('/p/')
  return [...new Set(requests.map(({ path }) => path).filter((path) => !isPart(path)))]
}

for (const [name, { files, took, asked }] of Object.entries(SITES)) {
  test(`a tag alone finds ${name}, and says so in one line`, async ({ page }) => {
    const server = await serve(files)
    const said = consoleOf(page)
    await page.goto(server.url)

    await expect(page.locator('page-kin li[part=item]')).toHaveCount(4)
    const titles = (await page.locator('page-kin [part=title]').allInnerTexts()).map((title) => title.toLowerCase()).sort()
    expect(titles).toEqual(THINGS.toSorted())
    const infos = said.filter((text) => text.startsWith('info'))
    expect(infos).toHaveLength(1)
    expect(infos[0]).toContain(`took ${took.startsWith('/') ? server.url : ''}${took}.`)
    expect(said.filter((text) => /^(?:exception|error)/.test(text))).toEqual([])
    expect(askedOf(server)).toEqual(asked)
  })
}

test('the next page of the tab asks for no address again, and a reload asks anew', async ({ page }) => {
  const server = await serve({ '/': SITES['a feed at a usual address']!.files['/']!, '/feed.xml': rss })
  const shelf = page.locator('page-kin li[part=item]')
  await page.goto(server.url)
  await expect(shelf).toHaveCount(4)

  server.requests.length = 0
  await page.goto(`${server.url}/?next`)
  await expect(shelf).toHaveCount(4)
  expect(askedOf(server)).toEqual(['/feed.xml'])

  server.requests.length = 0
  await page.reload()
  await expect(shelf).toHaveCount(4)
  expect(askedOf(server)).toContain('/products.json')
})

test('a site without any is told once what was tried, visitors see nothing, and the next page asks nothing', async ({ page }) => {
  const server = await serve({ '/': SITE_WITHOUT })
  const said = consoleOf(page)
  await page.goto(server.url)
  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)

  const [told, ...more] = said
  expect(more).toEqual([])
  expect(told).toContain('[pagekin catalog-invalid]')
  for (const tried of ['link[rel=alternate]', 'JSON-LD', '/products.json?limit=250 (404)', '/sitemap.xml (404)', 'discover="off"'])
    expect(told).toContain(tried)
  await expect(page.getByRole('heading')).toHaveCount(0)

  server.requests.length = 0
  await page.goto(`${server.url}/?next`)
  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  expect(askedOf(server)).toEqual([])
})

test('what somebody has written into the record of the tab is not believed: the site is asked again', async ({ page }) => {
  const server = await serve({ '/': SITES['a feed at a usual address']!.files['/']!, '/feed.xml': rss })
  const other = await serve({ '/feed.xml': rss })
  const said = consoleOf(page)
  const asked = new URL('/products.json?limit=250', server.url).href
  for (const found of [7, null, ['x'], { endsWith: 1 }, `${other.url}/feed.xml`, 'javascript:alert(1)']) {
    await page.goto(`${server.url}/`)
    await page.evaluate((record) => sessionStorage.setItem('pagekin-discovered', record), JSON.stringify({ [asked]: found }))
    await page.goto(`${server.url}/?next`)
    await expect(page.locator('page-kin li[part=item]')).toHaveCount(4)
  }
  expect(other.requests).toEqual([])
  expect(said.filter((text) => /^(?:exception|error)/.test(text))).toEqual([])
})

test('lists of sitemaps that name others for ever are followed no farther than two', async ({ page }) => {
  const list = (n: number): [string, string] => [`/maps-${n}.xml`, sitemap([`/maps-${n + 1}.xml`], 'sitemapindex', 'sitemap')]
  const maps = Object.fromEntries(Array.from({ length: 20 }, (_, n) => list(n)))
  const server = await serve({ '/': SITE_WITHOUT, '/sitemap.xml': sitemap(['/maps-0.xml'], 'sitemapindex', 'sitemap'), ...maps })
  await page.goto(server.url)
  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  expect(askedOf(server).filter((path) => path.startsWith('/maps'))).toEqual(['/maps-0.xml', '/maps-1.xml'])
})

test('no other origin is asked: not by a link, and not by a redirect', async ({ page: tab }) => {
  const other = await serve({ '/feed.xml': rss })
  const site = await serve({ '/': page(`<link rel="alternate" type="application/rss+xml" href="${other.url}/feed.xml">`) })
  site.fault('/products.json', { status: 302, headers: { location: `${other.url}/feed.xml` } })
  const said = consoleOf(tab)
  await tab.goto(site.url)
  await expect(tab.locator('page-kin:state(error)')).toHaveCount(1)

  expect(other.requests).toEqual([])
  expect(said.join()).toContain(`${other.url}/feed.xml (not asked: it is not of this origin)`)
})

test('a tag without a catalog and with data-discover="off" draws nothing, asks nothing and says nothing', async ({ page: tab }) => {
  const server = await serve({ '/': page(feedLink, TAG.replace('data-device', 'data-discover="off" data-device')) })
  const said = consoleOf(tab)
  await tab.goto(server.url)
  await tab.waitForFunction(() => customElements.get('page-kin'))

  await expect(tab.locator('page-kin')).toHaveCount(0)
  expect(askedOf(server)).toEqual([])
  expect(said).toEqual([])
})

test('an element beside a tag without a catalog finds it, and one with items of its own looks for none', async ({ page: tab }) => {
  const element = '<page-kin item="0"></page-kin>'
  const server = await serve({
    '/': page(feedLink, element + TAG),
    '/own/': page(feedLink, `${element}${TAG}<script>document.querySelector('page-kin').items = ${rows}</script>`),
    '/posts.xml': rss,
  })
  for (const [path, asked] of [
    ['/own/', ['/own/']],
    ['/', ['/posts.xml']],
  ] as const) {
    server.requests.length = 0
    await tab.goto(server.url + path)
    await expect(tab.locator('page-kin li[part=item]')).toHaveCount(3)
    expect(askedOf(server)).toEqual(asked)
  }
})

test('createRecommender finds the catalog of its page on demand, and says what is missing where it is not asked to', async ({
  page: tab,
}) => {
  const server = await serve({ '/': page(feedLink, TAG.replace('data-device', 'data-discover="off" data-device')), '/posts.xml': rss })
  await tab.goto(server.url)
  await tab.waitForFunction(() => 'Pagekin' in window)

  const create = (discover?: 'auto') =>
    tab.evaluate(async (discover) => {
      try {
        const kin = await window.Pagekin!.createRecommender({ device: 'off', ...(discover && { discover }) })
        return (await kin.similar('0')).map(({ item }) => item.title)
      } catch (thrown) {
        return String(thrown)
      }
    }, discover)
  expect([...(await create('auto'))].sort()).toEqual(['oak table', 'tin plate', 'wool blanket'])
  expect(await create()).toContain('received neither catalog nor items nor pack')
})

test('a tag alone finds a pack in pack/ beside it, and draws its neighbours before an engine has answered', async ({ page: tab }) => {
  const packed = [...(await filesOf(contentOf(JSON.parse(rows) as Item[])))].map(([name, bytes]) => [`/kin/pack/${name}`, bytes])
  const server = await serve({ '/': page('', TAG.replace('data-device', 'data-item="0" data-device')), ...Object.fromEntries(packed) })
  server.fault('/kin/worker.js', { held: true })
  await tab.goto(server.url)

  await expect(tab.locator('page-kin li[part=item]')).toHaveCount(2)
  await expect(tab.locator('page-kin')).toHaveJSProperty('level', 'neighbours')
  expect(askedOf(server).filter((path) => !path.startsWith('/kin/pack/'))).toEqual([])
  server.fault('/kin/worker.js')
})

for (const [how, fault] of [
  ['', {}],
  [', and without it prices are written all the same', { status: 404 }],
] as const) {
  test(`one worker loads the numbers and dates of all shelves${how}`, async ({ page: tab }) => {
    const server = await serve({
      '/': page('', '<script src="/kin/embed.js" data-demo></script><page-kin></page-kin><page-kin></page-kin>'),
    })
    server.fault('/kin/numbers.js', fault)
    await tab.goto(server.url)

    await expect(tab.locator('page-kin')).toHaveCount(2)
    for (const shelf of await tab.locator('page-kin').all()) await expect(shelf.locator('[part=price]').first()).toContainText('€')
    expect(server.requests.filter(({ path }) => path === '/kin/numbers.js')).toHaveLength(1)
  })
}

test('a tag with nothing but data-demo shows a shelf with pictures and prices', async ({ page: tab }) => {
  const server = await serve({ '/': page('', '<script src="/kin/embed.js" data-demo></script>') })
  const said = consoleOf(tab)
  await tab.goto(server.url)

  await expect(tab.locator('page-kin li[part=item]')).toHaveCount(8)
  await expect(tab.locator('page-kin [part=image]').first()).toBeVisible()
  await expect(tab.locator('page-kin [part=price]').first()).toContainText('€')
  expect(said).toEqual([])
  expect(server.requests.map(({ path }) => path)).toContain('/kin/demo.json')
})
