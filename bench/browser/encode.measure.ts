/** `npm run bench -- encode`: what it says is in bench/tables/encode.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page, test } from '@playwright/test'
import { type Files, hasOnnx, MODEL, onnxFiles, readFolder, siteFiles } from '../../e2e/fixtures/assets.js'
import { launchWithGpu } from '../../e2e/fixtures/gpu.js'
import { startServer } from '../../e2e/serve.js'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { spearman } from '../metrics/correlation.js'
import { sharedSets } from '../shared-data.js'

const ROUNDS = 5
/** So many of the demo's. */
const TEXTS = 24
/** Texts that an engine gives its encoder at a time. */
const BATCH = 16
const QUERIES = [
  'waterproof jacket',
  'something warm for cold evenings',
  'gift for a friend who cooks',
  'blue mug',
  'light and easy to carry',
]
const MINILM = '../shared/models/all-MiniLM-L6-v2'
/** Installed by bench/tables/encode.ts. */
const PEERS = 'bench/encode/node_modules'

interface Contender {
  readonly name: string
  /** Folder of the model. */
  readonly model: string
  /** Runs in the pipeline of @huggingface/transformers, in the page itself. */
  readonly isPipeline?: true
  /** What a page downloads before the first vector. */
  readonly files: (path: string) => boolean
}

const CONTENDERS: readonly Contender[] = [
  {
    name: 'pagekin, built in',
    model: MODEL,
    // more languages and exits are fetched only if they are asked for
    files: (path) =>
      ['pagekin.json', 'tokenizer.json', 'tokenizer_config.json', 'canary.json', 'encoder.bin'].some((name) => path === MODEL + name),
  },
  {
    name: 'onnxruntime-web, same weights in int8',
    model: '/onnx/',
    files: (path) => /ort\.wasm\.bundle|threaded\.wasm$/.test(path) || /^\/onnx\/(?:tokenizer|onnx\/model_quantized)/.test(path),
  },
  {
    name: 'onnxruntime-web, all-MiniLM-L6-v2 in int8',
    model: '/minilm/',
    files: (path) => /ort\.wasm\.bundle|threaded\.wasm$/.test(path) || /^\/minilm\/(?:tokenizer|onnx)/.test(path),
  },
  {
    name: 'pipeline of @huggingface/transformers, all-MiniLM-L6-v2 in int8',
    model: 'minilm',
    isPipeline: true,
    files: (path) => /^\/peers\/|^\/minilm\/(?:tokenizer|onnx)/.test(path),
  },
]

