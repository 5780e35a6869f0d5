import { type Browser, expect, type Page, test } from '@playwright/test'
import { MODEL } from './fixtures/assets.js'
import { cosinesOf, encodeInPage, type GpuCounts, launchWithGpu, spyOnGpu } from './fixtures/gpu.js'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, search, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

test.setTimeout(300_000)

/** Few: a GPU in software takes long for each token. */
const TEXTS = [
  'red',
  '',
  'waterproof hiking jacket with hood',
  'Größe 42, blaue Schuhe',
  '防水ジャケット',
  'The committee postponed its decision until the following week, because three of its members had asked for more time to read the report.',
]
const long = shopRows(300)
const short = shopRows(4).map(({ id, title, price, available }) => ({ id, title, price, available }))
/** A GPU in software that says that it is none, and is slower than any machine under load. */
const IN_DISGUISE = `
  Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => ({ vendor: 'acme', architecture: 'one' }) })
  const { mapAsync } = GPUBuffer.prototype
  GPUBuffer.prototype.mapAsync = async function (...range) {
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    return mapAsync.apply(this, range)
  }
`

let browser: Browser

test.beforeAll(async () => {
  browser = await launchWithGpu()
})
test.afterAll(() => browser.close())

/** A site whose encoder workers are spied on, and a fresh profile to visit it with. */
async function withSite(rows: Parameters<typeof openSite>[0], script: string, run: (site: Site) => Promise<void>): Promise<void> {
  const site = await openSite(rows)
  spyOnGpu(site, script)
  try {
    await run(site)
  } finally {
    await site.server.close()
  }
}

function sentToGpu(page: Page): Promise<GpuCounts> {
  return page.evaluate(() => {
    const { worker } = window.workers.at(-1)!
    return new Promise<GpuCounts>((resolve) => {
      worker.addEventListener('message', ({ data }) => 'submits' in data && resolve(data))
      worker.postMessage('count')
    })
  })
}

