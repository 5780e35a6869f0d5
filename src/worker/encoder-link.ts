import { type BirpcReturn, createBirpc } from 'birpc'
import { PagekinError, throwIfAborted } from '../errors.js'
import type { Progress } from '../types.js'
import type { EncoderClient } from './encoder-client.js'
import type { EncoderApi, EncoderInfo, EncoderListener, EncoderSource, Outcome, PageApi } from './protocol.js'

/** A load that brings no bytes and no answer for so long has wedged. */
const LOAD_IDLE_MS = 60_000
/** A chunk takes 0.2 s on WASM and, at its worst, 16 s on a software GPU. */
const ENCODE_MS = 60_000

export interface EncoderLinkParts {
  readonly source: EncoderSource
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly page: Pick<PageApi, 'startEncoder' | 'stopEncoder'>
  onProgress(progress: Progress): void
  /** The encoder has come up (`info`), or is gone for the reason given. */
  onEncoder(info: EncoderInfo | null, reason: string, error?: PagekinError): void
}

type Remote = BirpcReturn<EncoderApi, EncoderListener>

/**
 * The engine's end of the encoder worker. onnxruntime-web can wedge instead of failing, so every call has a deadline; a
 * worker that misses one, or loses its GPU, is replaced by one on WASM, and the call is made again there, once.
 */
export class EncoderLink implements EncoderClient {
  info: EncoderInfo | undefined
  readonly #parts: EncoderLinkParts
  #device: 'auto' | 'webgpu' | 'wasm'
  #loading: Promise<EncoderInfo> | undefined
  #remote: Remote | undefined
  #waiting: { resolve(remote: Remote): void; reject(error: PagekinError): void } | undefined
  #lastSign = 0
  #calls = 0

  constructor(parts: EncoderLinkParts) {
    this.#parts = parts
    this.#device = parts.device
  }

  ensure(): Promise<EncoderInfo> {
    this.#loading ??= this.#loadOrStepDown().catch((thrown) => {
      this.#loading = undefined
      const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
      this.#drop(error.message, error)
      throw error
    })
    return this.#loading
  }

  async encode(texts: readonly string[], kind: 'query' | 'item', signal?: AbortSignal): Promise<Float32Array> {
    await this.ensure()
    throwIfAborted(signal, 'encode')
    try {
      return await this.#call(texts, kind, signal)
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'encoder-failed', 'encode')
      if (error.code === 'aborted' || this.info?.device !== 'webgpu') throw this.#gaveUp(error)
      this.#stepDown(error)
      await this.ensure()
      return this.#call(texts, kind, signal)
    }
  }

  /** The page has started an encoder worker and sent the other end of this port to it. */
  attach(port: MessagePort): void {
    const remote = createBirpc<EncoderApi, EncoderListener>(
      {
        onEncoderProgress: (progress) => {
          this.#lastSign = Date.now()
          this.#parts.onProgress(progress)
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
      const steps = this.#device === 'auto' && (error.code === 'encoder-failed' || error.code === 'gpu-lost' || error.code === 'timeout')
      if (!steps) throw error
      this.#device = 'wasm'
      const info = await this.#load()
      const stepped = { ...info, deviceReason: `${info.deviceReason}; WebGPU was given up: ${error.message}` }
      this.info = stepped
      this.#parts.onEncoder(stepped, stepped.deviceReason)
      return stepped
    }
  }

  async #load(): Promise<EncoderInfo> {
    const remote = await this.#start()
    this.#lastSign = Date.now()
    const info = unwrap(
      await this.#withDeadline(remote.load(this.#parts.source, this.#device), 'load', () => this.#lastSign + LOAD_IDLE_MS),
    )
    this.info = info
    this.#parts.onEncoder(info, info.deviceReason)
    return info
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
    if (!remote) throw new PagekinError('encoder-failed', 'encode: the encoder is gone')
    const callId = ++this.#calls
    const abort = () => void remote.abort(callId)
    signal?.addEventListener('abort', abort, { once: true })
    const deadline = Date.now() + ENCODE_MS
    try {
      return unwrap(await this.#withDeadline(remote.encode(texts, kind, callId), 'encode', () => deadline))
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Rejects with `timeout` once `deadline()`, which may move, has passed. */
  async #withDeadline<T>(call: Promise<T>, what: string, deadline: () => number): Promise<T> {
    let timer: ReturnType<typeof setInterval> | undefined
    const expired = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        if (Date.now() > deadline()) reject(new PagekinError('timeout', `encoder: ${what} gave no answer in time`))
      }, 500)
    })
    try {
      return await Promise.race([call, expired])
    } finally {
      clearInterval(timer)
    }
  }

  #stepDown(error: PagekinError): void {
    this.#drop(`WebGPU was given up: ${error.message}`, error)
    this.#device = 'wasm'
    this.#loading = undefined
  }

  /** A worker that missed a deadline may be wedged: it is not asked again. */
  #gaveUp(error: PagekinError): PagekinError {
    if (error.code === 'timeout' || error.code === 'worker-failed') {
      this.#drop(error.message, error)
      this.#loading = undefined
    }
    return error
  }

  #drop(reason: string, error: PagekinError): void {
    this.info = undefined
    this.#remote?.$close(error)
    this.#remote = undefined
    this.#parts.page.stopEncoder()
    this.#parts.onEncoder(null, reason, error)
  }
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw PagekinError.fromReport(outcome.error)
}
