import { expect, test } from '@playwright/test'
import { hasOnnx, MODEL, onnxFiles, WASM_RUNTIME, WEIGHTS } from './fixtures/assets.js'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, similar, start, startError, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'
import type { Fault } from './serve.js'

test.setTimeout(120_000)

const rows = shopRows(8)
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
  Object.assign(site.files, await onnxFiles())
})
test.afterAll(() => site.server.close())

test('a full disk and a forbidden one cost the next visit, not this one', { tag: '@long' }, async ({ browser }) => {
  const shelves: unknown[] = []
  const visits: readonly { readonly reason: string | null; readonly path: string; readonly quotaSize?: number }[] = [
    { reason: null, path: '/kin/' },
    { reason: 'IndexedDB: the browser refuses to store more for this site.', path: '/kin/', quotaSize: 1000 },
    { reason: 'IndexedDB: the browser does not let this page store anything.', path: '/denied/' },
  ]
  for (const [path, content] of Object.entries(site.files))
    if (path.startsWith('/kin/')) site.files[path.replace('/kin/', '/denied/')] = content
  site.files['/denied/worker.js'] =
    `Object.defineProperty(self, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError') } });${site.files['/kin/worker.js']}`
  for (const { reason, path, quotaSize } of visits) {
    const context = await browser.newContext()
    const page = await newPage(context, site)
    if (quotaSize !== undefined) {
      const session = await context.newCDPSession(page)
      await session.send('Storage.overrideQuotaForOrigin', { origin: site.server.url, quotaSize })
    }
    await start(page, { assets: path })
    const state = await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8, embeddedThisVisit: 8 } })
    expect(state.storage).toBe(reason === null ? 'indexeddb' : 'memory')
    if (reason === null) expect(state.storageReason).toBeUndefined()
    else expect(state.storageReason).toContain(reason.slice(0, 30))
    shelves.push(await similar(page, rows[0]!.id))
    expect(uncaughtErrors(page)).toEqual([])
    await context.close()
  }
  expect(shelves[1]).toEqual(shelves[0])
  expect(shelves[2]).toEqual(shelves[0])
})

test('without WebGPU an ONNX export runs on WASM, and the state says why', { tag: '@long' }, async ({ context }) => {
  test.skip(!hasOnnx)
  const page = await visit(context, site, { device: 'auto', encoder: '/onnx/' })
  const state = await stateWith(page, { phase: 'ready', level: 'encoder' })
  expect(state.device).toBe('wasm')
  expect(state.deviceReason).toMatch(/^WebAssembly, because .*WebGPU/)
})

test('without a GPU the built-in encoder runs on WebAssembly although the page asks for WebGPU, and says why', async ({ context }) => {
  const page = await visit(context, site, { device: 'webgpu' })
  const state = await stateWith(page, { phase: 'ready', level: 'encoder', device: 'wasm' })
  expect(state.deviceReason).toMatch(/^WebAssembly with .*SIMD, because (?:this browser has no WebGPU|WebGPU gives no adapter here)$/)
  expect(state.error).toBeUndefined()
})

test('a visitor who saves data gets words and downloads no model, the state says why, and the site may overrule it', async ({
  browser,
}) => {
  const context = await browser.newContext()
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' }, configurable: true }),
  )
  const before = site.server.requests.length
  const page = await visit(context, site, { device: 'auto' })
  const state = await stateWith(page, { phase: 'ready', level: 'lexical' })
  expect(state.deviceReason).toBe('no encoder, because the visitor asks for less data (Save-Data); the option device overrules it')
  expect(state.error).toBeUndefined()
  expect(await similar(page, rows[0]!.id)).not.toEqual([])
  expect(site.server.requests.slice(before).filter(({ path }) => /models|runtime|encoder/.test(path))).toEqual([])

  await start(page, { device: 'wasm' })
  await stateWith(page, { phase: 'ready', level: 'encoder' })
  await context.close()
})

test('a model whose download is cut, again and by the end of a visit, goes on where it was: no byte is sent twice', async ({ context }) => {
  const length = Buffer.from(site.files[WEIGHTS]!).byteLength
  const before = site.server.requests.length
  const sent = () =>
    site.server.requests
      .slice(before)
      .filter(({ path }) => path === WEIGHTS)
      .reduce((sum, { bytes }) => sum + bytes, 0)
  // three attempts of a visit
  site.server.fault(WEIGHTS, { truncateAt: Math.ceil(length / 5) })
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', error: { code: 'model-unavailable' } })
  expect(sent()).toBeGreaterThan(length / 2)
  site.server.fault(WEIGHTS)
  await page.reload()
  await start(page)
  await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
  // beside the byte by which a browser asks whether the file is still the same
  expect(sent() - length).toBeGreaterThanOrEqual(0)
  expect(sent() - length).toBeLessThan(10)
})

