import { nothing } from 'lit'
import type { PagekinError } from '../errors.js'
import { earlyError } from '../page/early-error.js'
import { type Answer, NO_ANSWER, type Source } from '../shelf/answer.js'
import type { Texts } from '../shelf/messages.js'
import { mayAsk } from '../shelf/question.js'
import { warnOf } from '../shelf/warn.js'
import type { AnswerDrawing } from './answer-drawing.js'
import { emitError } from './events.js'
import { html } from './html.js'
import type { Client, LoadClient } from './load-client.js'
import type { Settings } from './settings.js'
import type { ShelfController } from './shelf-controller.js'
import type { ShelfHost } from './shelf-host.js'
import { whenAway, whenNear } from './when-near.js'

/**
 * A shelf that waits for its client. Until it has something to ask and is near the viewport, nothing is fetched for it
 * and nothing is asked; it is loading all the while. Then it is the `ShelfController` behind it.
 */
export class LateShelf {
  /** Draws answers, once the client is there. */
  drawing: AnswerDrawing | undefined
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
  #gaveRoom = false
  #textsFor: Client['textsFor'] | undefined

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

  /** The box keeps room for all cards asked for. */
  get reservesRoom(): boolean {
    return this.#controller?.reservesRoom ?? !this.#gaveRoom
  }

  /** None before the client is there. */
  textsIn(lang: string | undefined): Texts {
    return this.#textsFor?.(lang, () => this.#host.requestUpdate()) ?? {}
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
    if (!this.#source || !this.#settings || !mayAsk(this.#settings)) return 'idle'
    return this.#error ? 'error' : 'loading'
  }

  #start(): void {
    if (this.#controller || this.#isLoading || !this.#isNear || this.#statusBefore() !== 'loading') return
    this.#isLoading = true
    this.#gaveRoom = false
    this.#load()
      .then((client) => this.#take(client))
      .catch((error: PagekinError | Error) => this.#fail(error))
      .finally(() => {
        this.#isLoading = false
      })
  }

  async #take(client: Client): Promise<void> {
    const controller = await client.newShelf(this.#host)
    this.#textsFor = client.textsFor
    this.drawing = client.drawingWith(html, nothing)
    this.#controller = controller
    if (this.#isConnected) this.#controller.connect()
    if (this.#settings) this.follow(this.#source, this.#settings)
  }

  /** Without a code it is the page's own fault: something that the client needs is missing or replaced. */
  #fail(thrown: PagekinError | Error): void {
    this.#controller = undefined
    this.#error =
      'code' in thrown
        ? thrown
        : earlyError(
            'usage',
            `<page-kin>: this page does not let it be drawn: ${thrown}`,
            'Look for scripts that replace built-ins.',
            thrown,
          )
    warnOf(this.#error)
    emitError(this.#host, this.#error)
    this.#host.requestUpdate()
    this.#giveUp = whenAway(this.#host, () => {
      this.#gaveRoom = true
      this.#host.requestUpdate()
    })
  }
}
