import { type Answer, askable, NO_ANSWER, type Source } from '../client/answer.js'
import type { PagekinError } from '../errors.js'
import { emitError } from './events.js'
import type { Client, LoadClient } from './load-client.js'
import type { Texts } from './messages.js'
import { questionOf, type Settings } from './settings.js'
import type { ShelfController } from './shelf-controller.js'
import type { ShelfHost } from './shelf-host.js'
import { whenNear } from './when-near.js'

/**
 * A shelf that waits for its client. Until it has something to ask and is near the viewport, nothing is fetched for it
 * and nothing is asked; it is loading all the while. Then it is the `ShelfController` behind it.
 */
export class LateShelf {
  /** Of all languages, once the client is there. */
  texts: Texts = {}
  readonly #host: ShelfHost
  readonly #load: LoadClient
  #controller: ShelfController | undefined
  #source: Source | undefined
  #settings: Settings | undefined
  #error: PagekinError | undefined
  #isConnected = false
  #isNear = false
  #isLoading = false
  #giveUp: (() => void) | undefined

  constructor(host: ShelfHost, load: LoadClient) {
    this.#host = host
    this.#load = load
  }

  get answer(): Answer {
    return this.#controller?.answer ?? { ...NO_ANSWER, status: this.#statusBefore(), error: this.#error }
  }

  /** Once the client is there. */
  get controller(): ShelfController | undefined {
    return this.#controller
  }

  connect(): void {
    this.#isConnected = true
    this.#controller?.connect()
    if (this.#isNear) return
    this.#giveUp = whenNear(this.#host, () => {
      this.#isNear = true
      this.#start()
    })
  }

  disconnect(): void {
    this.#isConnected = false
    this.#controller?.disconnect()
    this.#giveUp?.()
    // another place is another try
    this.#error = undefined
  }

  /** What the element's options say now. */
  follow(source: Source | undefined, settings: Settings): void {
    this.#source = source
    this.#settings = settings
    this.#controller?.use(source)
    this.#controller?.ask(settings)
    this.#start()
  }

  refresh(): void {
    this.#controller?.refresh()
    this.#error = undefined
    this.#start()
    this.#host.requestUpdate()
  }

  #statusBefore(): Answer['status'] {
    if (!this.#source || !this.#settings || !askable(questionOf(this.#settings))) return 'idle'
    return this.#error ? 'error' : 'loading'
  }

  #start(): void {
    if (this.#controller || this.#isLoading || !this.#isNear || this.#statusBefore() !== 'loading') return
    this.#isLoading = true
    this.#load()
      .then(
        (client) => this.#take(client),
        (error: PagekinError) => this.#fail(error),
      )
      .finally(() => {
        this.#isLoading = false
      })
  }

  #take(client: Client): void {
    this.texts = client.texts
    this.#controller = client.newShelf(this.#host)
    if (this.#isConnected) this.#controller.connect()
    if (this.#settings) this.follow(this.#source, this.#settings)
  }

  #fail(error: PagekinError): void {
    this.#error = error
    emitError(this.#host, error)
    this.#host.requestUpdate()
  }
}