const rows = readFileSync('demo/catalog/shop.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const texts = parseCatalog(rows, { source: 'demo' }).items.map(itemSentence)

test('the built-in encoder beside onnxruntime-web', async ({ page }) => {
  test.skip(!process.env.PAGEKIN_MEASURE?.startsWith('encode'))
  test.skip(!hasOnnx || !existsSync(MINILM), '../shared/models is absent')
  test.setTimeout(3_600_000)
  const files: Files = {
    ...(await siteFiles()),
    ...(await onnxFiles()),
    ...(await readFolder(MINILM, '/minilm', /./)),
    ...(await readFolder(`${PEERS}/@huggingface/transformers/dist`, '/peers', /^transformers\.min\.js$/)),
    ...(await readFolder(`${PEERS}/onnxruntime-web/dist`, '/peers', /^ort-wasm-simd-threaded\.asyncify\.(?:mjs|wasm)$/)),
    '/': '<!doctype html><title>bench</title>',
  }
  const server = await startServer({ files })
  try {
    await page.goto(server.url)
    const calls = [...texts.slice(0, TEXTS), ...QUERIES].map((text) => [text])
    const best = CONTENDERS.map(() => calls.map(() => Number.POSITIVE_INFINITY))
    await page.evaluate(() => Object.assign(window, { encoders: [] }))
    for (const { model, isPipeline } of CONTENDERS) await (isPipeline ? openPipeline(page, model) : open(page, model))
    for (let round = 0; round < ROUNDS; round++) {
      for (const [at, own] of best.entries()) {
        const durations = await time(page, at, calls)
        durations.forEach((ms, call) => {
          own[call] = Math.min(own[call]!, ms)
        })
      }
    }
    for (const [at, { name, files: needs }] of CONTENDERS.entries()) {
      const textMs = mean(best[at]!.slice(0, TEXTS))
      const queryMs = median(best[at]!.slice(TEXTS))
      const bytes = Object.entries(files)
        .filter(([path]) => needs(path) || path === '/kin/encoder-worker.js')
        .reduce((sum, [, content]) => sum + gzipSync(content).length, 0)
      const figures = {
        textsPerSecond: Math.round(1000 / textMs),
        queryMs: rounded(queryMs),
        megabytes: Math.round(bytes / 1e4) / 100,
      }
      console.log(
        JSON.stringify({ encoder: name, ...figures, ...(process.env.PAGEKIN_MEASURE === 'encode-quality' && (await quality(page, at))) }),
      )
    }
  } finally {
    await server.close()
  }
})

test('the built-in encoder on WebGPU and on WebAssembly', async () => {
  test.skip(!process.env.PAGEKIN_MEASURE?.startsWith('encode'))
  test.setTimeout(3_600_000)
  const server = await startServer({ files: { ...(await siteFiles()), '/': '<!doctype html><title>bench</title>' } })
  const { browser, isSoftware } = await launchWithAnyGpu(server.url)
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    await page.evaluate(() => Object.assign(window, { encoders: [] }))
    const batch = texts.slice(0, isSoftware ? 2 : BATCH)
    const infos = [await open(page, MODEL, 'wasm'), await open(page, MODEL, 'webgpu')]
    const best = infos.map(() => [Number.POSITIVE_INFINITY, ...QUERIES.map(() => Number.POSITIVE_INFINITY)])
    for (let round = 0; round < (isSoftware ? 1 : ROUNDS); round++) {
      for (const [at, own] of best.entries()) {
        const durations = await time(page, at, [batch, ...QUERIES.map((query) => [query])])
        durations.forEach((ms, call) => {
          own[call] = Math.min(own[call]!, ms)
        })
      }
    }
    for (const [at, { deviceReason }] of infos.entries()) {
      const [ms, ...queries] = best[at]!
      const figures = { texts: batch.length, textsPerSecond: rounded((1000 * batch.length) / ms!), queryMs: rounded(median(queries)) }
      console.log(JSON.stringify({ encoder: deviceReason, ...figures }))
    }
    console.log(JSON.stringify({ lowestCosine: await lowestCosine(page, [...batch, ...QUERIES]) }))
  } finally {
    await browser.close()
    await server.close()
  }
})

/** A browser with the WebGPU of this machine; with one in software if it has none. */
async function launchWithAnyGpu(url: string): Promise<{ browser: Browser; isSoftware: boolean }> {
  const { launchOptions } = test.info().project.use
  const args = [...(launchOptions?.args ?? []), '--enable-unsafe-webgpu', '--enable-features=Vulkan']
  const browser = await chromium.launch({ ...launchOptions, args })
  const page = await browser.newPage()
  await page.goto(url)
  const isThere = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter()
    return adapter !== undefined && adapter !== null && adapter.info.architecture !== 'swiftshader'
  })
  await page.close()
  if (isThere) return { browser, isSoftware: false }
  await browser.close()
  return { browser: await launchWithGpu(), isSoftware: true }
}