const flipped = (path: string) => {
  const bytes = Buffer.from(site.files[path]!)
  bytes[bytes.length >> 1]! ^= 1
  return bytes
}
const html: Fault = { body: '<!doctype html><title>Start page</title>', headers: { 'content-type': 'text/html' } }
const broken: readonly [name: string, path: string, fault: () => Fault, code: string][] = [
  ['a missing encoder worker', '/kin/encoder-worker.js', () => ({ status: 404, body: 'not found' }), 'worker-failed'],
  ['an encoder worker that is a page', '/kin/encoder-worker.js', () => html, 'worker-failed'],
  ['a missing runtime', WASM_RUNTIME, () => ({ status: 404 }), 'model-unavailable'],
  ['a missing script of the runtime', `/kin/runtime/ort.wasm.bundle.min.mjs`, () => ({ status: 404 }), 'model-unavailable'],
  ['a flipped bit in the weights', WEIGHTS, () => ({ body: flipped(WEIGHTS) }), 'model-corrupt'],
  ['a flipped bit in the runtime', WASM_RUNTIME, () => ({ body: flipped(WASM_RUNTIME) }), 'model-corrupt'],
  ['a missing manifest of the built-in model', `${MODEL}pagekin.json`, () => ({ status: 404 }), 'model-unavailable'],
  ['weights cut short', WEIGHTS, () => ({ truncateAt: 1_000_000 }), 'model-unavailable'],
  ['a page instead of weights', WEIGHTS, () => html, 'model-unavailable'],
  ['a server in trouble', `${MODEL}tokenizer.json`, () => ({ status: 503 }), 'model-unavailable'],
]

for (const [n, [name, path, fault, code]] of broken.entries()) {
  // a worker and a file of the model in the quick run
  const details = { tag: n % 6 === 0 ? [] : '@long' }
  test(`${name} leaves the words, says ${code}, and is made good when the network is back`, details, async ({ context }) => {
    const runtime = path.startsWith('/kin/runtime/')
    test.skip(runtime && !hasOnnx)
    site.server.fault(path, fault())
    const page = await visit(context, site, runtime ? { encoder: '/onnx/' } : {})
    const state = await stateWith(page, { phase: 'ready', error: { code } })
    expect(state).toMatchObject({ level: 'lexical', device: 'none', items: { embedded: 0 } })
    expect(state.deviceReason).toBe(state.error!.message)
    expect(await similar(page, rows[0]!.id)).toHaveLength(7)
    expect(uncaughtErrors(page)).toEqual([])
    // a failed load is not tried again with every call
    const asked = site.server.requests.length
    for (let call = 0; call < 5; call++) await similar(page, rows[call]!.id)
    expect(site.server.requests.length).toBe(asked)
    site.server.fault(path)

    // what the browser does when the network is back
    await page.context().setOffline(true)
    await page.context().setOffline(false)
    const recovered = await stateWith(page, { phase: 'ready', level: 'encoder', items: { embedded: 8 } })
    expect(recovered.error).toBeUndefined()
    await page.close()
  })
}

test('a missing catalog is an error without a kept one, and a note beside it', { tag: '@long' }, async ({ browser }) => {
  const faults: readonly [Fault, string][] = [
    [{ status: 404 }, 'catalog-invalid'],
    [{ status: 500 }, 'catalog-invalid'],
    [{ body: 'not a catalog', headers: { 'content-type': 'text/plain' } }, 'catalog-invalid'],
    [{ body: '[{"id": "1", "title": "cut' }, 'catalog-invalid'],
    [html, 'catalog-invalid'],
  ]
  for (const [fault, code] of faults) {
    const context = await browser.newContext()
    site.server.fault('/catalog.json', fault)
    const none = await newPage(context, site)
    expect(await startError(none, { device: 'off' })).toContain(`[pagekin ${code}]`)
    expect(await none.evaluate(() => window.workers.length)).toBe(1)
    expect(uncaughtErrors(none)).toEqual([])
    site.server.fault('/catalog.json')
    const good = await visit(context, site, { device: 'off' })
    const shelf = await similar(good, rows[0]!.id)

    site.server.fault('/catalog.json', fault)
    const kept = await visit(context, site, { device: 'off' })
    expect(await stateOf(kept)).toMatchObject({ phase: 'ready', level: 'lexical', catalogSource: 'stored', error: { code } })
    expect(await similar(kept, rows[0]!.id)).toEqual(shelf)
    site.server.fault('/catalog.json')
    await context.setOffline(true)
    await context.setOffline(false)
    const recovered = await stateWith(kept, { catalogSource: 'not-modified' })
    expect(recovered.error).toBeUndefined()
    await context.close()
  }
})

test('a catalog that comes late is answered for by the kept one, and then replaces it', async ({ context }) => {
  await (await visit(context, site, { device: 'off' })).close()
  site.sell(rows.map((row) => ({ ...row, price: 7.77 })))
  site.server.fault('/catalog.json', { held: true })
  const page = await visit(context, site, { device: 'off' })
  expect(await stateOf(page)).toMatchObject({ phase: 'ready', catalogSource: 'stored' })
  const { revision } = await stateOf(page)
  site.server.fault('/catalog.json')
  const fresh = await stateWith(page, { catalogSource: 'network' })
  expect(fresh.revision).toBeGreaterThan(revision)
  const prices = await page.evaluate(async (id) => (await window.recommender.similar(id)).map(({ item }) => item.price!.value), rows[0]!.id)
  expect(new Set(prices)).toEqual(new Set([7.77]))
  site.sell(rows)
})
