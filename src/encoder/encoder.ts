import { PagekinError, throwIfAborted } from '../errors.js'
import type { EncoderInfo } from '../protocol.js'
import { sha256Hex } from '../sha256.js'
import type { Progress } from '../types.js'
import { normalize, truncateDimensions } from '../vectors/normalize.js'
import { CANARY_MINIMUM, canaryCosine, parseCanary } from './canary.js'
import { assertWasmAllowed, chooseDevice, type DeviceChoice, quantisesActivations, weightCandidates } from './device.js'
import { fingerprint } from './fingerprint.js'
import { type FileSource, parseJson, type ReadOptions, readJson, readRequired } from './model-files.js'
import { loadSettings, type ModelSettings } from './model-settings.js'
import { createSession, type EncoderSession } from './onnx-session.js'
import { pool } from './pooling.js'
import { RUNTIME_FILES } from './runtime-files.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'

export interface EncoderOptions {
  /** Names the model if its folder has no manifest. Settings of well-known models are found by it. */
  readonly id: string
  /** The model's folder. */
  readonly model: FileSource
  /** The folder with the WebAssembly files of onnxruntime-web. */
  readonly runtime: FileSource
  readonly device: 'auto' | 'webgpu' | 'wasm'
  /** Keeps the first dimensions: one of the numbers in the manifest's `mrl`, or all. Default: all. */
  readonly dimensions?: number
  /** For one run of the model. Default 60,000; ten times that on a GPU in software. */
  readonly deadlineMs?: number
  /** `navigator.gpu`; absent in Node. */
  readonly gpu?: Pick<GPU, 'requestAdapter'> | undefined
  /** Items embedded, for phase `embed`. The sources report bytes. */
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface Encoder {
  readonly info: EncoderInfo
  /**
   * Unit vectors, row-major, texts.length x dimensions, in the order of `texts`. A text that does not fit into the model's
   * tokens is cut. On one device a text gives the same vector alone and among others: bit for bit where activations are
   * quantised (such models run text by text), within rounding else. Throws `aborted`, `encoder-failed`, `timeout`, `gpu-lost`.
   */
  encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array>
  dispose(): Promise<void>
}

const SOFTWARE_GPU_SLOWDOWN = 10
/** Texts of similar length that go through the model together, if a text's vector does not depend on the others. */
const BATCH_TEXTS = 8

/**
 * Loads a model folder in the layout of a Hugging Face ONNX export and starts it on a device, which has to pass the model's
 * self-test before any vector leaves.
 *
 * Throws `csp-wasm`; `model-unavailable`, `model-corrupt`, `timeout` for files; `encoder-failed` if it does not run; and
 * `gpu-lost` for every failure on WebGPU: then a new realm (a new worker) should try `wasm`, because a runtime that lost its
 * device does not come back.
 */
export async function createEncoder(options: EncoderOptions): Promise<Encoder> {
  const { model, signal, deadlineMs = 60_000 } = options
  assertWasmAllowed()
  const [settings, choice] = await Promise.all([loadSettings(model, options.id, signal), chooseDevice(options.device, options.gpu)])
  const dimensions = requestedDimensions(options.dimensions, settings)
  const files = await readFiles(options, settings, choice)
  throwIfAborted(signal, 'encoder')
  try {
    const session = await createSession({
      ...choice,
      runtime: files.runtime,
      weights: files.weights,
      deadlineMs: choice.software ? deadlineMs * SOFTWARE_GPU_SLOWDOWN : deadlineMs,
    })
    return await start(options, settings, choice, files, session, dimensions)
  } catch (thrown) {
    throw onDevice(choice.device, thrown)
  }
}

interface LoadedFiles {
  readonly tokenizer: Tokenizer
  readonly tokenizerHash: string
  readonly canary: unknown
  readonly dtype: string
  readonly weights: Uint8Array<ArrayBuffer>
  readonly runtime: Uint8Array<ArrayBuffer>
}

async function readFiles(options: EncoderOptions, settings: ModelSettings, choice: DeviceChoice): Promise<LoadedFiles> {
  const { model, runtime, signal } = options
  const request = (path: string): ReadOptions => ({ expected: settings.files?.[path], signal })
  const isListed = (path: string) => settings.files === null || Object.hasOwn(settings.files, path)
  const [tokenizerBytes, tokenizerConfig, canary, weights, wasm] = await Promise.all([
    readRequired(model, 'tokenizer.json', request('tokenizer.json')),
    readJson(model, 'tokenizer_config.json', request('tokenizer_config.json')),
    isListed('canary.json') ? readJson(model, 'canary.json', request('canary.json')) : null,
    readWeights(model, weightCandidates(choice), isListed, request),
    readRequired(runtime, RUNTIME_FILES[choice.build].name, { expected: RUNTIME_FILES[choice.build], signal }),
  ])
  return {
    tokenizer: createTokenizer(parseJson('tokenizer.json', tokenizerBytes), tokenizerConfig ?? {}),
    tokenizerHash: await sha256Hex(tokenizerBytes),
    canary,
    runtime: wasm,
    ...weights,
  }
}

/** The first candidate that exists. */
async function readWeights(
  model: FileSource,
  candidates: readonly string[],
  isListed: (path: string) => boolean,
  request: (path: string) => ReadOptions,
): Promise<{ dtype: string; weights: Uint8Array<ArrayBuffer> }> {
  for (const dtype of candidates) {
    const path = `onnx/${dtype}.onnx`
    const weights = isListed(path) ? await model.read(path, request(path)) : null
    if (weights) return { dtype, weights }
  }
  throw new PagekinError('model-unavailable', `onnx/: the model has none of ${candidates.join(', ')}`)
}

async function start(
  options: EncoderOptions,
  settings: ModelSettings,
  choice: DeviceChoice,
  files: LoadedFiles,
  session: EncoderSession,
  requested: number | null,
): Promise<Encoder> {
  const embed = createEmbedder(session, files.tokenizer, settings, quantisesActivations(files.dtype) ? 1 : BATCH_TEXTS)
  const canary = files.canary === null ? null : await canaryCosine(parseCanary(files.canary), files.dtype, (texts) => embed(texts, {}))
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
  const notice = options.model.notice() ?? options.runtime.notice()
  return {
    info: {
      fingerprint: await fingerprint(settings, dimensions, files.tokenizerHash, settings.files ? null : await sha256Hex(files.weights)),
      dimensions,
      device: choice.device,
      deviceReason: notice === null ? choice.reason : `${choice.reason}; ${notice}`,
      dtype: files.dtype,
      canary,
      bytes: { runtime: options.runtime.receivedBytes(), model: options.model.receivedBytes() },
    },
    async encode(texts, kind, signal) {
      try {
        const prefixed = texts.map((text) => settings.prefix[kind] + text)
        const vectors = await embed(prefixed, {
          ...(signal ? { signal } : {}),
          ...(options.onProgress ? { onProgress: options.onProgress } : {}),
        })
        return dimensions === full ? vectors : truncateDimensions(vectors, full, dimensions)
      } catch (thrown) {
        throw onDevice(choice.device, thrown)
      }
    },
    dispose: () => session.dispose(),
  }
}

type Embed = (
  texts: readonly string[],
  options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
) => Promise<Float32Array>

/** Tokenises, runs batches of texts of about one length, pools, and puts the rows back in the order of the texts. */
function createEmbedder(session: EncoderSession, tokenizer: Tokenizer, { pooling, maxTokens }: ModelSettings, batchTexts: number): Embed {
  return async (texts, { signal, onProgress }) => {
    const ids = texts.map((text) => tokenizer.encode(text, maxTokens))
    const order = ids.map((_, row) => row).sort((a, b) => ids[a]!.length - ids[b]!.length || a - b)
    let vectors = new Float32Array(0)
    for (let done = 0; done < order.length; done += batchTexts) {
      throwIfAborted(signal, 'encode')
      const rows = order.slice(done, done + batchTexts)
      const { padded, mask, tokens } = padBatch(rows.map((row) => ids[row]!))
      const hidden = await session.run(padded, mask, rows.length, tokens)
      const pooled = normalize(pool(hidden, mask, rows.length, tokens, pooling), hidden.length / (rows.length * tokens))
      const dimensions = pooled.length / rows.length
      if (done === 0) vectors = new Float32Array(texts.length * dimensions)
      rows.forEach((row, index) => {
        vectors.set(pooled.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions)
      })
      onProgress?.({ phase: 'embed', loaded: done + rows.length, total: texts.length, unit: 'items' })
      await yieldToEvents()
    }
    return vectors
  }
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

/** Padded positions are masked out, so any id may fill them. */
function padBatch(ids: readonly (readonly number[])[]): { padded: Int32Array; mask: Int32Array; tokens: number } {
  const tokens = Math.max(...ids.map((row) => row.length))
  const padded = new Int32Array(ids.length * tokens)
  const mask = new Int32Array(ids.length * tokens)
  ids.forEach((row, index) => {
    padded.set(row, index * tokens)
    mask.fill(1, index * tokens, index * tokens + row.length)
  })
  return { padded, mask, tokens }
}

function requestedDimensions(requested: number | undefined, settings: ModelSettings): number | null {
  if (requested === undefined || requested === settings.dimensions) return settings.dimensions
  // known when the model has run
  if (settings.dimensions === null || settings.mrl.includes(requested)) return requested
  throw notOneOf(requested, settings.mrl)
}

function notOneOf(requested: number, possible: readonly number[]): PagekinError {
  const expected = possible.join(', ') || 'none: this model has one length'
  return new PagekinError('usage', `dimensions: received ${requested}, expected one of ${expected}`)
}

/** On WebGPU any failure counts as one of the device, because WebAssembly in a new worker is a remedy. */
function onDevice(device: 'webgpu' | 'wasm', thrown: unknown): PagekinError {
  const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
  if (device === 'wasm' || error.code === 'gpu-lost' || error.code === 'aborted' || error.code === 'usage') return error
  return new PagekinError('gpu-lost', error.message.replace(/^\[pagekin [a-z-]+\] /, ''), { cause: error })
}
