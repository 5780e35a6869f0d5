import { type BirpcReturn, createBirpc } from 'birpc'
import { PagekinError, throwIfAborted } from '../errors.js'
import type { Progress } from '../types.js'
import type { EncoderClient } from './encoder-client.js'
import { Patience } from './patience.js'
import type { EncoderApi, EncoderInfo, EncoderListener, EncoderSource, Outcome, PageApi } from './protocol.js'

/** A load that brings no bytes and no answer for so long has wedged. */
const LOAD_IDLE_MS = 60_000
/** A chunk takes 0.2 s on WASM and, at its worst, 16 s on a software GPU. */
const ENCODE_MS = 60_000
/** A worker that computes a text on WASM hears nothing meanwhile; one that hears nothing for so long is dead. */
const SILENCE_MS = 20_000
/** After a load that failed, calls fail with its error for so long, so that an offline page does not ask for the model with every search. */
const RETRY_MS = 30_000

export interface EncoderLinkParts {
  readonly source: EncoderSource
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly page: Pick<PageApi, 'startEncoder' | 'stopEncoder'>
  /** Of downloads; what is embedded is counted by those who embed. */
  onProgress(progress: Progress): void
  /** The encoder has come up (`info`), or is gone for the reason given. */
  onEncoder(info: EncoderInfo | null, reason: string, error?: PagekinError): void
}

interface Failure {
  readonly error: PagekinError
  /** Milliseconds since 1970. */
  readonly at: number
}

type Remote = BirpcReturn<EncoderApi, EncoderListener>

/**
 * The engine's end of the encoder worker. onnxruntime-web can wedge instead of failing, and a worker can die without a word,
 * so every call has a deadline; a worker that misses one, or loses its GPU, is replaced (on WASM from then on), and the call
 * is made again there, once.
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
  #remote: Remote | undefined
  #waiting: { resolve(remote: Remote): void; reject(error: PagekinError): void } | undefined
  readonly #patience = new Patience()
  #calls = 0

  constructor(parts: EncoderLinkParts) {
    this.#parts = parts
    this.#device = parts.device
    this.#source = parts.source
  }

  prefer(dimensions: number): void {
    this.#source = { ...this.#source, dimensions }
  }

  ensure(): Promise<EncoderInfo> {
    if (this.#failure && !isOver(this.#failure)) return Promise.reject(this.#failure.error)
    this.#loading ??= this.#loadOrStepDown().catch((thrown) => {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
      this.#failure = { error, at: Date.now() }
      this.#drop(error)
      throw error
    })
    return this.#loading
  }

  /** The network is back, for want of which a load may have failed. */
  retry(): void {
    if (this.#failure?.error.code !== 'csp-wasm') this.#failure = undefined
  }

  async encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array> {
    const info = await this.ensure()
    throwIfAborted(signal, 'encode')
    try {
      return await this.#call(texts, kind, signal)
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encode')
      if (!this.#isWorkersFault(error, info)) throw error
      // another call may have found out first, and have replaced it
      if (this.info === info) this.#replace(info, error)
    }
    await this.ensure()
    throwIfAborted(signal, 'encode')
    return await this.#call(texts, kind, signal)
  }

  /** The page has started an encoder worker and sent the other end of this port to it. */
  attach(port: MessagePort): void {
    const remote = createBirpc<EncoderApi, EncoderListener>(
      {
        onEncoderProgress: (progress) => {
          this.#patience.sign()
          if (progress.phase !== 'embed') this.#parts.onProgress(progress)
        },
      },
      {
        post: (data) => port.postMessage(data),
        on: (listener) => port.addEventListener('message', ({ data }) => listener(data)),
        timeout: -1,
      },
    )
    port.start()
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
      // the network's and the policy's faults are the same on every device
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

  #start(): Promise<Remote> {
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
    let abort: (() => void) | undefined
    // at once, whatever the worker is doing
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        void remote.abort.asEvent(callId)
        reject(new PagekinError('aborted', 'encode: aborted'))
      }
      signal?.addEventListener('abort', abort)
    })
    const limits = { silenceMs: SILENCE_MS, totalMs: ENCODE_MS, ask: () => remote.ping() }
    try {
      return unwrap(await Promise.race([this.#patience.wait(remote.encode(texts, kind, callId), 'encoder: encode', limits), aborted]))
    } finally {
      if (abort) signal?.removeEventListener('abort', abort)
    }
  }

  #isWorkersFault({ code }: PagekinError, { device }: EncoderInfo): boolean {
    return code === 'gpu-lost' || code === 'timeout' || code === 'worker-failed' || (code === 'encoder-failed' && device === 'webgpu')
  }

  #replace({ device }: EncoderInfo, error: PagekinError): void {
    this.#drop(error)
    if (device === 'webgpu') this.#stepDown(error)
  }

  #stepDown({ message }: PagekinError): void {
    this.#device = 'wasm'
    // of a runtime's report the first line is for people
    const [why = ''] = message.replace(/^\[pagekin [a-z-]+\] /, '').split('\n')
    this.#gaveUpGpu = `WebAssembly, because WebGPU was given up (${why.slice(0, 300)})`
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

/** `reason` as the worker gives it begins with why this device, and notes may follow. */
function inPlaceOf(why: string, reason: string): string {
  return [why, ...reason.split('; ').slice(1)].join('; ')
}

/** A page's policy does not change as long as the page lives. */
function isOver({ error, at }: Failure): boolean {
  return error.code !== 'csp-wasm' && Date.now() - at >= RETRY_MS
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw PagekinError.fromReport(outcome.error)
}