/** Starts an encoder in the page, in a worker of its own. */
async function open(page: Page, model: string, device: 'webgpu' | 'wasm' = 'wasm'): Promise<{ deviceReason: string }> {
  return page.evaluate(
    async ([model, device]) => {
      const { encoders } = window as unknown as { encoders: ((texts: string[]) => Promise<Float32Array>)[] }
      const worker = new Worker('/kin/encoder-worker.js')
      await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }))
      const { port1, port2 } = new MessageChannel()
      port1.start()
      worker.postMessage({ pagekin: 'attach' }, [port2])
      let calls = 0
      const call = <T>(m: string, ...a: unknown[]): Promise<T> => {
        const id = `${++calls}`
        port1.postMessage({ t: 'q', m, a, i: id })
        return new Promise((resolve, reject) => {
          port1.addEventListener('message', function hear({ data }) {
            if (data.i !== id) return
            port1.removeEventListener('message', hear)
            if (data.r.ok) resolve(data.r.value)
            else reject(new Error(JSON.stringify(data.r.error)))
          })
        })
      }
      const at = (path: string) => new URL(path, location.href).href
      const info = await call<{ deviceReason: string }>('load', { id: model, baseUrl: at(model), runtimeUrl: at('/kin/runtime/') }, device)
      encoders.push((texts) => call('encode', texts, 'item', ++calls))
      return info
    },
    [model, device] as const,
  )
}

/** Starts the pipeline, on one thread. */
async function openPipeline(page: Page, model: string): Promise<void> {
  await page.evaluate(async (model) => {
    const { encoders } = window as unknown as { encoders: ((texts: string[]) => Promise<Float32Array>)[] }
    const { env, pipeline } = await import(new URL('/peers/transformers.min.js', location.href).href)
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: '/' })
    Object.assign(env.backends.onnx.wasm, { numThreads: 1, wasmPaths: new URL('/peers/', location.href).href })
    const extract = await pipeline('feature-extraction', model, { device: 'wasm', dtype: 'q8' })
    encoders.push(async (texts) => (await extract(texts, { pooling: 'mean', normalize: true })).data)
  }, model)
}

/** Milliseconds of each call, one after the other. */
function time(page: Page, encoder: number, calls: readonly (readonly string[])[]): Promise<number[]> {
  return page.evaluate(
    async ([at, calls]) => {
      const { encoders } = window as unknown as { encoders: ((texts: readonly string[]) => Promise<Float32Array>)[] }
      const durations: number[] = []
      for (const texts of calls) {
        const begun = performance.now()
        await encoders[at]!(texts)
        durations.push(performance.now() - begun)
      }
      return durations
    },
    [encoder, calls] as const,
  )
}

/** Of the vectors that the first two encoders make of each text, to five places. */
function lowestCosine(page: Page, texts: readonly string[]): Promise<number> {
  return page.evaluate(async (texts) => {
    const { encoders } = window as unknown as { encoders: ((texts: readonly string[]) => Promise<Float32Array>)[] }
    const [first, second] = [await encoders[0]!(texts), await encoders[1]!(texts)]
    const dots = texts.map(() => 0)
    first.forEach((value, at) => {
      dots[Math.floor((at * texts.length) / first.length)]! += value * second[at]!
    })
    return Math.floor(1e5 * Math.min(...dots)) / 1e5
  }, texts)
}

const rounded = (number: number) => Math.round(number * 10) / 10
const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!

async function quality(page: Page, encoder: number): Promise<{ spearman: number; spearman128: number }> {
  const pairs = sharedSets.stsb('test')
  const sentences = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))]
  const vectors = new Map<string, number[]>()
  for (let start = 0; start < sentences.length; start += 64) {
    const chunk = sentences.slice(start, start + 64)
    const made = await page.evaluate(
      async ([at, chunk]) => {
        const { encoders } = window as unknown as { encoders: ((texts: readonly string[]) => Promise<Float32Array>)[] }
        return [...(await encoders[at]!(chunk))]
      },
      [encoder, chunk] as const,
    )
    chunk.forEach((sentence, row) => {
      vectors.set(sentence, made.slice((row * made.length) / chunk.length, ((row + 1) * made.length) / chunk.length))
    })
  }
  const correlation = (dimensions: number) => {
    const cosine = (a: readonly number[], b: readonly number[]) => dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))
    const cut = (sentence: string) => vectors.get(sentence)!.slice(0, dimensions)
    const cosines = pairs.map(({ first, second }) => cosine(cut(first), cut(second)))
    return (
      Math.round(
        1e4 *
          spearman(
            cosines,
            pairs.map(({ score }) => score),
          ),
      ) / 1e4
    )
  }
  return { spearman: correlation(384), spearman128: correlation(128) }
}
