/** `npm run bench -- encode`: what it says is in bench/tables/encode.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { type Page, test } from '@playwright/test'
import { type Files, hasOnnx, onnxFiles, readFolder, siteFiles } from '../../e2e/fixtures/assets.js'
import { startServer } from '../../e2e/serve.js'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { spearman } from '../metrics/correlation.js'
import { sharedSets } from '../shared-data.js'

const ROUNDS = 5
/** So many of the demo's. */
const TEXTS = 24
const QUERIES = [
  'waterproof jacket',
  'something warm for cold evenings',
  'gift for a friend who cooks',
  'blue mug',
  'light and easy to carry',
]
const MINILM = '../shared/models/all-MiniLM-L6-v2'

interface Contender {
  readonly name: string
  /** Folder of the model. */
  readonly model: string
  /** What a page downloads before the first vector. */
  readonly files: (path: string) => boolean
}

const CONTENDERS: readonly Contender[] = [
  { name: 'pagekin, built in', model: '/kin/models/pagekin-mini-v1/', files: (path) => path.startsWith('/kin/models/') },
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
    '/': '<!doctype html><title>bench</title>',
  }
  const server = await startServer({ files })
  try {
    await page.goto(server.url)
    const calls = [...texts.slice(0, TEXTS), ...QUERIES]
    const best = CONTENDERS.map(() => calls.map(() => Number.POSITIVE_INFINITY))
    await page.evaluate(() => Object.assign(window, { encoders: [] }))
    for (const { model } of CONTENDERS) await open(page, model)
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
        queryMs: Math.round(queryMs * 10) / 10,
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

/** Starts an encoder in the page, in a worker of its own. */
async function open(page: Page, model: string): Promise<void> {
  await page.evaluate(async (model) => {
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
    await call('load', { id: model, baseUrl: at(model), runtimeUrl: at('/kin/runtime/') }, 'wasm')
    encoders.push((texts) => call('encode', texts, 'item', ++calls))
  }, model)
}

/** Milliseconds of a call with each text, one after the other. */
function time(page: Page, encoder: number, calls: readonly string[]): Promise<number[]> {
  return page.evaluate(
    async ([at, calls]) => {
      const { encoders } = window as unknown as { encoders: ((texts: readonly string[]) => Promise<Float32Array>)[] }
      const durations: number[] = []
      for (const text of calls) {
        const begun = performance.now()
        await encoders[at]!([text])
        durations.push(performance.now() - begun)
      }
      return durations
    },
    [encoder, calls] as const,
  )
}

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
