import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { locateEncoder } from '../cli/encoder-source.js'
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

/** Texts between two writes: some seconds of work, so that a run that is cut loses no more. */
const CHUNK = 512
const KEY_BYTES = 32
const HEADER_BYTES = 8

/**
 * Embeds texts for evaluation, each once a machine: float32 rows (item vectors of the command line are kept as int8) are kept
 * by the encoder's fingerprint and the text's SHA-256 in `node_modules/.cache/pagekin/texts`. Throws what `createEncoder` does.
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
  const folder = join(cache, 'texts', `${fingerprint}-${kind}`)
  const known = await readKnown(folder, dimensions)
  const keys = texts.map((text) => createHash('sha256').update(text).digest('hex'))
  const missing = [...new Map(texts.flatMap((text, i) => (known.has(keys[i]!) ? [] : [[keys[i]!, text] as const])))]
  try {
    for (let start = 0; start < missing.length; start += CHUNK) {
      loaded ??= await load(location)
      if (loaded.info.fingerprint !== fingerprint) {
        throw new PagekinError('model-corrupt', `embedTexts: ${encoder} was ${fingerprint} and is ${loaded.info.fingerprint} now`)
      }
      const chunk = missing.slice(start, start + CHUNK)
      const vectors = await loaded.encode(
        chunk.map(([, text]) => text),
        kind,
      )
      await writeChunk(
        folder,
        chunk.map(([key]) => key),
        vectors,
        dimensions,
      )
      chunk.forEach(([key], i) => {
        known.set(key, vectors.subarray(i * dimensions, (i + 1) * dimensions))
      })
      onProgress?.(start + chunk.length, missing.length)
    }
  } finally {
    await loaded?.dispose()
  }
  const seconds = missing.length > 0 ? (performance.now() - begun) / 1000 : 0
  const vectors = new Float32Array(texts.length * dimensions)
  keys.forEach((key, i) => {
    vectors.set(known.get(key)!, i * dimensions)
  })
  return { vectors, dimensions, fingerprint, cold: { texts: missing.length, seconds } }
}

/** A chunk file: rows and dimensions as uint32, then 32 bytes of key a row, then float32 rows; little endian. */
async function writeChunk(folder: string, keys: readonly string[], vectors: Float32Array, dimensions: number): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32LE(keys.length, 0)
  header.writeUInt32LE(dimensions, 4)
  const keyBytes = Buffer.from(keys.join(''), 'hex')
  const bytes = Buffer.concat([header, keyBytes, Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)])
  const path = join(folder, `${createHash('sha256').update(keyBytes).digest('hex').slice(0, 32)}.texts`)
  await mkdir(folder, { recursive: true })
  await writeFile(`${path}.${process.pid}.tmp`, bytes)
  await rename(`${path}.${process.pid}.tmp`, path)
}

async function readKnown(folder: string, dimensions: number): Promise<Map<string, Float32Array>> {
  const known = new Map<string, Float32Array>()
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((name) => name.endsWith('.texts'))) {
    const bytes = await readFile(join(folder, name))
    const rows = bytes.readUInt32LE(0)
    const start = HEADER_BYTES + rows * KEY_BYTES
    if (bytes.readUInt32LE(4) !== dimensions || bytes.length !== start + rows * dimensions * 4) {
      throw new PagekinError('usage', `${join(folder, name)}: no chunk of ${dimensions} dimensions; delete it`)
    }
    const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length))
    for (let row = 0; row < rows; row++) {
      const at = HEADER_BYTES + row * KEY_BYTES
      known.set(bytes.toString('hex', at, at + KEY_BYTES), vectors.subarray(row * dimensions, (row + 1) * dimensions))
    }
  }
  return known
}
