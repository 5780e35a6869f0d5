import type { PagekinError } from '../errors.js'
import type { ErrorReport, RecommenderState } from '../types.js'

/** Where a failure was: one that is over takes its error out of the state. */
export type FaultSource = 'catalog' | 'pack' | 'encoder' | 'storage' | 'engine' | 'examination'

/** State goes to the page at most this often: about one message a frame. */
const EMIT_MS = 16

export function initialState(maxItemsPerVisit: number): RecommenderState {
  return {
    phase: 'starting',
    level: 'none',
    device: 'none',
    deviceReason: 'the encoder has not been needed yet',
    storage: 'memory',
    items: { total: 0, embedded: 0, embeddedThisVisit: 0, maxItemsPerVisit, rejected: 0 },
    rejectedRows: [],
    bytes: { catalog: 0, pack: 0, runtime: 0, model: 0 },
    catalogSource: 'none',
    mixedPrecision: false,
    revision: 0,
  }
}

/** The one place where the state lives. Listeners get the latest state, not every state on the way. */
export class StateBoard {
  #state: RecommenderState
  #pending: ReturnType<typeof setTimeout> | undefined
  readonly #faults = new Map<FaultSource, ErrorReport>()
  readonly #emit: (state: RecommenderState) => void

  constructor(state: RecommenderState, emit: (state: RecommenderState) => void) {
    this.#state = state
    this.#emit = emit
  }

  get state(): RecommenderState {
    return this.#state
  }

  /** `undefined` removes an optional entry. */
  update(patch: { readonly [Key in keyof RecommenderState]?: RecommenderState[Key] | undefined }): void {
    const next: Record<string, unknown> = { ...this.#state, ...patch }
    for (const key of Object.keys(patch)) if (next[key] === undefined) delete next[key]
    this.#state = next as unknown as RecommenderState
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined
      this.#emit(this.#state)
    }, EMIT_MS)
  }

  /** The latest failure of those that last is the state's. */
  fail(source: FaultSource, error: PagekinError): void {
    this.#faults.delete(source)
    this.#faults.set(source, error.toReport())
    this.update({ error: error.toReport() })
  }

  recovered(source: FaultSource): void {
    if (this.#faults.delete(source)) this.update({ error: [...this.#faults.values()].at(-1) })
  }

  /** Answers may differ from now on. */
  bump(): void {
    this.update({ revision: this.#state.revision + 1 })
  }

  dispose(): void {
    clearTimeout(this.#pending)
  }
}
