import { expect, test } from '@playwright/test'
import { shopRows } from '../fixtures/shop.js'
import {
  newPage,
  openSite,
  type Site,
  search,
  similar,
  start,
  startError,
  stateOf,
  stateWith,
  uncaughtErrors,
  visit,
} from '../fixtures/visit.js'
import { startServer, type TestServer } from '../serve.js'

test.setTimeout(120_000)

const rows = shopRows(8)
let site: Site
/** Another origin with our files. */
let cdn: TestServer
/** Of the page alone; scripts and workers come without. */
let sent: Readonly<Record<string, string>> = {}

test.beforeAll(async () => {
  site = await openSite(rows, (path) => (path === '/' ? sent : {}))
  cdn = await startServer({ files: site.files, headers: () => ({ 'access-control-allow-origin': '*' }) })
})
test.afterAll(async () => {
  await cdn.close()
  await site.server.close()
})

test('97: a worker from a Blob has the policy of the page: words where it forbids WebAssembly, all levels where it allows it', async ({
  context,
}) => {
  const assets = `${cdn.url}/kin/`
  sent = { 'content-security-policy': "script-src 'self'; worker-src blob:" }
  const words = await visit(context, site, { assets })
  expect(await stateWith(words, { phase: 'ready', error: { code: 'csp-wasm' } })).toMatchObject({ level: 'lexical', device: 'none' })
  expect(await similar(words, rows[0]!.id)).toHaveLength(7)
  expect(uncaughtErrors(words)).toEqual([])
  await words.close()

  sent = { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:" }
  const page = await visit(context, site, { assets })
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  expect(await search(page, 'kettle')).not.toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
})

test('98: a page that allows no connection to our files learns so, with one error and no exception', async ({ context }) => {
  sent = { 'content-security-policy': "connect-src 'self'" }
  const page = await newPage(context, site)
  expect(await startError(page, { assets: `${cdn.url}/kin/` })).toContain('[pagekin worker-failed]')
  // what it may fetch works
  await start(page)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  expect(uncaughtErrors(page)).toEqual([])
})

test('98: items that are given are answered from by words where workers may fetch nothing', async ({ browser }) => {
  const strict = await openSite(rows, () => ({ 'content-security-policy': "connect-src 'none'" }))
  const page = await newPage(await browser.newContext(), strict)
  await start(page, { items: rows })
  expect(await stateWith(page, { phase: 'ready', error: { code: 'model-unavailable' } })).toMatchObject({ level: 'lexical' })
  expect(await similar(page, rows[0]!.id)).toHaveLength(7)
  expect(uncaughtErrors(page)).toEqual([])
  await page.context().close()
  await strict.server.close()
})

test('103: a cross-origin isolated page has all levels, from its own files without the header and from those of another origin', async ({
  browser,
}) => {
  sent = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
  for (const assets of ['/kin/', `${cdn.url}/kin/`]) {
    const context = await browser.newContext()
    const page = await visit(context, site, { assets })
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
    expect(uncaughtErrors(page)).toEqual([])
    await context.close()
  }
})

test('136: a frame of a site on another one finds nothing of what a visitor did on the site itself', async ({ context }) => {
  sent = {}
  const own = await visit(context, site, { history: 'persist' })
  await own.evaluate((id) => window.recommender.record({ type: 'view', id }), rows[3]!.id)
  await stateWith(own, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  const again = await visit(context, site, { history: 'persist', device: 'off' })
  expect(await stateOf(again), 'the site itself finds it').toMatchObject({ level: 'vectors', catalogSource: 'not-modified' })

  const host = await startServer({ files: { '/': '<!doctype html><title>host</title><iframe></iframe>' } })
  const page = await context.newPage()
  await page.goto(host.url.replace('127.0.0.1', 'localhost'))
  await page.evaluate((url) => document.querySelector('iframe')!.setAttribute('src', url), site.server.url)
  const frame = await (await page.waitForSelector('iframe')).contentFrame()
  await frame!.waitForFunction(() => 'start' in window)
  const found = await frame!.evaluate(async () => {
    const kin = await window.start({ catalog: '/catalog.json', history: 'persist', device: 'off' })
    const reasons = (await kin.forYou()).flatMap((found) => found.reasons.map(({ kind }) => kind))
    const { level, catalogSource, items } = kin.getState()
    return { level, catalogSource, embedded: items.embedded, isKnown: reasons.includes('because-you') }
  })
  expect(found).toEqual({ level: 'lexical', catalogSource: 'network', embedded: 0, isKnown: false })
  await host.close()
})
