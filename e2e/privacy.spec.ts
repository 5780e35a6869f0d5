import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import type { RecommenderOptions } from '../src/types.js'
import { type Files, PAGE_SCRIPTS, siteFiles } from './fixtures/assets.js'
import { markersIn, type Sent, sentBy } from './fixtures/net-log.js'
import { shopRows } from './fixtures/shop.js'
import { search, start, stateWith } from './fixtures/visit.js'
import { startServer, type TestServer } from './serve.js'

test.setTimeout(240_000)

/** Ids that occur nowhere else; the server hands them out in the catalog, and never gets them back. */
const rows = shopRows(12).map((row, i) => ({ ...row, id: `quillwort${String.fromCharCode(97 + i)}zyx` }))
const ids = rows.map(({ id }) => id)

/** What one visitor does, and no other. */
interface Visitor {
  readonly viewed: readonly string[]
  readonly dismissed: string
  readonly texts: readonly string[]
}

const ANNA: Visitor = { viewed: ids.slice(0, 3), dismissed: ids[10]!, texts: ['vexillumqua lantern', 'lamp, not brindlewick, under 50'] }
const BERT: Visitor = { viewed: ids.slice(6, 9), dismissed: ids[5]!, texts: ['thrumbleknot kettle', 'tent or oxterguard under 90'] }
const MARKERS = [...ids, 'vexillumqua', 'brindlewick', 'thrumbleknot', 'oxterguard']

let server: TestServer
let files: Files

test.beforeAll(async () => {
  const pictured = rows.map((row, i) => ({ ...row, image: `/picture/${i}.svg` }))
  files = await siteFiles()
  server = await startServer({
    files: Object.assign(files, {
      '/catalog.json': JSON.stringify(rows),
      '/pictured.json': JSON.stringify(pictured),
      '/element/':
        '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script src="/kin/embed.js" data-discover="off"></script>',
      '/tag/': '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script src="/kin/embed.js"></script>',
    }),
  })
  const folder = await mkdtemp(join(tmpdir(), 'pagekin-privacy-'))
  await writeFile(join(folder, 'items.json'), JSON.stringify(rows))
  const args = ['pack', '--catalog', join(folder, 'items.json'), '--out', join(folder, 'pack'), '--index', 'ivf', '--quiet']
  await promisify(execFile)(process.execPath, ['dist/cli.js', ...args])
  for (const name of await readdir(join(folder, 'pack'))) files[`/pack/${name}`] = await readFile(join(folder, 'pack', name))
  await rm(folder, { recursive: true })
})
test.afterAll(() => server.close())

