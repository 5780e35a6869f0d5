import { expect, test } from '@playwright/test'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, search, similar, start, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'
import { startServer } from './serve.js'

test.setTimeout(120_000)

const rows = shopRows(8)
let policy = ''
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows, () => (policy ? { 'content-security-policy': policy } : {}))
})
test.beforeEach(() => {
  policy = ''
})
test.afterAll(() => site.server.close())

test('where WebAssembly is forbidden the twin in JavaScript ranks alike, and a search says what the encoder lacks', async ({ context }) => {
  const free = await visit(context, site)
  await stateWith(free, { phase: 'ready', items: { embedded: 8 } })
  const shelf = await similar(free, rows[0]!.id)
  await free.close()

  policy = "default-src 'self'; script-src 'self'; worker-src 'self'; img-src data:"
  const page = await visit(context, site)
  expect(await stateOf(page)).toMatchObject({ level: 'vectors', items: { embedded: 8 } })
  const twin = await similar(page, rows[0]!.id)
  expect(twin.map(({ id }) => id)).toEqual(shelf.map(({ id }) => id))
  twin.forEach(({ score }, i) => {
    expect(score).toBeCloseTo(shelf[i]!.score, 5)
  })
  expect(await page.evaluate(() => window.workers.map(({ url }) => url.startsWith('blob:')))).toEqual([false])

  await search(page, 'kettle')
  const state = await stateWith(page, { error: { code: 'csp-wasm' } })
  expect(state).toMatchObject({ level: 'vectors', device: 'none' })
  expect(state.deviceReason).toContain('forbids WebAssembly')
  const requests = site.server.requests.length
  for (let call = 0; call < 3; call++) await search(page, `kettle ${call}`)
  expect(site.server.requests.length, 'the policy is not tried again').toBe(requests)
  expect(uncaughtErrors(page)).toEqual([])
})

test('where WebAssembly is forbidden a first visit stays with the words, and loads no model', async ({ context }) => {
  policy = "default-src 'self'; script-src 'self'; worker-src 'self'; img-src data:"
  const before = site.server.requests.length
  const page = await visit(context, site)
  expect(await stateWith(page, { phase: 'ready', error: { code: 'csp-wasm' } })).toMatchObject({ level: 'lexical', device: 'none' })
  const asked = site.server.requests.slice(before).map(({ path }) => path)
  expect(asked.filter((path) => path.includes('/models/') || path.includes('/runtime/'))).toEqual([])
})

test("a page with 'wasm-unsafe-eval', workers from itself alone and enforced Trusted Types has all levels", async ({ context }) => {
  policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types pagekin"
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  expect(uncaughtErrors(page)).toEqual([])
})

test('a page that has extended Object.prototype with names that Web APIs and the channel read has all levels', async ({ context }) => {
  await context.addInitScript(() => {
    const names = [
      'type',
      'credentials',
      'endings',
      'once',
      'signal',
      'capture',
      'eventNames',
      'serialize',
      'deserialize',
      'resolver',
      'bind',
    ]
    for (const name of names) Object.defineProperty(Object.prototype, name, { value: 'of the page', configurable: true, writable: true })
  })
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  expect(await search(page, 'kettle')).not.toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
})

test('a page that allows no policy named pagekin, and enforces none, starts all the same', async ({ context }) => {
  policy = 'trusted-types other'
  const page = await visit(context, site, { device: 'off' })
  expect(await stateOf(page)).toMatchObject({ phase: 'ready', level: 'lexical' })
  expect(uncaughtErrors(page)).toEqual([])
})

test('a page that forbids workers says so', async ({ context }) => {
  policy = "script-src 'self'; worker-src 'none'"
  const page = await newPage(context, site)
  const error = await start(page).then(
    () => 'started',
    ({ message }) => String(message),
  )
  expect(error).toContain('[pagekin worker-failed]')
  expect(error).toContain('from a Blob')
  expect(uncaughtErrors(page)).toEqual([])
})

test('assets of another origin are started from Blobs, and embed', async ({ context }) => {
  const cdn = await startServer({ files: site.files, headers: () => ({ 'access-control-allow-origin': '*' }) })
  const before = site.server.requests.length
  const page = await visit(context, site, { assets: `${cdn.url}/kin/` })
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  const urls = await page.evaluate(() => window.workers.map(({ url }) => url.split(':')[0]))
  // the constructor refuses the foreign address at once, so what was started came from Blobs
  expect(new Set(urls)).toEqual(new Set(['blob']))
  const own = site.server.requests.slice(before).map(({ path }) => path)
  expect(own.filter((path) => path.startsWith('/kin/'))).toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
  await cdn.close()
})
