import { type BrowserContext, expect, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, search, similar, stateOf, stateWith, uncaughtErrors, visit, withProfile } from './fixtures/visit.js'

test.setTimeout(120_000)

const rows = shopRows(24)
let site: Site

test.beforeEach(async () => {
  site = await openSite(rows)
})
test.afterEach(() => site.server.close())

/** Answers for the server, with the page and the scripts only, as a browser's cache or a service worker would. */
async function serveShell(context: BrowserContext): Promise<string[]> {
  const refused: string[] = []
  const shell = ['/', '/client.js', '/kin/worker.js', '/kin/encoder-worker.js']
  await context.route('**', async (route) => {
    const path = new URL(route.request().url()).pathname
    if (shell.includes(path)) {
      const body = Buffer.from(site.files[path]!)
      return route.fulfill({ body, contentType: path === '/' ? 'text/html' : 'text/javascript' })
    }
    if (path !== '/encoded') refused.push(path)
    return route.abort('connectionrefused')
  })
  return refused
}

test('with the server gone a new browser shows a shelf from kept vectors, then answers by meaning from a kept model', async () => {
  await withProfile(async (launch) => {
    const online = await launch()
    const first = await visit(online, site)
    await stateWith(first, { phase: 'ready', items: { embedded: 24 } })
    const shelf = await similar(first, rows[0]!.id)
    await online.close()
    await site.server.stop()
    const reached = site.server.requests.length

    const offline = await launch()
    const refused = await serveShell(offline)
    const page = await visit(offline, site)
    expect(await stateOf(page)).toMatchObject({
      phase: 'ready',
      level: 'vectors',
      catalogSource: 'stored',
      device: 'none',
      items: { total: 24, embedded: 24, embeddedThisVisit: 0 },
      bytes: { catalog: 0, runtime: 0, model: 0 },
      error: { code: 'catalog-invalid' },
    })
    expect(await similar(page, rows[0]!.id)).toEqual(shelf)
    expect(await page.evaluate(() => window.workers.length), 'the encoder is not even started').toBe(1)

    // words at once; the encoder comes up for the search, and the same search then answers by meaning
    const words = await search(page, 'kettle')
    expect(new Set(words.flatMap(({ kinds }) => kinds))).toEqual(new Set(['words']))
    await stateWith(page, { level: 'encoder', device: 'wasm', bytes: { runtime: 0, model: 0 } })
    await expect.poll(async () => (await search(page, 'kettle')).flatMap(({ kinds }) => kinds)).toContain('meaning')
    expect(new Set(refused)).toEqual(new Set(['/catalog.json']))
    expect(site.server.requests.length).toBe(reached)
    expect(uncaughtErrors(page)).toEqual([])
    await offline.close()
  })
})

test('of a changed catalog only what changed is embedded; prices and stock are those of now', async ({ context }) => {
  const first = await visit(context, site)
  await stateWith(first, { phase: 'ready', items: { embedded: 24 } })
  const neighbours = await similar(first, rows[0]!.id, 24)
  await first.close()
  const embeddedBefore = site.embedded().length

  // the nearest becomes unavailable, the next cheaper, one gets another title, one leaves, one comes
  const [soldOut, cheaper, renamed, gone] = neighbours.map(({ id }) => id)
  const incoming = { ...rows[5]!, id: 'new-item', title: 'Astronomical telescope for beginners' }
  site.sell([
    ...rows
      .filter(({ id }) => id !== gone)
      .map((row) => {
        if (row.id === soldOut) return { ...row, available: false }
        if (row.id === cheaper) return { ...row, price: 1.25 }
        return row.id === renamed ? { ...row, title: `Renamed ${row.title}` } : row
      }),
    incoming,
  ])
  const page = await visit(context, site)
  expect(await stateOf(page)).toMatchObject({ catalogSource: 'network', items: { total: 24 } })
  const found = await page.evaluate(async (id) => window.recommender.similar(id, { limit: 24 }), rows[0]!.id)
  expect(found.find(({ item }) => item.id === cheaper)!.item.price!.value).toBe(1.25)
  expect(found.map(({ item }) => item.id)).not.toContain(soldOut)
  expect(found.map(({ item }) => item.id)).not.toContain(gone)
  for (const call of ['kettle lamp blanket knife', rows.find(({ id }) => id === soldOut)!.title]) {
    expect((await search(page, call)).map(({ id }) => id)).not.toContain(soldOut)
  }
  expect(await page.evaluate(async () => (await window.recommender.forYou({ limit: 24 })).map(({ item }) => item.id))).not.toContain(
    soldOut,
  )

  await stateWith(page, { phase: 'ready', items: { embedded: 24, embeddedThisVisit: 2 } })
  const anew = site.embedded().slice(embeddedBefore)
  expect(anew.map((text) => text.split(' ')[0]).sort()).toEqual(['Astronomical', 'Renamed'])
})

test('a catalog that the server says is unchanged costs no body, and nothing is loaded', async ({ context }) => {
  const first = await visit(context, site)
  await stateWith(first, { phase: 'ready', items: { embedded: 24 } })
  await first.close()
  const before = site.server.requests.length
  const page = await visit(context, site)
  expect(await stateOf(page)).toMatchObject({
    phase: 'ready',
    level: 'vectors',
    catalogSource: 'not-modified',
    bytes: { catalog: 0, runtime: 0, model: 0 },
    items: { embedded: 24, embeddedThisVisit: 0 },
  })
  const asked = site.server.requests.slice(before).map(({ path, status }) => `${status} ${path}`)
  expect(asked).toContain('304 /catalog.json')
  expect(asked.filter((line) => line.includes('/models/') || line.includes('/runtime/') || line.includes('encoder-worker'))).toEqual([])
})

test('vectors of a second catalog of the site stay when the first one is completed', { tag: '@long' }, async ({ context }) => {
  const other = shopRows(60)
    .filter(({ id }) => !rows.some((row) => row.id === id))
    .slice(0, 6)
  site.files['/other.json'] = JSON.stringify(other)
  const small = await visit(context, site, { catalog: '/other.json' })
  await stateWith(small, { phase: 'ready', items: { embedded: 6 } })
  await small.close()
  const large = await visit(context, site)
  await stateWith(large, { phase: 'ready', items: { embedded: 24, embeddedThisVisit: 24 } })
  await large.close()
  const again = await visit(context, site, { catalog: '/other.json' })
  expect(await stateOf(again)).toMatchObject({ phase: 'ready', level: 'vectors', items: { embedded: 6, embeddedThisVisit: 0 } })
})