async function open(context: BrowserContext, options: RecommenderOptions = {}): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${server.url}/`)
  await start(page, { history: 'persist', ...options })
  return page
}

/** Shelves, searches and events, by meaning and by words. */
async function use(page: Page, { viewed, dismissed, texts }: Visitor): Promise<void> {
  await page.evaluate(
    async ([seen, unwanted]) => {
      const { recommender } = window
      for (const type of ['view', 'click', 'cart', 'purchase'] as const) for (const id of seen) recommender.record({ type, id })
      recommender.record({ type: 'dismiss', id: unwanted })
      await recommender.similar(seen)
      await recommender.forYou()
      await recommender.forYou({ context: seen[0]! })
    },
    [viewed, dismissed] as const,
  )
  for (const text of texts) {
    await search(page, text)
    await stateWith(page, { level: 'encoder' })
    const kinds = async () => (await search(page, text)).flatMap((found) => found.kinds)
    await expect.poll(kinds).toContain('meaning')
    await page.evaluate(([id, query]) => window.recommender.explain(id!, { query: query! }), [viewed[0], text])
  }
}

/** What else a recommender can be asked and told. */
async function useRest(page: Page, { viewed, dismissed, texts }: Visitor): Promise<void> {
  const asked = await page.evaluate(
    async ([seen, unwanted, [text, other]]) => {
      const { recommender: kin } = window
      const [id, second, third] = seen
      const answers: Record<string, unknown> = {
        steered: await kin.similar(id!, { same: ['category'], different: ['brand'], not: other!, like: text!, cheaper: true }),
        analogy: await kin.similar(id!, { as: [second!, third!] }),
        composed: await kin.search(text!, { like: id! }),
        goesWith: await kin.goesWith(seen),
        facets: await kin.facets({ where: { price: { max: 90 } } }),
        asked: await kin.ask({ said: [text!, other!] }),
        topics: await kin.topics({ places: true }),
        tags: await kin.tags(id!),
        profile: await kin.profile(),
        page: await kin.itemOf({ addresses: [`/item/${id}`], ids: [id!], base: location.href }),
        upserted: await kin.upsert([{ id: unwanted + 'more', title: text!, description: other! }]),
      }
      for (const mode of ['recent', 'new', 'again', 'popular', 'others', 'goes-with'] as const)
        answers[mode] = await kin.list(mode, { items: id! })
      await kin.remove([unwanted + 'more'])
      await kin.forget({ ids: third! })
      kin.pause()
      kin.resume()
      await kin.consent(true)
      return Object.keys(answers)
    },
    [viewed, dismissed, texts] as const,
  )
  expect(asked).toHaveLength(17)
}

/** Two visits and a clearing, as one visitor makes them. */
function lifeOf(visitor: Visitor): Promise<Sent> {
  return sentBy(async (browser) => {
    const context = await browser.newContext()
    const first = await open(context)
    await use(first, visitor)
    await useRest(first, visitor)
    await stateWith(first, { phase: 'ready', items: { embedded: rows.length } })
    await first.close()
    const second = await open(context)
    const kinds = await second.evaluate(async () =>
      (await window.recommender.forYou()).flatMap(({ reasons }) => reasons.map(({ kind }) => kind)),
    )
    expect(kinds, 'the history of the first visit counts').toContain('because-you')
    await use(second, visitor)
    await second.evaluate(() => window.recommender.clear())
    await second.close()
    await context.close()
  })
}

test('no byte that a browser sends over two visits has a view, a history or a text that was searched for', async () => {
  const [anna, bert] = [await lifeOf(ANNA), await lifeOf(BERT)]

  for (const sent of [anna, bert]) {
    expect(markersIn(sent, MARKERS)).toEqual([])
    expect(sent.hosts).toEqual([server.url])
    expect(
      sent.heads.filter((head) => !head.startsWith('GET ')),
      'nothing has a body',
    ).toEqual([])
    expect(sent.heads.filter((head) => /^(?:upgrade|cookie|content-length):/im.test(head))).toEqual([])
    expect(sent.rest).toEqual([])
  }
  expect([...anna.heads].sort(), 'visitors who differ in all they do send the same').toEqual([...bert.heads].sort())
})

test('the log of a browser has every way in which a page could tell of its visitor', async () => {
  const leaks = await startServer({
    files: {
      '/': '<!doctype html>',
      '/sw.js': 'fetch("/by-service-worker?brindlewick")',
      '/worker.js': 'fetch("/by-worker", { method: "POST", body: "thrumbleknot" })',
    },
  })
  const { hostname, port } = new URL(leaks.url)
  const sent = await sentBy(async (browser) => {
    const page = await browser.newPage()
    await page.goto(leaks.url)
    await page.evaluate(
      async ([host, id]) => {
        navigator.sendBeacon('/beacon', id)
        new WebSocket(`ws://${host}/socket`).onerror = () => undefined
        await fetch('http://oxterguard.invalid').catch(() => undefined)
        await fetch('/header', { headers: { 'x-told': btoa('vexillumqua') } })
        new Worker('/worker.js')
        await navigator.serviceWorker.register('/sw.js')
        await navigator.serviceWorker.ready
      },
      [`${hostname}:${port}`, ids[0]!] as const,
    )
    await expect
      .poll(() => leaks.requests.map(({ path }) => path))
      .toEqual(expect.arrayContaining(['/beacon', '/by-worker', '/by-service-worker', '/socket']))
    await page.close()
  })
  await leaks.close()

  expect(new Set(markersIn(sent, MARKERS))).toEqual(new Set([ids[0], 'brindlewick', 'thrumbleknot', 'oxterguard', 'vexillumqua']))
  expect(sent.hosts).toEqual(expect.arrayContaining([leaks.url, 'http://oxterguard.invalid']))
  expect(sent.rest).toEqual(expect.arrayContaining([ids[0], 'thrumbleknot']))
  expect(sent.heads.filter((head) => /^upgrade: websocket/im.test(head))).toHaveLength(1)
})

/** No log can show these: this browser makes no connection ahead of a request. */
test('the scripts of a page have no way of sending but to fetch, save that Papa Parse can download', () => {
  const others =
    /\b(?:XMLHttpRequest|WebSocket|WebTransport|EventSource|RTCPeerConnection|sendBeacon|fetchLater|importScripts|preconnect|dns-prefetch|speculationrules)\b/g

  const found = PAGE_SCRIPTS.flatMap((name) => (readFileSync(`dist/${name}`, 'utf8').match(others) ?? []).map((word) => `${name}: ${word}`))

  expect(new Set(found)).toEqual(new Set(['formats.js: XMLHttpRequest']))
})

