import { homedir } from 'node:os'
import { join } from 'node:path'
import { locateEncoder } from '../src/cli/encoder-source.js'
import { KeptTexts } from '../src/cli/kept-texts.js'
import { load } from '../src/cli/open-engine.js'
import { VectorCache } from '../src/cli/vector-cache.js'
import { PagekinError } from '../src/errors.js'

export interface TextVectors {
  /** Unit vectors, row-major, texts.length x dimensions, in the order of the texts. */
  readonly vectors: Float32Array
  readonly dimensions: number
  readonly fingerprint: string
  /** Texts that no earlier run had embedded, and the seconds they took, the loading of the encoder included: 0 with a warm cache. */
  readonly cold: { readonly texts: number; readonly seconds: number }
}

export interface EmbedTextsOptions {
  /** As `--encoder` of the command line. Default `builtin`. */
  readonly encoder?: string
  /** Which of the model's prefixes the texts get. Default `item`. */
  readonly kind?: 'query' | 'item'
  readonly onProgress?: (done: number, total: number) => void
}

/** A run has no time left for texts that no earlier run has embedded. */
export class OutOfTime extends Error {}

let until = Number.POSITIVE_INFINITY

/** From `time` on (milliseconds since 1970) `embedTexts` takes kept vectors only, and throws `OutOfTime` for a text without one. */
export function embedUntil(time: number): void {
  until = time
}

/** Vectors outlive the clone: they are kept by encoder fingerprint and text in the user's cache folder. */
const cacheFolder = () => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pagekin-bench')
/** By folder: a run reads each once. */
const KEPT = new Map<string, KeptTexts>()

/** Embeds each text once per machine, and loads the encoder only if a text is new. Throws what `createEncoder` does. */
export async function embedTexts(texts: readonly string[], options: EmbedTextsOptions = {}): Promise<TextVectors> {
  const { encoder = 'builtin', kind = 'item', onProgress } = options
  const location = await locateEncoder(encoder, process.cwd())
  const metas = new VectorCache(cacheFolder(), () => {})
  const begun = performance.now()
  let meta = await metas.readMeta(location.key)
  let loaded: Awaited<ReturnType<typeof load>> | undefined
  if (!meta) {
    loaded = await load(location)
    const { fingerprint, dimensions, dtype } = loaded.info
    meta = { fingerprint, dimensions, dtype }
    await metas.writeMeta(location.key, meta)
  }
  const { fingerprint, dimensions } = meta
  const folder = join(cacheFolder(), 'texts', `${fingerprint}-${kind}`)
  const kept = KEPT.get(folder) ?? new KeptTexts(folder, dimensions)
  KEPT.set(folder, kept)
  try {
    const encode = async (chunk: readonly string[], all: number) => {
      if (Date.now() >= until) throw new OutOfTime(`no time left to embed ${all} texts; the next run goes on`)
      loaded ??= await load(location)
      if (loaded.info.fingerprint !== fingerprint) {
        throw new PagekinError('model-corrupt', `embedTexts: ${encoder} was ${fingerprint} and is ${loaded.info.fingerprint} now`)
      }
      return loaded.encode(chunk, kind)
    }
    const { vectors, made } = await kept.get(texts, encode, onProgress)
    return { vectors, dimensions, fingerprint, cold: { texts: made, seconds: made > 0 ? (performance.now() - begun) / 1000 : 0 } }
  } finally {
    await loaded?.dispose()
  }
}
