import { createHash } from 'node:crypto'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { hasOnnx, onnxFiles } from './fixtures/assets.js'
import { cosinesOf, encodeInPage, launchWithGpu, spyOnGpu } from './fixtures/gpu.js'
import { shopRows } from './fixtures/shop.js'
import { newPage, openSite, type Site, search, stateOf, stateWith, uncaughtErrors, visit } from './fixtures/visit.js'

test.setTimeout(300_000)
test.skip(!hasOnnx)

const rows = shopRows(100)
let browser: Browser
let site: Site

test.beforeAll(async () => {
  site = await openSite(rows)
  spyOnGpu(site)
  Object.assign(site.files, await onnxFiles())
  site.files['/onnx/pagekin.json'] = manifestOf(site.files)
  // one file for both devices, under the name that both try last
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'config.json', 'canary.json'])
    site.files[`/same/${name}`] = site.files[`/onnx/${name}`]!
  site.files['/same/onnx/model.onnx'] = site.files['/onnx/onnx/model_weight_int8.onnx']!
  browser = await launchWithGpu()
})
test.afterAll(async () => {
  await browser.close()
  await site.server.close()
})

/** Says that the files of one model make vectors of one kind. Without it each file of weights has its own. */
function manifestOf(files: Site['files']): string {
  const listed = Object.entries(files).filter(([path]) => path.startsWith('/onnx/'))
  const described = listed.map(([path, content]) => {
    const bytes = Buffer.from(content)
    return [path.slice('/onnx/'.length), { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }]
  })
  const settings = {
    id: 'two-files',
    pooling: 'mean',
    normalize: true,
    dimensions: 384,
    maxTokens: 256,
    prefix: { query: '', item: '' },
    mrl: [],
  }
  return JSON.stringify({ ...settings, files: Object.fromEntries(described) })
}

test('WebGPU and WASM give the same vectors from one file, and the GPU did compute them', { tag: '@long' }, async () => {
  const page = await newPage(await browser.newContext(), site)
  const texts = rows.slice(0, 16).map(({ title, description }) => `${title}. ${String(description).slice(0, 80)}`)
  const onGpu = await encodeInPage(page, '/same/', 'webgpu', texts)
  const onWasm = await encodeInPage(page, '/same/', 'wasm', texts)
  expect([onGpu.device, onWasm.device]).toEqual(['webgpu', 'wasm'])
  expect([onGpu.dtype, onWasm.dtype]).toEqual(['model', 'model'])
  expect(onGpu.deviceReason).toMatch(/^WebGPU/)
  expect(onGpu.canary).toBeGreaterThan(0.98)
  // two batches of a transformer with several layers, each with several products
  expect(onGpu.dispatched).toBeGreaterThan(100)
  expect(onWasm.dispatched).toBe(0)
  const cosines = cosinesOf(onGpu, onWasm)
  expect(Math.min(...cosines)).toBeGreaterThanOrEqual(0.999)
  expect(Math.max(...cosines)).toBeLessThan(1.0001)
})

test('queries on WebGPU find what WASM embedded, and a lost device costs a moment', { tag: '@long' }, async () => {
  const context = await browser.newContext()
  const first = await visit(context, site, { encoder: '/onnx/' })
  await stateWith(first, { phase: 'ready', level: 'encoder', mixedPrecision: false, items: { embedded: 100 } }, 120_000)
  const queries = [
    'something warm for cold evenings',
    'gift for a small child',
    'coffee at home',
    'repairing a bicycle',
    'sleeping outdoors',
  ]
  const answers = async (page: Page, asked: readonly string[]) => {
    const ids: string[][] = []
    for (const query of asked) {
      await expect
        .poll(async () => (await search(page, query)).flatMap(({ kinds }) => kinds), { timeout: 120_000, intervals: [200, 1000] })
        .toContain('meaning')
      ids.push(
        await page.evaluate(async (text) => (await window.recommender.search(text, { limit: 10 })).map(({ item }) => item.id), query),
      )
    }
    return ids
  }
  const onWasm = await answers(first, queries)
  await first.close()

  const page = await visit(context, site, { device: 'auto', encoder: '/onnx/' })
  expect(await stateOf(page)).toMatchObject({ level: 'vectors', items: { embedded: 100, embeddedThisVisit: 0 } })
  const onGpu = await answers(page, queries)
  expect(await stateOf(page)).toMatchObject({ level: 'encoder', device: 'webgpu', mixedPrecision: true })
  const overlaps = onWasm.map((ids, query) => ids.filter((id) => onGpu[query]!.includes(id)).length)
  expect(overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length, `overlap at 10: ${overlaps}`).toBeGreaterThanOrEqual(9)

  // idle: the device goes between two searches
  await page.evaluate(() => window.workers.at(-1)!.worker.postMessage('destroy'))
  const [afterLoss] = await answers(page, ['a tent for two'])
  expect(afterLoss!.length).toBe(10)
  const state = await stateWith(page, { level: 'encoder', device: 'wasm', mixedPrecision: false })
  expect(state.deviceReason).toMatch(/^WebAssembly, because WebGPU was given up \(encoder on webgpu: /)
  expect(state.error).toBeUndefined()
  expect(uncaughtErrors(page)).toEqual([])
  await context.close()
})

test('a device that is lost in the middle of embedding leaves no item without a vector', { tag: '@long' }, async () => {
  const few = rows.slice(0, 20)
  site.sell(few)
  const context = await browser.newContext()
  const before = site.embedded().length
  const page = await visit(context, site, { device: 'webgpu', encoder: '/onnx/' })
  await stateWith(page, { device: 'webgpu' }, 120_000)
  await expect.poll(() => site.embedded().length, { timeout: 60_000 }).toBeGreaterThan(before)
  await page.evaluate(() => window.workers.at(-1)!.worker.postMessage('destroy'))
  const state = await stateWith(page, { phase: 'ready', level: 'encoder', device: 'wasm', items: { embedded: 20 } }, 120_000)
  expect(state.deviceReason).toContain('WebGPU was given up')
  expect(new Set(site.embedded().slice(before)).size).toBe(20)
  expect(uncaughtErrors(page)).toEqual([])
  await context.close()
  site.sell(rows)
})