test('the demo, its pictures and its service worker included, sends no text that was searched for and no address of an item', {
  tag: '@long',
}, async () => {
  const demo = await startServer({ root: 'demo-dist' })
  const sent = await sentBy(async (browser) => {
    const page = await browser.newPage()
    await page.goto(`${demo.url}/`)
    await page.getByRole('link', { name: 'Camping & hiking' }).first().click()
    await page.getByRole('region', { name: 'All items' }).getByRole('link', { name: 'Tunnel tent for two, moss green' }).click()
    await expect(page.locator('page-kin li[part=item] a').first()).toBeVisible()
    const box = page.getByRole('searchbox', { name: 'Search the shop' })
    await box.fill('vexillumqua lantern for the balcony')
    await expect(page.getByRole('region', { name: 'Results' }).getByRole('listitem').first()).toBeVisible()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.reload()
    await expect(page.getByRole('region', { name: 'Results' }).getByRole('listitem').first()).toBeVisible()
    await page.getByRole('link', { name: 'Fernway', exact: true }).first().click()
    const viewed = page.locator('page-kin[heading="Recently viewed"]')
    await viewed.scrollIntoViewIfNeeded()
    await expect(viewed.getByRole('listitem')).toHaveCount(1)
    await page.getByRole('contentinfo').getByRole('button', { name: 'Clear my data' }).click()
    // the page begins anew
    await expect(async () => {
      await viewed.scrollIntoViewIfNeeded()
      await expect(viewed.and(page.locator(':state(empty)'))).toBeAttached({ timeout: 2000 })
    }).toPass()
    await page.close()
  })
  await demo.close()

  expect(markersIn(sent, ['vexillumqua'])).toEqual([])
  expect(sent.hosts).toEqual([demo.url])
  expect(sent.heads.filter((head) => !head.startsWith('GET '))).toEqual([])
  expect(sent.heads.filter((head) => /[?&](?:item|q|department)=/.test(head))).toEqual([])
  expect(sent.rest).toEqual([])
})

test('a shelf does not tell who serves its pictures, catalog or pack what the address of the page says', { tag: '@long' }, async () => {
  const sent = await sentBy(async (browser) => {
    const page = await browser.newPage()
    await page.goto(`${server.url}/element/`)
    await page.evaluate((item) => {
      // as a site that shows its pages without loading them
      history.pushState(null, '', '/element/?q=oxterguard')
      document.body.innerHTML = `
        <page-kin catalog="/pictured.json" assets="/kin/" query="oxterguard lantern or kettle"></page-kin>
        <page-kin catalog="/pictured.json" assets="/kin/" pack="/absent/" item="${item}"></page-kin>`
    }, ids[0]!)
    await expect(page.locator('page-kin img').first()).toBeVisible()
    await expect
      .poll(() =>
        page
          .locator('page-kin')
          .first()
          .evaluate((shelf) => (shelf as unknown as { level: string }).level),
      )
      .toBe('encoder')
    await page.close()
  })
  const told = sent.heads.filter((head) => head.includes('oxterguard')).map((head) => head.split(' ')[1])
  const asked = sent.heads.map((head) => head.split(' ')[1])
  expect(asked).toEqual(expect.arrayContaining(['/picture/0.svg', '/pictured.json', '/absent/manifest.json']))
  // a page cannot start a worker without its address, save by a policy of its own
  expect(new Set(told)).toEqual(new Set(['/kin/worker.js', '/kin/encoder-worker.js', '/kin/numbers.js']))
})

/** The table of docs/privacy.md: kind and name of what is kept. */
function documented(): string[] {
  const rows = readFileSync('docs/privacy.md', 'utf8').matchAll(
    /^\| (sessionStorage|localStorage|IndexedDB|Cache API)(?: `([\w-]+)`)? \| `([\w-]+)` \|/gm,
  )
  return [...rows].map(([, kind, database, name]) => [kind, database, name].filter(Boolean).join(' '))
}

