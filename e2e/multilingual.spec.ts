import { expect, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, search, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

test.setTimeout(120_000)

const rows = shopRows(40)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

const titleOf = (id: string) => rows.find((row) => row.id === id)!.title as string

test('a page that asks for more languages finds English items by German and Chinese words, which share no word with them', async ({
  context,
}) => {
  const before = site.server.requests.length
  const page = await visit(context, site, { encoder: 'multilingual' })
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 40 } })
  const asked = site.server.requests.slice(before).map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  expect(asked).toEqual(expect.arrayContaining(['encoder.bin', 'words-multilingual.bin', 'words-multilingual.json']))

  for (const [text, title] of [
    ['Holzeisenbahn', /train set/i],
    ['肥皂', /soap/],
  ] as const) {
    await expect.poll(async () => titleOf((await search(page, text))[0]!.id), text).toMatch(title)
  }
  expect(uncaughtErrors(page)).toEqual([])
})
