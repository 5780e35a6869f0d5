import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { HeldWhy, WhichEvents } from '../types.js'
import { forgetExperiments } from './experiment.js'
import { toForget } from './request.js'
import { sessionHistory } from './session-history.js'
import { type Choice, visitorsChoice } from './visitors-choice.js'

/** What tabs tell each other. */
interface Said {
  readonly choice?: Choice
  readonly forget?: WhichEvents
  /** The device still has to forget it. */
  readonly stored?: boolean
}

const WHY_HELD: Readonly<Record<HeldWhy, string>> = {
  consent: 'nothing is stored before the visitor agrees',
  refused: 'nothing is stored, because the visitor has refused',
  'global-privacy-control': 'nothing is stored before the visitor agrees, because the browser sends Global Privacy Control',
}

interface ConsentParts {
  readonly requiresConsent: boolean
  /** Whether the history of this tab is kept in its session storage. */
  readonly keepSession: boolean
  /** Here and in the engine; `stored`: on the device too. */
  forget(which: WhichEvents, stored: boolean): Promise<void>
  /** Tells the engine why nothing may be stored, or null. */
  hold(why: string | null): Promise<void>
  onChange(): void
  onFault(error: PagekinError): void
}

/** Keeps one recommender to what the visitor decides: in it, in others of this page, and in other tabs. */
export class VisitorsConsent {
  readonly #parts: ConsentParts
  /** Why nothing is stored; undefined if it may be. */
  #held: HeldWhy | undefined
  #channel: BroadcastChannel | undefined

  constructor(parts: ConsentParts) {
    this.#parts = parts
    this.#held = visitorsChoice.whyHeld(parts.requiresConsent)
    if (this.#held) {
      sessionHistory.hold()
      forgetExperiments()
    }
  }

  get held(): HeldWhy | undefined {
    return this.#held
  }

  /** The same as a sentence. */
  get reason(): string | undefined {
    return this.#held && WHY_HELD[this.#held]
  }

  decide(change: Partial<Choice>): void {
    const choice = { ...visitorsChoice.get(), ...change }
    visitorsChoice.set(choice, this.#parts.requiresConsent)
    this.#tell({ choice })
    this.#parts.onChange()
  }

  /** Keeps to what was decided last. */
  async heed(): Promise<void> {
    const before = this.#held
    this.#held = visitorsChoice.whyHeld(this.#parts.requiresConsent)
    this.#parts.onChange()
    if (!this.#held === !before) return
    if (this.#held) {
      sessionHistory.clear()
      forgetExperiments()
    } else if (this.#parts.keepSession) sessionHistory.store()
    await this.#parts.hold(this.reason ?? null)
  }

  /** Has the other tabs forget, too. */
  tellForgotten(which: WhichEvents, stored: boolean): void {
    this.#tell({ forget: { until: Date.now(), ...which }, stored })
  }

  listen(): void {
    try {
      this.#channel = new BroadcastChannel('pagekin-visitor')
      this.#channel.onmessage = ({ data }: MessageEvent<Said | null>) => {
        this.#hear(own<Said>(data instanceof Object ? data : {})).catch((thrown) => {
          const error = PagekinError.from(thrown, 'worker-failed', 'what another tab decided')
          // any script of the origin may have said what is no choice of a visitor
          if (error.code !== 'usage') this.#parts.onFault(error)
        })
      }
    } catch {
      // denied here: each page hears of it when it starts
    }
  }

  /** Keeps to what was decided while this page was asleep. */
  wake(): void {
    this.listen()
    const stored = visitorsChoice.stored()
    // a refusal may hold on this page alone
    if (stored.consent || !this.#held) visitorsChoice.heed(stored)
    this.heed().catch(this.#parts.onFault)
  }

  close(): void {
    this.#channel?.close()
  }

  async #hear({ choice, forget, stored }: Said): Promise<void> {
    if (choice) {
      visitorsChoice.heed(choice)
      await this.heed()
    }
    if (forget) await this.#parts.forget(toForget(forget), stored === true)
  }

  #tell(said: Said): void {
    try {
      this.#channel?.postMessage(said)
    } catch {
      // closed: this page sleeps
    }
  }
}