test('docs/privacy.md lists all that a browser keeps, and nothing else', { tag: '@long' }, async ({ context }) => {
  const kept = new Set<string>()
  for (const history of ['session', 'persist'] as const) {
    const page = await open(context, { history })
    await use(page, ANNA)
    await stateWith(page, { phase: 'ready', items: { embedded: rows.length } })
    const stores = () => page.evaluate(namesOfStores)
    await expect.poll(stores).toContain('IndexedDB pagekin neighbourCards')
    await page.evaluate(() => window.recommender.pause())
    for (const name of await stores()) kept.add(name)
    await page.evaluate(() => window.recommender.resume())
    await page.close()
  }

  const inLists = await open(context, { pack: '/pack/', catalog: undefined! })
  await inLists.evaluate((id) => window.recommender.similar(id), ids[0]!)
  await expect.poll(() => inLists.evaluate(namesOfStores)).toContain('Cache API pagekin-pack-v1')
  kept.add('Cache API pagekin-pack-v1')

  const unnamed = await context.newPage()
  await unnamed.goto(`${server.url}/tag/`)
  await expect(unnamed.locator('page-kin:state(error)')).toHaveCount(1)
  await unnamed.evaluate(() => window.Pagekin!.experiment('shelf'))
  for (const name of await unnamed.evaluate(namesOfStores)) kept.add(name)

  expect([...kept].sort()).toEqual(documented().sort())
})

async function namesOfStores(): Promise<string[]> {
  const names = [
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ]
  for (const cache of await caches.keys()) names.push(`Cache API ${cache}`)
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name!)
      opening.onsuccess = () => resolve(opening.result)
    })
    names.push(...[...database.objectStoreNames].map((store) => `IndexedDB ${name} ${store}`))
    database.close()
  }
  return names
}

/** What a site's storage holds, whatever it is kept in. */
function storedIn(page: Page) {
  return page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    const files: string[] = []
    const folder = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> }
    for await (const name of folder.keys()) files.push(name)
    return {
      databases,
      caches: await caches.keys(),
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      cookies: (await cookieStore.getAll()).map(({ name }) => name),
      files,
    }
  })
}

const NOTHING = { databases: [], caches: [], local: [], session: [], cookies: [], files: [] }

/** All that pagekin can keep on a device, but for the visitor's choice, by a tab that went from page to page. */
async function keepAll(page: Page, history: 'session' | 'persist'): Promise<void> {
  await page.goto(`${server.url}/tag/`)
  await expect(page.locator('page-kin:state(error)')).toHaveCount(1)
  await page.evaluate(() => window.Pagekin!.experiment('shelf'))
  await page.goto(`${server.url}/`)
  await start(page, { history, pack: '/pack/', catalog: undefined! })
  await page.evaluate((id) => window.recommender.similar(id), ids[0]!)
  await expect.poll(() => storedIn(page)).toMatchObject({ caches: expect.arrayContaining(['pagekin-pack-v1']) })
  await page.goto(`${server.url}/`)
  await start(page, { history })
  await use(page, ANNA)
  await stateWith(page, { phase: 'ready', items: { embedded: rows.length } })
}

for (const history of ['session', 'persist'] as const) {
  const tag = history === 'persist' ? '@long' : []
  test(`clear leaves nothing in any store of the browser (history: ${history})`, { tag }, async ({ context }) => {
    const page = await context.newPage()
    await keepAll(page, history)
    const kept = await storedIn(page)
    expect(kept.databases.sort()).toEqual(history === 'persist' ? ['pagekin', 'pagekin-history'] : ['pagekin'])
    expect(kept.session.sort()).toEqual(history === 'session' ? ['pagekin-discovered', 'pagekin-history'] : ['pagekin-discovered'])
    expect(kept).toMatchObject({
      caches: ['pagekin-pack-v1', 'pagekin-models-v1'],
      local: ['pagekin-experiments'],
      cookies: [],
      files: [],
    })

    await page.evaluate(() => window.recommender.clear({ vectors: false }))
    expect(await storedIn(page), 'nothing of the visitor').toEqual({ ...NOTHING, databases: ['pagekin'], caches: ['pagekin-models-v1'] })
    await page.evaluate(() => window.recommender.clear())
    await search(page, 'kettle')
    await page.evaluate(() => window.recommender.forYou())

    expect(await storedIn(page)).toEqual(NOTHING)
    await page.evaluate(() => window.recommender.dispose())
    expect(await storedIn(page)).toEqual(NOTHING)
    await page.close()
    const other = await context.newPage()
    await other.goto(`${server.url}/catalog.json`)
    expect(await storedIn(other)).toEqual(NOTHING)
  })
}

test('what a visitor has chosen outlives a clearing: a refusal and a pause hold on the next page', async ({ context }) => {
  const page = await open(context)
  await page.evaluate(async () => {
    window.recommender.pause()
    await window.recommender.consent(false)
    await window.recommender.clear()
  })
  expect(await storedIn(page)).toEqual({ ...NOTHING, local: ['pagekin-choice'] })
  await page.close()
  const next = await open(context)
  expect((await stateWith(next, { phase: 'ready' })).privacy).toEqual({ keeps: 'page', paused: true, held: 'refused' })
})