test('the built-in model makes the same vectors on WebGPU, in one submission, and a device that is lost meanwhile costs no vector', {
  tag: '@long',
}, async () => {
  await withSite(short, '', async (site) => {
    const page = await newPage(await browser.newContext(), site)
    const onWasm = await encodeInPage(page, MODEL, 'wasm', TEXTS)
    const onGpu = await encodeInPage(page, MODEL, 'webgpu', TEXTS)
    expect([onWasm.device, onGpu.device]).toEqual(['wasm', 'webgpu'])
    expect(onGpu.deviceReason).toBe('WebGPU in software (google swiftshader), as asked for')
    expect([onWasm.dispatched, onGpu.submitted]).toEqual([0, 1])
    expect(onGpu.dispatched).toBeGreaterThan(30)
    expect(onGpu.canary).toBeGreaterThan(0.985)
    const cosines = cosinesOf(onGpu, onWasm)
    // an empty text has no other tokens than [CLS] and [SEP]: one activation that is rounded the other way is much of it
    TEXTS.forEach((text, at) => {
      expect(cosines[at]).toBeGreaterThanOrEqual(text === '' ? 0.998 : 0.999)
    })
    expect(Math.max(...cosines)).toBeLessThan(1.0001)

    const afterLoss = await encodeInPage(page, MODEL, 'webgpu', TEXTS, { loses: true })
    expect(afterLoss.vectors).toEqual(onWasm.vectors)
    expect(afterLoss.moves).toEqual([
      { device: 'wasm', deviceReason: expect.stringMatching(/^WebAssembly with .*SIMD, because WebGPU was given up \(/) },
    ])
    expect(uncaughtErrors(page)).toEqual([])
  })
})

test('the built-in model that ends after one layer makes the same vectors on WebGPU', { tag: '@long' }, async () => {
  await withSite(short, '', async (site) => {
    const page = await newPage(await browser.newContext(), site)
    const onWasm = await encodeInPage(page, MODEL, 'wasm', TEXTS, { layers: 1 })
    const onGpu = await encodeInPage(page, MODEL, 'webgpu', TEXTS, { layers: 1 })
    expect([onWasm.device, onGpu.device]).toEqual(['wasm', 'webgpu'])
    expect(onGpu.canary).toBeGreaterThan(0.999)
    expect(Math.min(...cosinesOf(onGpu, onWasm))).toBeGreaterThanOrEqual(0.999)
  })
})

test('the built-in model with the words of more languages makes the same vectors on WebGPU', { tag: '@long' }, async () => {
  await withSite(short, '', async (site) => {
    const page = await newPage(await browser.newContext(), site)
    const texts = ['Wasserkocher aus Edelstahl', 'Тёплые перчатки из шерсти', '双人帐篷, 防水', 'red']
    const onWasm = await encodeInPage(page, MODEL, 'wasm', texts, { multilingual: true })
    const onGpu = await encodeInPage(page, MODEL, 'webgpu', texts, { multilingual: true })
    expect([onWasm.device, onGpu.device]).toEqual(['wasm', 'webgpu'])
    expect(onGpu.canary).toBeGreaterThan(0.985)
    expect(Math.min(...cosinesOf(onGpu, onWasm))).toBeGreaterThanOrEqual(0.999)
    const inEnglish = await encodeInPage(page, MODEL, 'wasm', texts)
    expect(cosinesOf(inEnglish, onWasm).map((cosine) => cosine > 0.999)).toEqual([false, false, false, true])
  })
})

test('a page that asks for WebGPU embeds and searches on it, with vectors of one kind; without its device it goes on', {
  tag: '@long',
}, async () => {
  await withSite(short, '', async (site) => {
    const page = await visit(await browser.newContext(), site, { device: 'webgpu' })
    const deviceReason = 'WebGPU in software (google swiftshader), as asked for'
    await stateWith(page, { phase: 'ready', device: 'webgpu', deviceReason, mixedPrecision: false, items: { embedded: 4 } }, 200_000)
    await page.evaluate(() => window.workers.at(-1)!.worker.postMessage('destroy'))
    await expect.poll(async () => (await search(page, 'a tent for two')).flatMap(({ kinds }) => kinds)).toContain('meaning')
    const state = await stateWith(page, { level: 'encoder', device: 'wasm', mixedPrecision: false })
    expect(state.deviceReason).toMatch(/^WebAssembly with .*SIMD, because WebGPU was given up \(/)
    expect(state.error).toBeUndefined()
    expect(await page.evaluate(() => window.workers.filter(({ url }) => url.endsWith('/encoder-worker.js')).length)).toBe(1)
    expect(uncaughtErrors(page)).toEqual([])
  })
})

test('a GPU in software is not tried', { tag: '@long' }, async () => {
  await withSite(long, '', async (site) => {
    const page = await visit(await browser.newContext(), site, { device: 'auto' })
    const deviceReason = expect.stringMatching(/^WebAssembly with .*SIMD, because WebGPU in software \(google swiftshader\) is slower$/)
    await stateWith(page, { phase: 'ready', level: 'encoder', device: 'wasm', deviceReason, items: { embedded: 300 } }, 200_000)
    expect((await sentToGpu(page)).devices).toBe(0)
  })
})

test('a GPU that needs longer than WebAssembly for a batch is given up, and the state says what was measured', {
  tag: '@long',
}, async () => {
  // more than WebAssembly embeds before the GPU has started
  await withSite(shopRows(3000), IN_DISGUISE, async (site) => {
    const page = await visit(await browser.newContext(), site, { device: 'auto' })
    const deviceReason = expect.stringMatching(
      /^WebAssembly with .*SIMD, because WebGPU \(acme one\) is slower: \d+ texts took \d+ ms on WebAssembly with .*SIMD, and longer there$/,
    )
    const state = await stateWith(page, { level: 'encoder', device: 'wasm', deviceReason }, 200_000)
    expect((await sentToGpu(page)).submits).toBeGreaterThan(0)
    // the model is counted once, although the encoder told of itself twice
    expect(state.bytes.model).toBeLessThan(6_000_000)
    expect(state.mixedPrecision).toBe(false)
    expect(uncaughtErrors(page)).toEqual([])
  })
})
