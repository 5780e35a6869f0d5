import { PagekinError, throwIfAborted } from '../errors.js'
import type { EncoderInfo } from '../protocol.js'
import { sha256Hex } from '../sha256.js'
import type { Progress } from '../types.js'
import { normalize, truncateDimensions } from '../vectors/normalize.js'
import { CANARY_MINIMUM, canaryCosine, parseCanary } from './canary.js'
import { assertWasmAllowed, type GpuAccess } from './device.js'
import { fingerprint } from './fingerprint.js'
import { type FileSource, parseJson, type ReadOptions, readJson, readRequired } from './model-files.js'
import { loadSettings, type ModelSettings } from './model-settings.js'
import { createOnnxRunner, onDevice } from './onnx-runner.js'
import type { Runner } from './runner.js'
import type { OnnxRuntime } from './runtime-files.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'
import { exitFile, WORDS_FILE } from './transformer/transformer.js'
import { createTransformerRunner, TRANSFORMER_FILE } from './transformer/transformer-runner.js'
import { type MoreWords, WORD_LIST, withWords } from './words.js'

export interface EncoderOptions {
  /** Names the model if its folder has no manifest. Settings of well-known models are found by it. */
  readonly id: string
  /** The model's folder. */
  readonly model: FileSource
  /** What an ONNX export runs on. The built-in model does not ask for it. */
  readonly runtime: OnnxRuntime
  readonly device: 'auto' | 'webgpu' | 'wasm'
  /** Keeps the first dimensions: one of the numbers in the manifest's `mrl`, or all. Default: all. */
  readonly dimensions?: number
  /** Of the built-in model: so many of its first layers run. Only where it has an exit: after 1. Default: all. */
  readonly layers?: number
  /** Of the built-in model: it reads the words of more languages too. Default: English. */
  readonly multilingual?: true
  /** For one run of the model. Default 60,000; ten times that for onnxruntime-web on a GPU in software. */
  readonly deadlineMs?: number
  /** `navigator.gpu`; absent in Node. */
  readonly gpu?: GpuAccess | undefined
  /** The built-in model runs on another device from now on, or on the same for another reason. */
  readonly onDevice?: (change: Pick<EncoderInfo, 'device' | 'deviceReason'>) => void
  /** Items embedded, for phase `embed`. The sources report bytes. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface Encoder {
  readonly info: EncoderInfo
  /**
   * Unit vectors, row-major, texts.length x dimensions, in the order of `texts`. A text that does not fit into the model's
   * tokens is cut. On one device a text gives the same vector alone and among others: bit for bit by the built-in model
   * and where onnxruntime-web quantises activations (such models run text by text), within rounding else. Throws `aborted`, `encoder-failed`, `timeout`, `gpu-lost`.
   */
  encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array>
  dispose(): Promise<void>
}

/**
 * Loads a model folder and starts it: the built-in one by pagekin's own code, an ONNX export by onnxruntime-web. It has to pass the model's
 * self-test before any vector leaves.
 *
 * Throws `csp-wasm`; `model-unavailable`, `model-corrupt`, `timeout` for files; `encoder-failed` if it does not run; and
 * `gpu-lost` for every failure on WebGPU: then a new realm (a new worker) should try `wasm`, because a runtime that lost its
 * device does not come back.
 */
export async function createEncoder(options: EncoderOptions): Promise<Encoder> {
  const { model, runtime, layers, multilingual, device, gpu, signal, deadlineMs = 60_000 } = options
  assertWasmAllowed()
  const settings = ofVariant(options, await loadSettings(model, options.id, signal))
  const dimensions = requestedDimensions(options.dimensions, settings)
  const { files } = settings
  const isBuiltIn = files !== null && Object.hasOwn(files, TRANSFORMER_FILE)
  const [texts, runner] = await Promise.all([
    readTexts(options, settings),
    isBuiltIn
      ? createTransformerRunner({
          model,
          files,
          layers,
          multilingual,
          device,
          gpu,
          deadlineMs,
          signal,
          onChange: (changed) => options.onDevice?.(deviceOf(options, changed)),
        })
      : createOnnxRunner({ model, settings, runtime, device, gpu, deadlineMs, signal }),
  ])
  throwIfAborted(signal, 'encoder')
  try {
    return await start(options, settings, texts, runner, dimensions)
  } catch (thrown) {
    throw onDevice(runner.device, thrown)
  }
}

interface LoadedTexts {
  readonly tokenizer: Tokenizer
  readonly tokenizerHash: string
  readonly canary: unknown
}

async function readTexts({ model, layers, multilingual, signal }: EncoderOptions, { files }: ModelSettings): Promise<LoadedTexts> {
  const selfTest = multilingual ? 'canary-multilingual.json' : layers === undefined ? 'canary.json' : `canary-${layers}.json`
  const request = (path: string): ReadOptions => ({ expected: files?.[path], signal })
  const isListed = (path: string) => files === null || Object.hasOwn(files, path)
  const [tokenizerBytes, tokenizerConfig, canary, words] = await Promise.all([
    readRequired(model, 'tokenizer.json', request('tokenizer.json')),
    readJson(model, 'tokenizer_config.json', request('tokenizer_config.json')),
    isListed(selfTest) ? readJson(model, selfTest, request(selfTest)) : null,
    multilingual && readJson(model, WORD_LIST, request(WORD_LIST)),
  ])
  const english = parseJson('tokenizer.json', tokenizerBytes)
  const { json, clean }: Partial<MoreWords> = words ? withWords(english, words as string[]) : { json: english }
  return {
    tokenizer: createTokenizer(json, tokenizerConfig ?? {}, clean),
    tokenizerHash: await sha256Hex(tokenizerBytes),
    canary,
  }
}

