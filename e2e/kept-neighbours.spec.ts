/** The first shelf of a second visit: drawn by the page from what the first visit's engine kept, before any worker runs. */
import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import type { Recommender, RecommenderOptions } from '../src/types.js'
import { siteFiles } from './fixtures/assets.js'
import { shopRows } from './fixtures/shop.js'
import { startServer, type TestServer } from './serve.js'

test.setTimeout(90_000)

const rows = shopRows(12).map((row) => ({ ...row, url: `/p/${row.id}` }))
const ITEM = rows[0]!.id
const page = (options: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title><link rel="icon" href="data:,">
<page-kin item="${ITEM}" catalog="/catalog.json" assets="/kin/" device="wasm" ${options}></page-kin><script src="/kin/embed.js"></script>`

let server: TestServer
let files: Record<string, string | Uint8Array>

const sell = (sold: readonly unknown[]) => {
  files['/catalog.json'] = JSON.stringify(sold)
}

test.beforeEach(async () => {
  files = {
    ...(await siteFiles()),
    '/kin/embed.js': await readFile('dist/embed.js'),
    '/kin/client.js': await readFile('dist/client.js'),
    '/kin/recommender.js': await readFile('dist/recommender.js'),
    '/': page(''),
    '/dismissible/': page('with-dismiss history="persist"'),
    '/in-memory/': page('storage="memory"'),
  }
  sell(rows)
  server = await startServer({ files })
})
test.afterEach(() => server.close())

/** Levels that the shelf goes through, the errors that reach the page, and the shelf as it stands. */
async function open(context: BrowserContext, path = '/') {
  const opened = await context.newPage()
  const errors: string[] = []
  opened.on('pageerror', (error) => errors.push(String(error)))
  await opened.addInitScript(() => {
    const levels: string[] = []
    Object.assign(window, { levels })
    document.addEventListener('kin-ready', (event) => levels.push((event as CustomEvent<{ level: string }>).detail.level))
    document.addEventListener('kin-upgrade', (event) => levels.push((event as CustomEvent<{ to: string }>).detail.to))
  })
  await opened.goto(server.url + path)
  return { page: opened, errors, levels: () => opened.evaluate(() => (window as unknown as { levels: string[] }).levels) }
}

/** Ids of the cards, in order. */
const shelf = (of: Page) =>
  of.locator('page-kin [part~=link]').evaluateAll((links) => links.map((link) => link.getAttribute('href')!.split('/').at(-1)!))

const prices = (of: Page) => of.locator('page-kin [part~=price]').allInnerTexts()

/** The engine's own answer, of another recommender on the page. */
const similar = (of: Page) =>
  of.evaluate(async (id) => {
    const { Pagekin } = window as unknown as { Pagekin: { createRecommender(options: RecommenderOptions): Promise<Recommender> } }
    const kin = await Pagekin.createRecommender({ catalog: '/catalog.json', device: 'off' })
    return (await kin.similar(id)).map(({ item }) => item.id)
  }, ITEM)

/** Of how many items it is known what is like them, by the state of the catalog that this was made from. */
function kept(of: Page): Promise<{ etag?: string; count: number }> {
  return of.evaluate(
    (key) =>
      new Promise<{ etag?: string; count: number }>((resolve, reject) => {
        const opening = indexedDB.open('pagekin')
        opening.onupgradeneeded = () => opening.transaction?.abort()
        opening.onerror = () => (opening.error?.name === 'AbortError' ? resolve({ count: 0 }) : reject(opening.error))
        opening.onsuccess = () => {
          const tx = opening.result.transaction(['neighbours', 'neighbourStamps'])
          const counting = tx.objectStore('neighbours').count()
          const reading = tx.objectStore('neighbourStamps').get(key)
          tx.oncomplete = () => resolve({ etag: reading.result?.etag, count: counting.result })
          opening.result.close()
        }
      }),
    `${server.url}/catalog.json`,
  )
}

/** A whole first visit: everything embedded, and the neighbours of everything kept. */
async function firstVisit(context: BrowserContext, path = '/'): Promise<{ etag?: string }> {
  const { page: first, errors } = await open(context, path)
  await expect.poll(() => kept(first), { timeout: 60_000 }).toMatchObject({ count: rows.length })
  expect(errors).toEqual([])
  const { etag } = await kept(first)
  await first.close()
  return { ...(etag !== undefined && { etag }) }
}

test('is drawn before the worker has come, is what the engine then answers, and nothing of it moves', async ({ context }) => {
  await firstVisit(context)
  server.fault('/kin/worker.js', { held: true })
  const { page: second, errors, levels } = await open(context)
  await expect.poll(levels).toEqual(['neighbours'])
  const early = await shelf(second)
  expect(early).toHaveLength(8)
  server.fault('/kin/worker.js')
  await expect.poll(levels, { timeout: 20_000 }).toEqual(['neighbours', 'vectors'])
  expect(await shelf(second)).toEqual(early)
  expect(await similar(second)).toEqual(early)
  expect(errors).toEqual([])
})

test('is not drawn from a catalog that has changed: a new price is never shown as it was', async ({ context }) => {
  const old = await firstVisit(context)
  sell(rows.map((row) => ({ ...row, price: 4321 })))
  server.fault('/kin/worker.js', { delayMs: 1500 })
  const { page: second, levels } = await open(context)
  await expect.poll(levels, { timeout: 20_000 }).toEqual(['vectors'])
  expect(await prices(second)).toEqual(Array(8).fill(expect.stringContaining('4,321')))
  // and of the new catalog they are kept again
  const renewed = async () => {
    const now = await kept(second)
    return now.etag !== old.etag && now.count
  }
  await expect.poll(renewed, { timeout: 60_000 }).toBe(rows.length)
  await second.close()
  const { page: third, levels: levelsOfThird } = await open(context)
  await expect.poll(levelsOfThird).toEqual(['neighbours'])
  expect(await prices(third)).toEqual(Array(8).fill(expect.stringContaining('4,321')))
})

test('has nothing that was dismissed, also when the history outlives the tab', { tag: '@long' }, async ({ context }) => {
  await firstVisit(context, '/dismissible/')
  const { page: second, levels } = await open(context, '/dismissible/')
  await expect.poll(levels).toEqual(['neighbours', 'vectors'])
  const [dismissed] = await shelf(second)
  await second.locator('page-kin [part~=dismiss]').first().click()
  await expect.poll(() => shelf(second)).not.toContain(dismissed)
  await second.waitForTimeout(300)
  await second.close()

  server.fault('/kin/worker.js', { held: true })
  const { page: third, levels: levelsOfThird } = await open(context, '/dismissible/')
  await expect.poll(levelsOfThird).toEqual(['neighbours'])
  expect(await shelf(third)).toHaveLength(8)
  expect(await shelf(third)).not.toContain(dismissed)
})

test('leaves nothing on a device where nothing is to be stored, and goes when the visitor clears', { tag: '@long' }, async ({
  context,
}) => {
  const { page: first, levels } = await open(context, '/in-memory/')
  await expect.poll(levels).not.toEqual([])
  expect(await kept(first)).toEqual({ count: 0 })
  await first.close()

  await firstVisit(context)
  const { page: second } = await open(context)
  await second.evaluate(async () => {
    const { Pagekin } = window as unknown as { Pagekin: { createRecommender(options: RecommenderOptions): Promise<Recommender> } }
    await (await Pagekin.createRecommender({ catalog: '/catalog.json', device: 'off' })).clear()
  })
  expect(await kept(second)).toMatchObject({ count: 0 })
})

test('a damaged record costs the early shelf, and nothing else', { tag: '@long' }, async ({ context }) => {
  await firstVisit(context)
  const { page: second } = await open(context)
  await second.evaluate(
    (key) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('pagekin')
        opening.onsuccess = () => {
          const tx = opening.result.transaction('neighbours', 'readwrite')
          tx.objectStore('neighbours').put({ title: 7, items: 'none' }, key)
          tx.oncomplete = () => resolve()
          tx.onabort = () => reject(tx.error)
          opening.result.close()
        }
      }),
    [`${server.url}/catalog.json`, ITEM],
  )
  await second.close()
  const { errors, levels } = await open(context)
  await expect.poll(levels).toEqual(['vectors'])
  expect(errors).toEqual([])
})
