import { PagekinError } from '../errors.js'
import type { EngineApi, EngineConfig, EngineName, Outcome, PageApi } from '../protocol.js'
import { connect, type Remote, unwrap } from '../rpc.js'
import type { Progress, RecommenderState } from '../types.js'
import { EncoderSpawner } from './encoder-spawner.js'
import { spawnWorker, type WorkerSource } from './spawn-worker.js'
import { Suspects } from './suspects.js'
import { Watchdog } from './watchdog.js'

type Engine = Remote<EngineApi, PageApi>

export interface EngineConnectionParts {
  readonly engineSource: WorkerSource
  readonly encoderSource: WorkerSource
  /** Asked for at every start: a restarted engine is given the history of now. */
  config(): EngineConfig
  /** An engine answers from now on; the first one, or the successor of one that died. */
  onStart(): void
  /** `revision` counts on over the deaths of engines. */
  onState(state: RecommenderState): void
  onProgress(progress: Progress): void
  candidates: PageApi['candidates']
  onFault(error: PagekinError): void
}

/**
 * No call takes longer. The first one waits for the worker's script and for the catalog, which have 30 s each, and the largest catalog
 * keeps a slow device busy for more than a minute.
 */
const CALL_MS = 180_000
/** So many deaths within `FORGIVEN_MS`, and the next engine waits until the first of them is forgiven. */
const MAX_DEATHS = 3
const FORGIVEN_MS = 60_000

/** One engine worker, from its start to its end. */
interface Running {
  readonly engine: Engine
  readonly watchdog: Watchdog
  readonly onState: (state: RecommenderState) => void
  /** Rejects what is pending and ends the worker. */
  stop(reason: PagekinError): void
  died(reason: string): void
  /** Another worker was first: this one is not spoken to any more. */
  abandon(): void
}

interface Begun {
  readonly running: Running
  readonly opened: Promise<Outcome<RecommenderState>>
}

/**
 * Keeps an engine worker running: starts it, notices when it dies (a terminated worker says nothing at all), rejects what
 * was pending and starts another.
 */
export class EngineConnection {
  readonly #parts: EngineConnectionParts
  /** Rejects when the connection is closed. */
  readonly #closing: Promise<never>
  #close: (reason: PagekinError) => void = () => undefined
  #closed = false
  #start: Promise<Running> | undefined
  #running: Running | undefined
  /** When engines died that no question is to blame for; the forgiven ones are taken out. */
  #deaths: number[] = []
  readonly #suspects = new Suspects()
  #revision = -1

