import { firstLine, PagekinError } from '../../errors.js'
import { dotProduct } from '../../vectors/normalize.js'
import { after } from '../../waiting.js'
import { findAdapter, type GpuAccess } from '../device.js'
import { type FileHash, type FileSource, readRequired } from '../model-files.js'
import type { Runner } from '../runner.js'
import { GPU_TOKENS, GpuTransformer } from './gpu-transformer.js'
import { createKernel, type Kernel } from './kernel.js'
import { BATCH_TOKENS, exitFile, Transformer, WORDS_FILE } from './transformer.js'

/** A model folder that has this file runs without onnxruntime-web. */
export const TRANSFORMER_FILE = 'encoder.bin'

/** Once so many tokens have come, more are likely to come: a GPU is started. */
const BACKLOG_TOKENS = 4096
/** A batch with fewer is a search, or nearly as short. */
const MANY_TOKENS = 96
/** For the browser to give an adapter: a process of graphics that starts on a busy device needs seconds. */
const ADAPTER_MS = 10_000
/** For the first run of a GPU, which may compile, while a search may wait. */
const FIRST_RUN_MS = 3_000
/** A right device is above this (docs/measurements.md#webgpu). */
const LEAST_COSINE = 0.99

type Texts = readonly (readonly number[])[]

export interface TransformerRunnerOptions {
  readonly model: FileSource
  /** Hashes of the files of the folder. */
  readonly files: Readonly<Record<string, FileHash>>
  /** How many layers run, if not all. */
  readonly layers: number | undefined
  /** Whether the words of more languages are read. */
  readonly multilingual: true | undefined
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly gpu: GpuAccess | undefined
  /** For one run of the model on a GPU. */
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
  /** Another device runs from now on, or the same for another reason. */
  onChange(runner: Pick<Runner, 'device' | 'deviceReason'>): void
}

/** Runs a model file of pagekin's own format. Throws `encoder-failed`; `model-unavailable`, `model-corrupt`, `timeout` for the file. */
export async function createTransformerRunner(options: TransformerRunnerOptions): Promise<Runner> {
  const { model, files, layers, multilingual, device, gpu, deadlineMs, signal, onChange } = options
  const kernel = createKernel()
  const read = (name: string) => readRequired(model, name, { expected: files[name], signal })
  const [file, exit, words] = await Promise.all([
    read(TRANSFORMER_FILE),
    layers && read(exitFile(layers)).then((file) => ({ layers, file })),
    multilingual && read(WORDS_FILE),
  ])
  const transformer = await Transformer.read(file, kernel, { exit: exit || undefined, words })
  const runner = new TransformerRunner({
    wanted: device,
    form: `WebAssembly ${FORMS[kernel.kind]}`,
    vectors: (texts) => transformer.vectors(texts),
    startGpu: gpu && (() => startGpu(transformer, device, gpu, deadlineMs)),
    now: () => performance.now(),
    onChange,
  })
  if (device === 'webgpu') await runner.start()
  return runner
}

const FORMS: Readonly<Record<Kernel['kind'], string>> = {
  relaxed: 'with relaxed SIMD',
  simd: 'with SIMD',
  js: 'without SIMD',
}

/** A GPU that has the model. */
export interface RunningGpu extends Pick<GpuTransformer, 'vectors' | 'dispose'> {
  /** `WebGPU (vendor architecture)`. */
  readonly name: string
}

/** Throws an error that says why there is no GPU to run on. */
async function startGpu(
  transformer: Transformer,
  wanted: 'auto' | 'webgpu' | 'wasm',
  gpu: GpuAccess,
  deadlineMs: number,
): Promise<RunningGpu> {
  const found = await findAdapter(gpu, ADAPTER_MS)
  if ('why' in found) throw new Error(found.why)
  const { adapter, name, software } = found
  if (software && wanted === 'auto') throw new Error(`${name} is slower`)
  const made = await GpuTransformer.create(transformer, adapter, deadlineMs)
  return { name, vectors: (texts) => made.vectors(texts), dispose: () => made.dispose() }
}

export interface TransformerRunnerParts {
  readonly wanted: 'auto' | 'webgpu' | 'wasm'
  /** What runs without a GPU: `WebAssembly with SIMD`. */
  readonly form: string
  /** Vectors by WebAssembly, of `BATCH_TOKENS` tokens at most or one text. */
  vectors(texts: Texts): Float32Array
  /** Absent if the browser has no WebGPU. */
  readonly startGpu: (() => Promise<RunningGpu>) | undefined
  /** A clock in milliseconds. */
  now(): number
  onChange(runner: TransformerRunner): void
}

/**
 * Runs the built-in model on WebAssembly, or on a GPU that was faster with texts that came. `auto` asks for a GPU once many texts have
 * come, `webgpu` at once. A GPU that fails gives way to WebAssembly within the call.
 */
export class TransformerRunner implements Runner {
  readonly dtype = 'encoder'
  readonly weightsHash = null
  readonly #parts: TransformerRunnerParts
  #reason: string
  #gpu: RunningGpu | undefined
  /** Which batches the GPU is for, once it is measured. */
  #use: { readonly many: boolean; readonly few: boolean } | undefined
  #starting: Promise<void> | undefined
  #tokens = 0

  constructor(parts: TransformerRunnerParts) {
    this.#parts = parts
    const { wanted, form, startGpu } = parts
    const why = startGpu ? 'until many texts show whether WebGPU is faster' : 'because this browser has no WebGPU'
    this.#reason = `${form}, ${wanted === 'wasm' ? 'as asked for' : why}`
  }

