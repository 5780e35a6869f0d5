import { type BirpcReturn, createBirpc } from 'birpc'
import { PagekinError } from '../errors.js'
import type { Progress, RecommenderState } from '../types.js'
import type { EngineApi, EngineConfig, Outcome, PageApi } from '../worker/protocol.js'
import { EncoderSpawner } from './encoder-spawner.js'
import { spawnWorker, type WorkerSource } from './spawn-worker.js'

export type EngineRemote = BirpcReturn<EngineApi, PageApi>

export interface EngineConnectionParts {
  readonly engineSource: WorkerSource
  readonly encoderSource: WorkerSource
  /** Asked for at every start: a restarted engine is given the history of now. */
  config(): EngineConfig
  onState(state: RecommenderState): void
  onProgress(progress: Progress): void
  onFault(error: PagekinError): void
}

/** No call takes longer; the first one waits for the catalog, which has 30 s. */
const CALL_MS = 45_000
/** While a call is pending the engine is asked for a sign of life so often; it is dead when two in a row stay out. */
const HEARTBEAT_MS = 2000
/** A worker that keeps dying is not started for ever. */
const MAX_RESTARTS = 2

/**
 * Keeps an engine worker running: starts it, notices when it dies (a terminated worker says nothing at all), rejects what
 * was pending and starts another.
 */
export class EngineConnection {
  readonly #parts: EngineConnectionParts
  #engine: Promise<EngineRemote> | undefined
  #stop: ((reason: PagekinError) => void) | undefined
  #starts = 0
  #pending = 0
  #closed = false

  constructor(parts: EngineConnectionParts) {
    this.#parts = parts
  }

  /** @throws PagekinError with the engine's code, or `worker-failed`, `timeout`. */
  async call<T>(where: string, send: (engine: EngineRemote) => Promise<Outcome<T>>): Promise<T> {
    const engine = await this.engine()
    const outcome = await this.#watched(engine, send(engine)).catch((thrown) => {
      throw PagekinError.from(thrown, 'worker-failed', where)
    })
    if (!outcome.ok) throw PagekinError.fromReport(outcome.error)
    return outcome.value
  }

  /** For messages that nobody waits for; without a running engine they are dropped. */
  tell(send: (engine: EngineRemote) => void): void {
    void this.#engine?.then(send, () => undefined)
  }

  engine(): Promise<EngineRemote> {
    if (this.#closed) return Promise.reject(new PagekinError('aborted', 'recommender: disposed'))
    this.#engine ??= this.#start().catch((thrown) => {
      this.#engine = undefined
      throw PagekinError.from(thrown, 'worker-failed', 'createRecommender')
    })
    return this.#engine
  }

  close(): void {
    this.#closed = true
    this.#stop?.(new PagekinError('aborted', 'recommender: disposed'))
    this.#engine = undefined
  }

  async #start(): Promise<EngineRemote> {
    if (++this.#starts > 1 + MAX_RESTARTS) {
      throw new PagekinError('worker-failed', `engine: died ${MAX_RESTARTS + 1} times, and is not started again`)
    }
    const worker = await spawnWorker(this.#parts.engineSource)
    const encoders = new EncoderSpawner(this.#parts.encoderSource, worker)
    const engine = this.#connect(worker, encoders)
    this.#stop = (reason) => {
      this.#stop = undefined
      this.#engine = undefined
      engine.$close(reason)
      encoders.stop()
      worker.terminate()
    }
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      this.#died(event.message || 'an error without a message')
    })
    if (this.#closed) this.close()
    const outcome = await this.#watched(engine, engine.init(this.#parts.config()))
    if (!outcome.ok) {
      this.#stop?.(PagekinError.fromReport(outcome.error))
      throw PagekinError.fromReport(outcome.error)
    }
    this.#parts.onState(outcome.value)
    return engine
  }

  #connect(worker: Worker, encoders: EncoderSpawner): EngineRemote {
    const page: PageApi = {
      onState: (state) => this.#parts.onState(state),
      onProgress: (progress) => this.#parts.onProgress(progress),
      startEncoder: () => encoders.start(),
      stopEncoder: () => encoders.stop(),
      onFault: (report) => this.#parts.onFault(PagekinError.fromReport(report)),
    }
    return createBirpc<EngineApi, PageApi>(page, {
      post: (data) => worker.postMessage(data),
      on: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
      timeout: CALL_MS,
    })
  }

  async #watched<T>(engine: EngineRemote, call: Promise<T>): Promise<T> {
    this.#pending++
    if (this.#pending === 1) this.#listenForLife(engine)
    try {
      return await call
    } finally {
      this.#pending--
    }
  }

  #listenForLife(engine: EngineRemote): void {
    let missed = 0
    const timer = setInterval(() => {
      if (this.#pending === 0 || engine.$closed) return clearInterval(timer)
      if (missed >= 2) {
        clearInterval(timer)
        return this.#died('no sign of life')
      }
      missed++
      engine.ping().then(
        () => {
          missed = 0
        },
        () => undefined,
      )
    }, HEARTBEAT_MS)
  }

  #died(reason: string): void {
    const error = new PagekinError('worker-failed', `engine worker: ${reason}`)
    this.#stop?.(error)
    this.#parts.onFault(error)
    // what asks next finds an engine again, and shelves that are shown learn of it by its state
    if (!this.#closed)
      void this.engine().catch((thrown) => this.#parts.onFault(PagekinError.from(thrown, 'worker-failed', 'engine worker')))
  }
}