  constructor(parts: EngineConnectionParts) {
    this.#parts = parts
    this.#closing = new Promise((_, reject) => {
      this.#close = reject
    })
    this.#closing.catch(() => undefined)
  }

  /** Resolves once there is an engine with a catalog. @throws PagekinError with the engine's code, or `worker-failed`, `timeout`. */
  async open(): Promise<void> {
    await this.#started()
  }

  /**
   * @param question Names what is asked, for what may be asked again; equal questions have equal names.
   * @throws PagekinError with the engine's code, or `worker-failed`, `timeout`, `usage`.
   */
  call<T>(where: string, send: (engine: Engine) => Promise<Outcome<T>>, question?: string): Promise<T> {
    return this.#suspects.ask(question, async (watch) => {
      const { engine, watchdog } = await this.#started()
      if (this.#closed) return this.#closing
      const answer = watchdog.during(send(engine)).then(unwrap)
      return watch(answer.catch((thrown) => Promise.reject(callError(thrown, where))))
    })
  }

  /** For messages that nobody waits for; without an engine, running or starting, they are dropped. */
  tell(send: (engine: Engine) => unknown): void {
    void this.#start?.then(({ engine }) => send(engine)).catch(() => undefined)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const reason = new PagekinError('aborted', 'recommender: disposed')
    this.#close(reason)
    this.#running?.stop(reason)
  }

  #started(): Promise<Running> {
    if (this.#closed) return this.#closing
    if (!this.#start) {
      const start = this.#startEngine().catch((thrown) => {
        if (this.#start === start) this.#start = undefined
        throw PagekinError.from(thrown, 'worker-failed', 'createRecommender')
      })
      this.#start = start
    }
    return this.#start
  }

  async #startEngine(): Promise<Running> {
    this.#deaths = this.#deaths.filter((at) => performance.now() - at < FORGIVEN_MS)
    if (this.#deaths.length >= MAX_DEATHS) {
      const seconds = FORGIVEN_MS / 1000
      throw new PagekinError(
        'worker-failed',
        `engine worker: died ${MAX_DEATHS} times within ${seconds} s; a call ${seconds} s later starts it again`,
      )
    }
    const begun = new Map<Worker, Begun>()
    const config = this.#parts.config()
    const source = { ...this.#parts.engineSource, name: nameOf(config) }
    const spawning = spawnWorker(source, (worker) => begun.set(worker, this.#begin(worker, config)))
    void spawning.then((worker) => this.#closed && worker.terminate()).catch(() => undefined)
    const abandonAllBut = (first?: Worker) => {
      for (const [worker, { running }] of begun) if (worker !== first) running.abandon()
    }
    const worker = await Promise.race([spawning, this.#closing]).catch((thrown) => {
      abandonAllBut()
      throw thrown
    })
    abandonAllBut(worker)
    const { running, opened } = begun.get(worker)!
    this.#run(worker, running)
    try {
      const { watchdog, onState } = running
      const state = unwrap(await watchdog.during(opened))
      this.#parts.onStart()
      onState(state)
      return running
    } catch (thrown) {
      const error = callError(thrown, 'createRecommender')
      running.stop(error)
      throw error
    }
  }

  /** Speaks to a worker that may not run yet, and asks it to open: its script finds that waiting. */
  #begin(worker: Worker, config: EngineConfig): Begun {
    const encoders = new EncoderSpawner(this.#parts.encoderSource, worker)
    const base = this.#revision + 1
    const onState = (state: RecommenderState) => {
      if (this.#running !== running) return
      this.#revision = base + state.revision
      this.#parts.onState(base === 0 ? state : { ...state, revision: this.#revision })
    }
    const page: PageApi = {
      onState,
      onProgress: (progress) => this.#parts.onProgress(progress),
      candidates: this.#parts.candidates,
      beat: () => running.watchdog.beat(),
      startEncoder: () => encoders.start(),
      stopEncoder: () => encoders.stop(),
      onFault: (report) => this.#parts.onFault(PagekinError.fromReport(report)),
    }
    const engine = connect<EngineApi, PageApi>(worker, page, { timeoutMs: CALL_MS })
    const stop = (reason: PagekinError) => {
      if (this.#running !== running) return
      this.#running = undefined
      this.#start = undefined
      running.watchdog.stop()
      engine.$close(reason)
      encoders.stop()
      worker.terminate()
    }
    const died = (reason: string) => {
      if (this.#running !== running) return
      if (!this.#suspects.died()) this.#deaths.push(performance.now())
      this.#died(running, new PagekinError('worker-failed', `engine worker: ${reason}`))
    }
    const running: Running = {
      engine,
      onState,
      stop,
      died,
      abandon() {
        engine.$close()
        encoders.stop()
      },
      watchdog: new Watchdog(
        () => engine.ping(),
        () => died('no sign of life'),
      ),
    }
    const opened = engine.init(config)
    // who waits for it hears of a failure; who does not, because another worker was first, need not
    opened.catch(() => undefined)
    return { running, opened }
  }

  #run(worker: Worker, running: Running): void {
    this.#running = running
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      running.died(event.message || 'an error without a message')
    })
  }

  /** What asks next finds an engine again, and shelves that are shown learn of it by its state. */
  async #died(running: Running, error: PagekinError): Promise<void> {
    const start = this.#start
    running.stop(error)
    this.#parts.onFault(error)
    // one that dies before it has answered leaves it to whoever waits for it to start another
    const hadStarted = await start?.then(
      () => true,
      () => false,
    )
    if (hadStarted) await this.#started().catch((thrown) => this.#parts.onFault(thrown))
  }
}

/** What the engine can begin with before it hears from the page; rows given as data are too large for a name. */
function nameOf(config: EngineConfig): string {
  return config.items || config.logRows ? '' : JSON.stringify({ pagekin: config } satisfies EngineName)
}

function callError(thrown: unknown, where: string): PagekinError {
  if (thrown instanceof DOMException && thrown.name === 'DataCloneError') {
    return new PagekinError('usage', `${where}: ${thrown.message} Expected data without functions or elements.`, { cause: thrown })
  }
  return PagekinError.from(thrown, 'worker-failed', where)
}
