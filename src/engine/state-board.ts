import type { PagekinError } from '../errors.js'
import type { EncoderInfo } from '../protocol.js'
import type { ErrorReport, Progress, RecommenderState, StorageKind } from '../types.js'

/** Where a failure was. A failure that is over takes its error out of the state. `kept`: the site has no pack any more, for the whole visit. */
export type FaultSource = 'catalog' | 'interactions' | 'pack' | 'kept' | 'encoder' | 'storage' | 'engine'

export interface StateListeners {
  /** Called with the latest state, not with every state on the way. */
  onState(state: RecommenderState): void
  /** Of downloads and of embedding; the state has it, too. */
  onProgress?(progress: Progress): void
}

/** State goes to the page at most this often: about one message a frame. */
const EMIT_MS = 16

export function initialState(maxItemsPerVisit: number, deviceReason = 'the encoder has not been needed yet'): RecommenderState {
  return {
    phase: 'starting',
    level: 'none',
    device: 'none',
    deviceReason,
    storage: 'memory',
    privacy: { keeps: 'page', paused: false },
    items: { total: 0, embedded: 0, drafts: 0, embeddedThisVisit: 0, maxItemsPerVisit, rejected: 0 },
    rejectedRows: [],
    bytes: { catalog: 0, pack: 0, runtime: 0, model: 0 },
    catalogSource: 'none',
    mixedPrecision: false,
    earlierVectors: false,
    revision: 0,
  }
}

/** The one place where the state lives. */
export class StateBoard {
  #state: RecommenderState
  #pending: ReturnType<typeof setTimeout> | undefined
  readonly #faults = new Map<FaultSource, ErrorReport>()
  readonly #listeners: StateListeners

  constructor(state: RecommenderState, listeners: StateListeners) {
    this.#state = state
    this.#listeners = listeners
  }

  get state(): RecommenderState {
    return this.#state
  }

  /** `undefined` removes an optional entry. */
  update(patch: { readonly [Key in keyof RecommenderState]?: RecommenderState[Key] | undefined }): void {
    const next: Record<string, unknown> = { ...this.#state, ...patch }
    for (const key of Object.keys(patch)) if (next[key] === undefined) delete next[key]
    this.#state = next as unknown as RecommenderState
    this.#pending ??= setTimeout(() => this.tell(), EMIT_MS)
  }

  /** Now, if there is news: a call that changes the state is not over before it is told. */
  tell(): void {
    if (this.#pending === undefined) return
    clearTimeout(this.#pending)
    this.#pending = undefined
    this.#listeners.onState(this.#state)
  }

  /** `state.error` is the most recent failure that is not over. */
  fail(source: FaultSource, error: PagekinError): void {
    this.#faults.delete(source)
    this.#faults.set(source, error.toReport())
    this.update({ error: error.toReport() })
  }

  recovered(source: FaultSource): void {
    if (this.#faults.delete(source)) this.update({ error: [...this.#faults.values()].at(-1) })
  }

  progress(progress: Progress): void {
    this.update({ progress })
    this.#listeners.onProgress?.(progress)
  }

  storage(storage: StorageKind, storageReason: string | undefined): void {
    this.update({ storage, storageReason })
  }

  /** The encoder has come up, or is gone (null). */
  encoder(info: EncoderInfo | null, deviceReason: string, error?: PagekinError): void {
    this.update({ device: info?.device ?? 'none', deviceReason })
    if (error) this.fail('encoder', error)
    if (!info) return
    this.received('runtime', info.bytes.runtime)
    this.received('model', info.bytes.model)
    this.recovered('encoder')
  }

  /** So many more bytes of something have come. */
  received(what: keyof RecommenderState['bytes'], count: number): void {
    const { bytes } = this.#state
    this.update({ bytes: { ...bytes, [what]: bytes[what] + count } })
  }

  /** Answers may differ from now on. */
  bump(): void {
    this.update({ revision: this.#state.revision + 1 })
  }

  dispose(): void {
    clearTimeout(this.#pending)
  }
}
