import { expect, type Page, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { killWorker, openSite, type Site, similar, stateOf, stateWith, visit } from './fixtures/visit.js'

const CUTS = 10
const CHUNK = 16
const rows = shopRows(96)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
})
test.afterAll(() => site.server.close())

/** Ways to end a visit without a word to the engine; those of a browser that closes a tab, navigates, or ends a process. */
const cuts: readonly ((page: Page) => Promise<unknown>)[] = [
  (page) => page.close(),
  (page) => page.reload(),
  (page) => page.goto('about:blank'),
  async (page) => {
    await killWorker(page, 'worker.js')
    await killWorker(page, 'encoder-worker.js').catch(() => undefined)
  },
]

/** 0 to 1, the same at every run. */
function fraction(n: number): number {
  return (Math.imul(n + 1, 0x9e3779b1) >>> 8) / 2 ** 24
}

/** Items whose whole sentence has a vector. */
const wholeOf = async (page: Page) => {
  const { embedded, drafts } = (await stateOf(page)).items
  return embedded - drafts
}

const shelves = async (page: Page) => Promise.all(rows.slice(0, 12).map(({ id }) => similar(page, id, 20)))

test('a visit cut at any moment loses at most a chunk, and the last one answers as if none had been cut', { tag: '@long' }, async ({
  context,
  browser,
}) => {
  test.setTimeout(300_000)
  let kept = 0
  for (let cut = 0; cut < CUTS; cut++) {
    const page = await visit(context, site)
    const begun = await wholeOf(page)
    expect(begun, `visit ${cut} begins with what the ones before kept`).toBeGreaterThanOrEqual(kept)
    // every third cut meets the load, the others the embedding
    if (cut % 3 > 0) await expect.poll(() => wholeOf(page), { timeout: 60_000 }).toBeGreaterThan(begun)
    await page.waitForTimeout(fraction(cut) * 150)
    const whole = await wholeOf(page)
    // what is in the state is in the index; the chunk that is being written may still be lost
    kept = Math.max(begun, whole - CHUNK)
    await cuts[cut % cuts.length]!(page)
    if (!page.isClosed()) await page.close()
    if (whole === rows.length) break
  }
  const last = await visit(context, site)
  const begun = await wholeOf(last)
  expect(begun).toBeGreaterThanOrEqual(kept)
  expect(begun, 'something was kept').toBeGreaterThan(0)
  const state = await stateWith(last, { phase: 'ready', items: { embedded: rows.length } }, 60_000)
  expect(state.items.embeddedThisVisit).toBe(rows.length - begun)
  expect(new Set(site.embedded()).size).toBe(rows.length)
  // one that is being written, one that is being encoded
  expect(site.embedded().length).toBeLessThanOrEqual(rows.length + CUTS * 2 * CHUNK)

  const undisturbed = await browser.newContext()
  const other = await visit(undisturbed, site)
  await stateWith(other, { phase: 'ready', items: { embedded: rows.length } }, 60_000)
  expect(await shelves(last)).toEqual(await shelves(other))
  await undisturbed.close()
})
