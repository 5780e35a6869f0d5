import { join } from 'node:path'
import { createEncoder, type Encoder } from '../encoder/encoder.js'
import { installedRuntime } from '../encoder/installed-runtime.js'
import type { FileSource } from '../encoder/model-files.js'
import type { EncoderClient } from '../engine/encoder-client.js'
import type { EvaluatedEncoder } from '../evaluate/autoeval/report.js'
import type { EncoderLocation } from './encoder-source.js'
import { KeptTexts } from './kept-texts.js'
import { openReader } from './reader.js'

export interface OpenedEncoder extends EvaluatedEncoder {
  /** For an engine that asks for vectors of the same texts: they are made once. */
  readonly client: EncoderClient
  dispose(): Promise<void>
}

export interface OpenEncoderOptions {
  /** Where vectors of texts are kept between runs; null nowhere. */
  readonly cacheFolder: string | null
  readonly onProgress: (done: number, total: number) => void
}

/** Texts as long as what visitors search for, to time one by one. */
const TIMED_QUERIES = [
  'waterproof jacket',
  'something warm for cold evenings',
  'gift for a friend who cooks',
  'blue mug',
  'light and easy to carry',
]

/**
 * The encoder of `--encoder`, loaded and timed, with vectors of texts kept between runs as float32.
 *
 * @throws what `createEncoder` throws.
 */
export async function openEvaluatedEncoder(location: EncoderLocation, options: OpenEncoderOptions): Promise<OpenedEncoder> {
  const counted = { bytes: 0 }
  let done = 0
  let total = 0
  const runtime = installedRuntime()
  const encoder = await createEncoder({
    id: location.id,
    model: counting(location.model, counted),
    runtime: { ...runtime, files: counting(runtime.files, counted) },
    device: 'wasm',
    ...(location.layers !== undefined && { layers: location.layers }),
    ...(location.multilingual && { multilingual: true }),
    ...(location.dimensions !== undefined && { dimensions: location.dimensions }),
    onProgress: ({ loaded }) => options.onProgress(done + loaded, total),
  })
  const downloadBytes = counted.bytes
  const { info } = encoder
  const keep = (kind: 'query' | 'item') =>
    new KeptTexts(options.cacheFolder && join(options.cacheFolder, 'texts', `${info.fingerprint}-${kind}`), info.dimensions)
  const kept = { item: keep('item'), query: keep('query') }
  const encode = async (texts: readonly string[], kind: 'query' | 'item') => {
    done = 0
    const { vectors } = await kept[kind].get(texts, async (chunk, all) => {
      total = all
      const made = await encoder.encode(chunk, kind)
      done += chunk.length
      return made
    })
    return vectors
  }
  return {
    name: location.id,
    dimensions: info.dimensions,
    downloadBytes,
    encodeMs: await medianMs(encoder),
    encode,
    read: await openReader(location.model),
    client: {
      info,
      ensure: async () => info,
      encode,
      dispose() {},
    },
    dispose: () => encoder.dispose(),
  }
}

async function medianMs(encoder: Encoder): Promise<number> {
  const took: number[] = []
  for (const text of TIMED_QUERIES) {
    const begun = performance.now()
    await encoder.encode([text], 'query')
    took.push(performance.now() - begun)
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)]!
}

/** Counts what is read, over the network or not: a browser has to fetch it. */
function counting(source: FileSource, counted: { bytes: number }): FileSource {
  return {
    ...source,
    async read(path, options) {
      const bytes = await source.read(path, options)
      counted.bytes += bytes?.length ?? 0
      return bytes
    },
  }
}
