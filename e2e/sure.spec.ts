import { expect, type Page, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

test.setTimeout(120_000)

const rows = shopRows(64)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

const searched = (page: Page, text: string) =>
  page.evaluate(async (query) => {
    const found = await window.recommender.search(query, { limit: 4 })
    return { sure: found.sure, items: found.map(({ item, confidence }) => ({ id: item.id, confidence })) }
  }, text)

test('a search shows the nearest and says whether it is sure', async ({ context }) => {
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 64 } })
  const { id, title } = rows[30]!

  const found = await searched(page, title)
  expect(found.sure).toBe(true)
  expect(found.items[0]).toEqual({ id, confidence: expect.any(Number) })
  // the vector of a text may come later than its words
  await expect.poll(async () => (await searched(page, 'tax return')).sure).toBe(false)
  expect((await searched(page, 'tax return')).items).toHaveLength(4)
  expect(uncaughtErrors(page)).toEqual([])
})
