import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import type { RecommenderOptions } from '../src/types.js'
import { mulberry32 } from '../src/vectors/random.js'
import { shopRows } from './fixtures/shop.js'
import { openSite, type Site, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

test.setTimeout(120_000)

const PAIRS = 30
const rows = shopRows(2 * PAIRS)
const random = mulberry32(4)
/** Other visitors take both items of a pair; so does this one. */
const interactions = Array.from({ length: 270 }, (_, i) => {
  const first = 2 * Math.floor(random() * PAIRS)
  return [first, first + 1].map((row, step) => ({ user: `u${Math.floor(i / 3)}`, item: rows[row]!.id, at: 2 * i + step }))
}).flat()
const taken = Array.from({ length: 24 }, (_, i) => rows[(14 * (i >> 1) + (i & 1)) % (2 * PAIRS)]!.id)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

const open = (context: BrowserContext, options: RecommenderOptions = {}) =>
  visit(context, site, { device: 'off', interactions, ...options })
const record = (page: Page, ids: readonly string[]) =>
  page.evaluate((viewed) => {
    for (const id of viewed) window.recommender.record({ type: 'view', id })
  }, ids)
const stored = (page: Page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
  }))

test('what a visitor takes is learnt, told, kept nowhere but in the history, and forgotten with it', async ({ context }) => {
  const page = await open(context)
  await record(page, taken.slice(0, 2))
  await expect.poll(async () => (await stored(page)).databases).toContain('pagekin')
  const before = await stored(page)
  await record(page, taken.slice(2))

  const { learned } = await stateWith(page, { learned: { helps: true, choices: 23 } })
  expect(learned!.words).toContain('learnt from 23 items that this visitor took')
  const { words } = await page.evaluate(() => window.recommender.profile({ lang: 'en' }))
  expect(words).toContain('Recommendations are tuned to what you chose.')
  expect(await stored(page)).toEqual(before)

  await page.evaluate(() => window.recommender.pause())
  await record(page, [rows[1]!.id])
  await page.evaluate(() => window.recommender.resume())
  await page.reload()
  await page.evaluate(async (given) => void (await window.start(given)), { device: 'off', catalog: '/catalog.json', interactions } as never)
  await stateWith(page, { learned: { helps: true, choices: 23 } })

  await page.evaluate(() => window.recommender.clear({ vectors: false }))
  await expect.poll(async () => (await stateOf(page)).learned).toBeUndefined()
  expect((await page.evaluate(() => window.recommender.profile({ lang: 'en' }))).words).not.toContain(
    'Recommendations are tuned to what you chose.',
  )
  expect(uncaughtErrors(page)).toEqual([])
})

test('with learn off nothing is learnt; under Global Privacy Control it ends with the page', async ({ context, browser }) => {
  const page = await open(context, { learn: 'off' })
  await record(page, taken)

  const quiet = await browser.newContext()
  await quiet.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }))
  const other = await open(quiet, { learn: 'persist', history: 'persist' })
  await record(other, taken)
  await stateWith(other, { learned: { choices: 23 } })
  expect(await stored(other)).toEqual({ databases: [], local: [], session: [] })
  await other.reload()
  await other.evaluate(async (given) => void (await window.start(given)), {
    device: 'off',
    catalog: '/catalog.json',
    interactions,
  } as never)
  await stateWith(other, { phase: 'ready' })
  expect((await stateOf(other)).learned).toBeUndefined()
  await quiet.close()

  expect((await stateOf(page)).learned).toBeUndefined()
})
