import { join } from 'node:path'
import { locateEncoder } from '../cli/encoder-source.js'
import { KeptTexts } from '../cli/kept-texts.js'
import { load } from '../cli/open-engine.js'
import { defaultCacheFolder, VectorCache } from '../cli/vector-cache.js'
import { PagekinError } from '../errors.js'

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

/**
 * Embeds texts for evaluation, each once a machine (`KeptTexts`, in `node_modules/.cache/pagekin/texts`); the encoder is loaded
 * only where a text is new. Throws what `createEncoder` does.
 */
export async function embedTexts(texts: readonly string[], options: EmbedTextsOptions = {}): Promise<TextVectors> {
  const { encoder = 'builtin', kind = 'item', onProgress } = options
  const cache = defaultCacheFolder(process.cwd())
  const location = await locateEncoder(encoder, process.cwd())
  const metas = new VectorCache(cache, () => {})
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
  const kept = new KeptTexts(join(cache, 'texts', `${fingerprint}-${kind}`), dimensions)
  try {
    const encode = async (chunk: readonly string[]) => {
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
