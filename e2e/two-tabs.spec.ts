import { expect, type Page, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, similar, start, stateOf, stateWith, uncaughtErrors } from './fixtures/visit.js'

test.setTimeout(120_000)

// enough that embedding outlasts the second that a hint to another tab may take
const rows = shopRows(240)
let site: Site

test.beforeEach(async () => {
  site = await openSite(rows)
})
test.afterEach(() => site.server.close())

test('of two tabs one embeds, both rank with all vectors, and no text is embedded twice', { tag: '@long' }, async ({ context }) => {
  const tabs = await Promise.all([newPage(context, site), newPage(context, site)])
  await Promise.all(tabs.map((tab) => start(tab)))
  // the tab that waits has vectors long before the other one is done
  await expect
    .poll(
      async () => (await Promise.all(tabs.map(stateOf))).filter(({ phase, items }) => phase === 'paused' && items.embedded > 0).length,
      {
        intervals: [50],
        timeout: 60_000,
      },
    )
    .toBe(1)
  const states = await Promise.all(tabs.map((tab) => stateWith(tab, { phase: 'ready', items: { embedded: rows.length } }, 60_000)))
  expect(states.map(({ items }) => items.embeddedThisVisit).sort((a, b) => a - b)).toEqual([0, rows.length])
  expect(site.embedded().length).toBe(rows.length)
  expect(new Set(site.embedded()).size).toBe(rows.length)
  const idle = states.findIndex(({ items }) => items.embeddedThisVisit === 0)
  expect(await tabs[idle]!.evaluate(() => window.workers.length), 'the other tab never starts an encoder').toBe(1)
  for (const { id } of rows.slice(0, 5)) expect(await similar(tabs[0]!, id)).toEqual(await similar(tabs[1]!, id))
})

test('when the tab that embeds is closed the other goes on where it was', { tag: '@long' }, async ({ context }) => {
  const tabs = await Promise.all([newPage(context, site), newPage(context, site)])
  await Promise.all(tabs.map((tab) => start(tab)))
  const embedder = async () => {
    const states = await Promise.all(tabs.map(stateOf))
    return states.findIndex(({ items }) => items.embeddedThisVisit > 0)
  }
  await expect.poll(embedder, { intervals: [50], timeout: 60_000 }).toBeGreaterThanOrEqual(0)
  const first = await embedder()
  await tabs[first]!.close()
  const other = tabs[1 - first]!
  const state = await stateWith(other, { phase: 'ready', items: { embedded: rows.length } }, 60_000)
  expect(state.items.embeddedThisVisit).toBeLessThan(rows.length)
  expect(new Set(site.embedded()).size).toBe(rows.length)
  // the chunk that was cut may be made again
  expect(site.embedded().length).toBeLessThanOrEqual(rows.length + 16)
})

test('what one tab clears, every tab forgets: one that was asleep too', async ({ context }) => {
  site.sell(rows.slice(0, 24))
  const tabs = await Promise.all([newPage(context, site), newPage(context, site), newPage(context, site)])
  const [clearing, awake, asleep] = tabs as [Page, Page, Page]
  await Promise.all(tabs.map((tab) => start(tab, { history: 'persist' })))
  await Promise.all(
    tabs.map((tab) => stateWith(tab, { phase: 'ready', level: expect.stringMatching(/vectors|encoder/), items: { embedded: 24 } })),
  )
  const kindsOf = (tab: Page) =>
    tab.evaluate(async () => (await window.recommender.forYou()).flatMap(({ reasons }) => reasons.map(({ kind }) => kind)))
  for (const tab of [awake, asleep]) {
    await tab.evaluate((id) => window.recommender.record({ type: 'view', id }), rows[3]!.id)
    expect(await kindsOf(tab)).toContain('because-you')
  }
  await asleep.evaluate(() => void window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))

  await clearing.evaluate(() => window.recommender.clear())
  const forgotten = { phase: 'ready', level: 'lexical', items: { embedded: 0 } }
  await stateWith(awake, forgotten)
  expect(await kindsOf(awake)).not.toContain('because-you')
  await asleep.evaluate(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await stateWith(asleep, forgotten)
  await expect.poll(() => kindsOf(asleep)).not.toContain('because-you')
  await expect.poll(() => clearing.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
  for (const tab of tabs) expect(uncaughtErrors(tab)).toEqual([])
})

for (const history of ['session', 'persist'] as const) {
  test(`what one tab forgets, every open tab forgets at once, and no more (history: ${history})`, async ({ context }) => {
    site.sell(rows.slice(0, 12))
    const tabs = await Promise.all([newPage(context, site), newPage(context, site)])
    await Promise.all(tabs.map((tab) => start(tab, { history, device: 'off' })))
    const [first, second] = tabs as [Page, Page]
    const [kept, unwanted] = [rows[2]!.id, rows[3]!.id]
    for (const tab of tabs) {
      await tab.evaluate(
        (ids) => {
          for (const id of ids) window.recommender.record({ type: 'view', id })
        },
        [kept, unwanted],
      )
    }
    const viewed = (tab: Page) => tab.evaluate(async () => (await window.recommender.list('recent')).map(({ item }) => item.id).sort())
    await expect.poll(() => viewed(second)).toEqual([kept, unwanted].sort())

    await first.evaluate((ids) => window.recommender.forget({ ids }), unwanted)

    for (const tab of tabs) await expect.poll(() => viewed(tab)).toEqual([kept])
    await second.evaluate((id) => window.recommender.record({ type: 'view', id }), unwanted)
    await expect.poll(() => viewed(second)).toEqual([kept, unwanted].sort())

    await first.evaluate(() => window.recommender.clear({ vectors: false }))

    for (const tab of tabs) await expect.poll(() => viewed(tab)).toEqual([])
    expect(await second.evaluate(() => sessionStorage.getItem('pagekin-history') ?? '[]')).toBe('[]')
    for (const tab of tabs) expect(uncaughtErrors(tab)).toEqual([])
  })
}