  get device(): 'webgpu' | 'wasm' {
    return this.#use?.many ? 'webgpu' : 'wasm'
  }

  get deviceReason(): string {
    return this.#reason
  }

  get batch(): Runner['batch'] {
    return { texts: Number.POSITIVE_INFINITY, tokens: this.#gpu ? GPU_TOKENS : BATCH_TOKENS }
  }

  /** Asks for a GPU. Resolves when it is there, or is known not to be. */
  start(): Promise<void> {
    this.#starting ??= this.#parts.startGpu?.().then(
      (gpu) => {
        this.#gpu = gpu
      },
      (thrown) => this.#giveUp(firstLine(thrown)),
    )
    return this.#starting ?? Promise.resolve()
  }

  async vectors(texts: Texts): Promise<Float32Array> {
    const gpu = this.#gpu
    const tokens = texts.reduce((sum, { length }) => sum + length, 0)
    const isMany = tokens >= MANY_TOKENS
    if (!gpu) this.#count(tokens)
    else if (!this.#use) {
      if (isMany || this.#parts.wanted === 'webgpu') return this.#measure(gpu, texts)
    } else if (isMany ? this.#use.many : this.#use.few) {
      try {
        return finite(await gpu.vectors(texts))
      } catch (thrown) {
        this.#giveUp(`WebGPU was given up (${firstLine(thrown)})`)
      }
    }
    return this.#onWasm(texts)
  }

  async dispose(): Promise<void> {
    await this.#starting
    this.#gpu?.dispose()
  }

  #count(tokens: number): void {
    this.#tokens += tokens
    if (this.#parts.wanted === 'auto' && this.#tokens >= BACKLOG_TOKENS) void this.start()
  }

  /** Embeds texts on both devices. The vectors have to be the same; the faster device goes on. */
  async #measure(gpu: RunningGpu, texts: Texts): Promise<Float32Array> {
    const { wanted, form } = this.#parts
    const isForced = wanted === 'webgpu'
    const shortest = [texts.reduce((least, text) => (text.length < least.length ? text : least))]
    const wasm = await this.#timed(() => this.#onWasm(texts))
    const fewOnWasm = await this.#timed(() => this.#onWasm(shortest))
    // until the end of this other calls run on WebAssembly
    this.#use = { many: false, few: false }
    const count = `${texts.length} ${texts.length === 1 ? 'text' : 'texts'}`
    const onWasm = `${Math.round(wasm.ms)} ms on ${form}`
    const run = async (asked: Texts, limitMs: number) => {
      const answer = gpu.vectors(asked)
      const vectors = await (isForced ? answer : Promise.race([answer, after(limitMs, null)]))
      if (!vectors) throw new Error(`${gpu.name} is slower: ${count} took ${onWasm}, and longer there`)
      return vectors
    }
    try {
      await run(shortest, FIRST_RUN_MS)
      const few = await this.#timed(() => run(shortest, FIRST_RUN_MS))
      const many = await this.#timed(() => run(texts, wasm.ms))
      const cosine = lowestCosine(many.vectors, wasm.vectors, texts.length)
      // NaN is no better
      if (!(cosine >= LEAST_COSINE)) throw new Error(`${gpu.name} made other vectors (cosine ${cosine.toFixed(3)})`)
      const times = `${count} took ${Math.round(many.ms)} ms, and ${onWasm}`
      if (!isForced && many.ms >= wasm.ms) throw new Error(`${gpu.name} is slower: ${times}`)
      this.#use = { many: true, few: isForced || few.ms < fewOnWasm.ms }
      this.#reason = `${gpu.name}, ${isForced ? 'as asked for' : `because ${times}`}${this.#use.few ? '' : '; short texts run on WebAssembly'}`
      this.#parts.onChange(this)
      return many.vectors
    } catch (thrown) {
      this.#giveUp(firstLine(thrown))
      return wasm.vectors
    }
  }

  async #timed(run: () => Float32Array | Promise<Float32Array>): Promise<{ vectors: Float32Array; ms: number }> {
    const begun = this.#parts.now()
    const vectors = await run()
    return { vectors, ms: this.#parts.now() - begun }
  }

  #giveUp(because: string): void {
    this.#gpu?.dispose()
    this.#gpu = undefined
    this.#use = undefined
    this.#reason = `${this.#parts.form}, because ${because}`
    this.#parts.onChange(this)
  }

  /** A GPU takes more texts at once than WebAssembly. */
  #onWasm(texts: Texts): Float32Array {
    const parts: Float32Array[] = []
    for (let start = 0; start < texts.length; ) {
      let end = start
      for (let tokens = 0; end < texts.length; end++) {
        tokens += texts[end]!.length
        if (end > start && tokens > BATCH_TOKENS) break
      }
      parts.push(finite(this.#parts.vectors(texts.slice(start, end))))
      start = end
    }
    return joined(parts)
  }
}

function finite(vectors: Float32Array): Float32Array {
  if (vectors.every(Number.isFinite)) return vectors
  throw new PagekinError('encoder-failed', 'model: received NaN or an infinity, expected finite numbers')
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function lowestCosine(first: Float32Array, second: Float32Array, rows: number): number {
  const dimensions = second.length / rows
  const cosines = Array.from({ length: rows }, (_, row) => {
    const [a, b] = [first, second].map((all) => all.subarray(row * dimensions, (row + 1) * dimensions)) as [Float32Array, Float32Array]
    return dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))
  })
  return Math.min(...cosines)
}
