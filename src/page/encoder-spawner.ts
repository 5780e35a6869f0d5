import { PagekinError } from '../errors.js'
import type { EncoderAttachMessage, EncoderPortMessage } from '../protocol.js'
import { spawnWorker, type WorkerSource } from './spawn-worker.js'

/** Starts the encoder's worker when the engine asks, and joins the two by a channel of their own: texts and vectors never pass the page. */
export class EncoderSpawner {
  readonly #source: WorkerSource
  readonly #engine: Worker
  #worker: Worker | undefined
  /** Counts starts: one that has been overtaken is thrown away. */
  #latest = 0

  constructor(source: WorkerSource, engine: Worker) {
    this.#source = source
    this.#engine = engine
  }

  async start(): Promise<void> {
    this.stop()
    const mine = ++this.#latest
    try {
      const worker = await spawnWorker(this.#source)
      if (mine !== this.#latest) return worker.terminate()
      this.#worker = worker
      worker.addEventListener('error', (event) => event.preventDefault())
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ pagekin: 'attach' } satisfies EncoderAttachMessage, [port2])
      this.#engine.postMessage({ pagekin: 'encoder-port' } satisfies EncoderPortMessage, [port1])
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'worker-failed', 'encoder worker').toReport()
      if (mine === this.#latest) this.#engine.postMessage({ pagekin: 'encoder-port', error } satisfies EncoderPortMessage)
    }
  }

  stop(): void {
    this.#latest++
    this.#worker?.terminate()
    this.#worker = undefined
  }
}
