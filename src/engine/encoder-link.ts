import { firstLine, PagekinError, throwIfAborted } from '../errors.js'
import type { EncoderApi, EncoderInfo, EncoderListener, EncoderSource, PageApi } from '../protocol.js'
import { connect, type Remote, unwrap } from '../rpc.js'
import type { Progress } from '../types.js'
import { untilAborted } from '../waiting.js'
import type { EncoderClient } from './encoder-client.js'
import { Patience } from './patience.js'

/** A load without bytes or an answer for this long hangs. */
const LOAD_IDLE_MS = 60_000
/** For one call; the slowest device, a GPU in software, needs a quarter of it (docs/measurements.md#slow-encoders). */
const ENCODE_MS = 60_000
/** A worker does not answer while it computes a text on WASM. One that does not answer for this long is dead. */
const SILENCE_MS = 20_000
/** After a failed load calls fail with its error for this long, so that an offline page does not request the model with every search. */
const RETRY_MS = 30_000

export interface EncoderLinkParts {
  readonly source: EncoderSource
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly page: Pick<PageApi, 'startEncoder' | 'stopEncoder'>
  /** Of downloads only. */
  onProgress(progress: Progress): void
  /** The encoder is loaded (`info`), or gone for the reason given. */
  onEncoder(info: EncoderInfo | null, reason: string, error?: PagekinError): void
}

interface Failure {
  readonly error: PagekinError
  /** Milliseconds since the worker began: a clock may be set back. */
  readonly at: number
}

type EncoderRemote = Remote<EncoderApi, EncoderListener>

/**
 * The engine's end of the encoder worker. onnxruntime-web may hang instead of failing, and a worker may die without an event, so
 * every call has a deadline. A worker that misses it, or loses its GPU, is replaced, and the call is repeated there once. After a
 * GPU the replacement runs on WebAssembly.
 */
export class EncoderLink implements EncoderClient {
  info: EncoderInfo | undefined
  readonly #parts: EncoderLinkParts
  #device: 'auto' | 'webgpu' | 'wasm'
  #source: EncoderSource
  /** Why WebGPU is not used any more. */
  #gaveUpGpu: string | undefined
  #loading: Promise<EncoderInfo> | undefined
  #failure: Failure | undefined
  #remote: EncoderRemote | undefined
  #waiting: { resolve(remote: EncoderRemote): void; reject(error: PagekinError): void } | undefined
  readonly #patience = new Patience()
  #calls = 0

  constructor(parts: EncoderLinkParts) {
    this.#parts = parts
    this.#device = parts.device
    this.#source = parts.source
  }

  keepFiles(keepsFiles: boolean): void {
    this.#source = { ...this.#source, keepsFiles }
  }

  prefer(dimensions: number): void {
    this.#source = { ...this.#source, dimensions }
  }

  ensure(): Promise<EncoderInfo> {
    if (this.#failure && !isOver(this.#failure)) return Promise.reject(this.#failure.error)
    this.#loading ??= this.#loadOrStepDown().catch((thrown) => {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
      this.#failure = { error, at: performance.now() }
      this.#drop(error)
      throw error
    })
    return this.#loading
  }

  /** The network is back: a load that failed may be tried again. */
  retry(): void {
    if (this.#failure?.error.code !== 'csp-wasm') this.#failure = undefined
  }

  async encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array> {
    const info = await this.ensure()
    const remote = this.#remote
    throwIfAborted(signal, 'encode')
    try {
      return await this.#call(texts, kind, signal)
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encode')
      if (!this.#isWorkersFault(error, info)) throw error
      // another call may have replaced it already
      if (this.#remote === remote) this.#replace(this.info ?? info, error)
    }
    await this.ensure()
    throwIfAborted(signal, 'encode')
    return await this.#call(texts, kind, signal)
  }

  /** The page has started an encoder worker and sent the other end of this port to it. */
  attach(port: MessagePort): void {
    const remote = connect<EncoderApi, EncoderListener>(port, {
      onEncoderProgress: (progress) => {
        this.#patience.sign()
        if (progress.phase !== 'embed') this.#parts.onProgress(progress)
      },
      onEncoderDevice: (change) => {
        if (!this.info) return
        // its bytes are counted already
        this.info = { ...this.info, ...change, bytes: { runtime: 0, model: 0 } }
        this.#parts.onEncoder(this.info, this.info.deviceReason)
      },
    })
    this.#remote = remote
    this.#waiting?.resolve(remote)
    this.#waiting = undefined
  }

  /** The page could not start one. */
  fail(error: PagekinError): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  dispose(): void {
    this.#remote?.$close(new PagekinError('aborted', 'encoder: disposed'))
  }

  async #loadOrStepDown(): Promise<EncoderInfo> {
    try {
      return await this.#load()
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
      // faults of the network and of the policy are the same on every device
      const steps = this.#device === 'auto' && ['encoder-failed', 'gpu-lost', 'timeout'].includes(error.code)
      if (!steps) throw error
      this.#stepDown(error)
      return await this.#load()
    }
  }

  async #load(): Promise<EncoderInfo> {
    const remote = await this.#start()
    const info = unwrap(await this.#patience.wait(remote.load(this.#source, this.#device), 'encoder: load', { silenceMs: LOAD_IDLE_MS }))
    this.info = this.#gaveUpGpu ? { ...info, deviceReason: inPlaceOf(this.#gaveUpGpu, info.deviceReason) } : info
    this.#parts.onEncoder(this.info, this.info.deviceReason)
    return this.info
  }

  #start(): Promise<EncoderRemote> {
    this.#remote?.$close()
    this.#remote = undefined
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#parts.page.startEncoder()
    })
  }

  async #call(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array> {
    const remote = this.#remote
    if (!remote) throw new PagekinError('worker-failed', 'encode: the encoder is gone')
    const callId = ++this.#calls
    const limits = { silenceMs: SILENCE_MS, totalMs: ENCODE_MS, ask: () => remote.ping() }
    const answer = this.#patience.wait(remote.encode(texts, kind, callId), 'encoder: encode', limits)
    // an abort does not wait for the worker
    return unwrap(await untilAborted(answer, signal, 'encode', () => void remote.abort.asEvent(callId)))
  }

  #isWorkersFault({ code }: PagekinError, { device }: EncoderInfo): boolean {
    return code === 'gpu-lost' || code === 'timeout' || code === 'worker-failed' || (code === 'encoder-failed' && device === 'webgpu')
  }

  #replace({ device }: EncoderInfo, error: PagekinError): void {
    this.#drop(error)
    if (device === 'webgpu') this.#stepDown(error)
  }

  #stepDown(error: PagekinError): void {
    this.#device = 'wasm'
    this.#gaveUpGpu = `WebAssembly, because WebGPU was given up (${firstLine(error)})`
  }

  #drop(error: PagekinError): void {
    this.info = undefined
    this.#loading = undefined
    this.#remote?.$close(error)
    this.#remote = undefined
    this.#parts.page.stopEncoder()
    this.#parts.onEncoder(null, error.message, error)
  }
}

/** The worker's `reason` begins with why it chose this device; notes may follow. */
function inPlaceOf(why: string, reason: string): string {
  return [why, ...reason.split('; ').slice(1)].join('; ')
}

/** A page's policy does not change during a visit. */
function isOver({ error, at }: Failure): boolean {
  return error.code !== 'csp-wasm' && performance.now() - at >= RETRY_MS
}
