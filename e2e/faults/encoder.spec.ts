import { chromium, expect, test } from '@playwright/test'
import { hasOnnx, onnxFiles } from '../fixtures/assets.js'
import { shopRows } from '../fixtures/shop.js'
import { newPage, openSite, type Site, similar, start, stateWith, uncaughtErrors, visit } from '../fixtures/visit.js'

test.setTimeout(180_000)

const rows = shopRows(8)
let site: Site

test.beforeEach(async () => {
  site = await openSite(rows)
  Object.assign(site.files, await onnxFiles())
})
test.afterEach(() => site.server.close())

/** Runs before the encoder's own script, in its worker. */
function before(script: string): void {
  site.files['/kin/encoder-worker.js'] = `{${script}}\n${site.files['/kin/encoder-worker.js']}`
}

test('49: a device without memory gives way to WebAssembly', { tag: '@long' }, async () => {
  test.skip(!hasOnnx)
  const { launchOptions } = test.info().project.use
  const args = [...(launchOptions?.args ?? []), '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
  const browser = await chromium.launch({ ...launchOptions, args })
  before(`
    let left = 20
    const { createBuffer } = GPUDevice.prototype
    GPUDevice.prototype.createBuffer = function (...size) {
      if (left-- > 0) return createBuffer.apply(this, size)
      throw new DOMException('out of memory', 'OperationError')
    }`)
  const page = await visit(await browser.newContext(), site, { device: 'auto', encoder: '/onnx/' })
  const state = await stateWith(page, { phase: 'ready', level: 'encoder', device: 'wasm', items: { embedded: 8 } }, 150_000)
  expect(state.deviceReason).toContain('WebGPU was given up')
  expect(uncaughtErrors(page)).toEqual([])
  await browser.close()
})

test('58: an encoder that gets no memory leaves the words, and says so', async ({ context }) => {
  before(`
    const { Memory } = WebAssembly
    WebAssembly.Memory = class extends Memory {
      constructor(size) {
        if (size.initial > 16) {
          fetch(new URL('/wanted', location.origin))
          throw new RangeError('of the test')
        }
        super(size)
      }
    }`)
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'lexical', device: 'none', error: { code: 'encoder-failed' } })
  expect(site.server.requests.some(({ path }) => path === '/wanted')).toBe(true)
  expect(await similar(page, rows[0]!.id)).toHaveLength(7)
  expect(uncaughtErrors(page)).toEqual([])
})

test('51: vectors that hold NaN are not kept, and words answer', async ({ context }) => {
  before(`
    const { postMessage } = MessagePort.prototype
    MessagePort.prototype.postMessage = function (message, ...transfer) {
      const vectors = message.r?.value
      if (vectors instanceof Float32Array) vectors[5] = Number.NaN
      return postMessage.call(this, message, ...transfer)
    }`)
  const page = await visit(context, site)
  await stateWith(page, { error: { code: 'encoder-failed' }, items: { embedded: 0 } })
  const shelf = await similar(page, rows[0]!.id)
  expect(shelf).toHaveLength(7)
  for (const { score } of shelf) expect(score).toEqual(expect.any(Number))
  expect(shelf.filter(({ score }) => Number.isNaN(score))).toEqual([])
  expect(uncaughtErrors(page)).toEqual([])
})

test('73: a blocker that lets neither model nor runtime through leaves the words', async ({ context }) => {
  await context.route(/\/(?:models|runtime)\//, (route) => route.abort('blockedbyclient'))
  const page = await visit(context, site)
  await stateWith(page, { phase: 'ready', level: 'lexical', error: { code: 'model-unavailable' } })
  expect(await similar(page, rows[0]!.id)).toHaveLength(7)
  expect(uncaughtErrors(page)).toEqual([])
})

test('73: a blocker that lets no worker through is one error', async ({ context }) => {
  await context.route(/worker\.js/, (route) => route.abort('blockedbyclient'))
  const page = await newPage(context, site)
  const said = await start(page).then(
    () => 'started',
    (error) => String(error.message),
  )
  expect(said).toContain('[pagekin worker-failed]')
  expect(uncaughtErrors(page)).toEqual([])
})

test('117: the memory of the runtime stays after a dozen loads, however many follow', { tag: '@long' }, async ({ context }) => {
  test.skip(!hasOnnx)
  before(`
    const memories = new Set()
    const { Memory } = WebAssembly
    WebAssembly.Memory = class extends Memory {
      constructor(...size) {
        super(...size)
        memories.add(this)
      }
    }
    addEventListener('message', ({ data }) => {
      if (data === 'bytes') postMessage({ bytes: [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0) })
    })`)
  const page = await newPage(context, site)
  const sizes = await page.evaluate(async () => {
    const worker = new Worker('/kin/encoder-worker.js')
    const next = <T>(from: Worker | MessagePort, isIt: (data: Record<string, unknown>) => boolean) =>
      new Promise<T>((resolve) => {
        from.addEventListener('message', (event) => {
          const { data } = event as MessageEvent
          if (isIt(data)) resolve(data)
        })
      })
    await next(worker, ({ pagekin }) => pagekin === 'ready')
    const { port1, port2 } = new MessageChannel()
    port1.start()
    worker.postMessage({ pagekin: 'attach' }, [port2])
    let calls = 0
    const call = async (m: string, ...a: unknown[]) => {
      const id = `${m} ${++calls}`
      const answer = next<{ r: { ok: boolean } }>(port1, ({ i }) => i === id)
      port1.postMessage({ t: 'q', m, a, i: id })
      if (!(await answer).r.ok) throw new Error(id)
    }
    const at = (path: string) => new URL(path, location.href).href
    const source = { id: 'site', baseUrl: at('/onnx/'), runtimeUrl: at('/kin/runtime/') }
    const sizes: number[] = []
    for (let time = 0; time < 24; time++) {
      await call('load', source, 'wasm')
      await call('encode', ['a kettle', 'a tent for two'], 'item', time)
      const told = next<{ bytes: number }>(worker, ({ bytes }) => bytes !== undefined)
      worker.postMessage('bytes')
      sizes.push((await told).bytes)
    }
    return sizes
  })
  expect(sizes[0]).toBeGreaterThan(0)
  expect(sizes.at(-1), String(sizes)).toBeLessThanOrEqual(sizes[11]!)
})
