import { expect, type Page, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'
import { startServer } from './serve.js'

test.setTimeout(120_000)

const rows = shopRows(64)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterEach(() => site.server.fault('/kin/examination.js'))
test.afterAll(() => site.server.close())

const searched = (page: Page, text: string) =>
  page.evaluate(
    async (query) => (await window.recommender.search(query)).map(({ item, confidence }) => ({ id: item.id, confidence })),
    text,
  )

/** Whether the device has kept how sure searches are. */
const isKept = (page: Page) =>
  page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await result(indexedDB.open('pagekin'))
    const metas = await result(database.transaction('metas').objectStore('metas').getAll())
    database.close()
    return metas.some((meta: { readonly cutoffs?: unknown }) => meta.cutoffs !== undefined)
  })

test('examination.js is fetched once a catalog, when all is embedded; searches are sure of what there is, and empty where nothing is like it', async ({
  context,
}) => {
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 64 } })
  const { id, title } = rows[30]!
  await expect.poll(async () => (await searched(page, title))[0]?.confidence, { timeout: 60_000 }).toBeGreaterThan(0.5)

  expect((await searched(page, title))[0]!.id).toBe(id)
  expect(await searched(page, 'quarterly tax return for a limited company')).toEqual([])
  await expect.poll(() => isKept(page)).toBe(true)
  await page.close()
  const again = await visit(context, site)
  await searched(again, title)
  // how sure a hit is takes the query's vector, and so the encoder
  await stateWith(again, { level: 'encoder' }, 60_000)
  await expect.poll(async () => (await searched(again, title))[0]?.confidence).toBeGreaterThan(0.5)
  expect(site.server.requests.filter(({ path }) => path === '/kin/examination.js')).toHaveLength(1)
  expect(uncaughtErrors(again)).toEqual([])
})

test('an engine that was started from a Blob finds it, too', async ({ browser }) => {
  const cdn = await startServer({ files: site.files, headers: () => ({ 'access-control-allow-origin': '*' }) })
  const context = await browser.newContext()
  const page = await visit(context, site, { assets: `${cdn.url}/kin/` })
  await expect.poll(async () => (await searched(page, rows[30]!.title))[0]?.confidence, { timeout: 90_000 }).toBeGreaterThan(0.5)
  await context.close()
  await cdn.close()
})

test('without it searches are answered as before, and the state says what is missing', async ({ browser }) => {
  site.server.fault('/kin/examination.js', { status: 404 })
  const context = await browser.newContext()
  const page = await visit(context, site)
  const { error } = await stateWith(page, { phase: 'ready', items: { embedded: 64 }, error: { code: 'worker-failed' } }, 60_000)

  expect(error!.message).toContain('examination.js')
  const found = await searched(page, rows[30]!.title)
  expect(found[0]).toEqual({ id: rows[30]!.id })
  expect(found).toHaveLength(8)
  expect(uncaughtErrors(page)).toEqual([])
  await context.close()
})