async function start(
  options: EncoderOptions,
  settings: ModelSettings,
  texts: LoadedTexts,
  runner: Runner,
  requested: number | null,
): Promise<Encoder> {
  const embed = createEmbedder(runner, texts.tokenizer, settings)
  const canary = texts.canary === null ? null : await canaryCosine(parseCanary(texts.canary), runner.dtype, (list) => embed(list, {}))
  if (canary !== null && canary < CANARY_MINIMUM) {
    throw new PagekinError('encoder-failed', `self-test: received cosine ${canary.toFixed(4)}, expected ${CANARY_MINIMUM} at least`)
  }
  // a model without self-test and manifest shows its dimensions only by running
  const full = (await embed(['a'], {})).length
  if (settings.dimensions !== null && settings.dimensions !== full) {
    throw new PagekinError('model-corrupt', `model: received ${full} dimensions, expected ${settings.dimensions}`)
  }
  const possible = [full, ...settings.mrl.filter((length) => length < full)]
  if (requested !== null && !possible.includes(requested)) throw notOneOf(requested, possible)
  const dimensions = requested ?? full
  return {
    info: {
      fingerprint: await fingerprint(settings, dimensions, texts.tokenizerHash, runner.weightsHash),
      dimensions,
      ...deviceOf(options, runner),
      dtype: runner.dtype,
      canary,
      bytes: { runtime: options.runtime.files.receivedBytes(), model: options.model.receivedBytes() },
    },
    async encode(texts, kind, signal) {
      const prefixed = texts.map((text) => settings.prefix[kind] + text)
      const vectors = await embed(prefixed, {
        ...(signal ? { signal } : {}),
        ...(options.onProgress ? { onProgress: options.onProgress } : {}),
      })
      return dimensions === full ? vectors : truncateDimensions(vectors, full, dimensions)
    },
    dispose: () => runner.dispose(),
  }
}

function deviceOf(
  { model, runtime }: EncoderOptions,
  { device, deviceReason }: Pick<Runner, 'device' | 'deviceReason'>,
): Pick<EncoderInfo, 'device' | 'deviceReason'> {
  const notice = model.notice() ?? runtime.files.notice()
  return { device, deviceReason: notice === null ? deviceReason : `${deviceReason}; ${notice}` }
}

type Embed = (
  texts: readonly string[],
  options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
) => Promise<Float32Array>

/** Tokenises, runs batches of texts of about one length, and puts the rows back in the order of the texts. */
function createEmbedder(runner: Runner, tokenizer: Tokenizer, { maxTokens }: ModelSettings): Embed {
  return async (texts, { signal, onProgress }) => {
    const ids = texts.map((text) => tokenizer.encode(text, maxTokens))
    const order = ids.map((_, row) => row).sort((a, b) => ids[a]!.length - ids[b]!.length || a - b)
    let vectors = new Float32Array(0)
    for (let done = 0; done < order.length; ) {
      throwIfAborted(signal, 'encode')
      const rows = nextBatch(order, done, ids, runner.batch)
      const pooled = await runner.vectors(rows.map((row) => ids[row]!))
      const dimensions = pooled.length / rows.length
      normalize(pooled, dimensions)
      if (done === 0) vectors = new Float32Array(texts.length * dimensions)
      rows.forEach((row, index) => {
        vectors.set(pooled.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions)
      })
      done += rows.length
      onProgress?.({ phase: 'embed', loaded: done, total: texts.length, unit: 'items' })
      if (done < order.length) await yieldToEvents()
    }
    return vectors
  }
}

/** The texts from `start` on that fit together into a batch: one at least. */
function nextBatch(
  order: readonly number[],
  start: number,
  ids: readonly (readonly number[])[],
  limit: Runner['batch'],
): readonly number[] {
  let end = start
  let tokens = 0
  while (end < order.length && end - start < limit.texts) {
    tokens += ids[order[end]!]!.length
    if (end > start && tokens > limit.tokens) break
    end++
  }
  return order.slice(start, end)
}

/** Lets messages and timers in: a loop over promises alone would keep an abort waiting until its end. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

function requestedDimensions(requested: number | undefined, settings: ModelSettings): number | null {
  if (requested === undefined || requested === settings.dimensions) return settings.dimensions
  // known when the model has run
  if (settings.dimensions === null || settings.mrl.includes(requested)) return requested
  throw notOneOf(requested, settings.mrl)
}

/** Vectors of an exit, or with more languages, are never compared with others: the added weights are part of their identity. */
function ofVariant({ layers, multilingual }: EncoderOptions, settings: ModelSettings): ModelSettings {
  if (layers === undefined && !multilingual) return settings
  const { id, files } = settings
  const needed = layers === undefined ? [WORDS_FILE, WORD_LIST] : [exitFile(layers)]
  const hashes = needed.map((file) => {
    if (files && Object.hasOwn(files, file)) return files[file]!.sha256
    const asked = layers === undefined ? 'multilingual: received true' : `layers: received ${layers}`
    throw new PagekinError('usage', `${asked}, but the model ${id} has no ${file}`)
  })
  return { ...settings, id: [id, ...hashes].join(' ') }
}

function notOneOf(requested: number, possible: readonly number[]): PagekinError {
  const expected = possible.join(', ') || 'none: this model has one length'
  return new PagekinError('usage', `dimensions: received ${requested}, expected one of ${expected}`)
}
