import type { Bm25Index } from '../../lexical/bm25.js'
import type { Vectors } from '../../ranking/rank.js'
import { type Cutoff, readCutoff } from '../../ranking/rerankers/cutoff.js'
import type { VectorMeta } from '../../store/store.js'
import type { RecommenderState } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { EncoderClient } from '../encoder-client.js'
import type { Examination } from '../load-examination.js'

export interface CalibratorParts {
  readonly encoder: EncoderClient
  /** Which catalog: one encoder may serve several. */
  readonly catalogKey: string
  catalog(): { readonly rows: CatalogRows; readonly words: Bm25Index }
  vectors(): {
    readonly vectors: Vectors | null
    readonly meta: VectorMeta | undefined
    /** Keeps what is known of the vectors that are there now. */
    keepMeta(known: Pick<VectorMeta, 'cutoffs'>): Promise<void>
  }
  examination(): Promise<Examination>
  /** From now on it is known how sure an answer is. */
  onFitted(): void
}

/** As the store keeps it. */
interface KeptCutoff {
  readonly version: number
  /** Items of the catalog it was fitted on. */
  readonly items: number
  readonly cutoff: Cutoff
}

/** Raised when evidence or questions change: what was fitted on others is no answer then. */
const VERSION = 1
/** Nothing is begun before it has been still for so long. */
const STILL_MS = 1500
/** Fewer judgements of either kind fit nothing. */
const MIN_JUDGED = 10
/** A catalog that has grown or shrunk by more is another one. */
const CHANGED_SHARE = 0.2

/**
 * Fits the cut-off of a catalog's searches once the encoder is loaded and everything that may be embedded is, in slices between
 * which answers are given, and keeps it with the vectors. The encoder is not loaded for it.
 */
export class Calibrator {
  readonly #parts: CalibratorParts
  #cutoff: Cutoff | null = null
  /** Items when it was fitted or found impossible; undefined where it is to be. */
  #items: number | undefined
  #run: { stopped: boolean; readonly done: Promise<void> } | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #hasFailed = false

  constructor(parts: CalibratorParts) {
    this.#parts = parts
  }

  /** Null as long as it is not known how sure an answer is. */
  get cutoff(): Cutoff | null {
    return this.#cutoff
  }

  /** Begins when nothing else is to be done, stops when there is. */
  heed({ phase, level }: RecommenderState): void {
    const isStill = phase === 'ready' && (level === 'encoder' || level === 'vectors')
    if (!isStill) this.pause()
    else if (!this.#run && this.#timer === undefined && this.#isWanted() && !this.#recall() && level === 'encoder') {
      this.#timer = setTimeout(() => {
        this.#timer = undefined
        void this.fit()
      }, STILL_MS)
    }
  }

  pause(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#run) this.#run.stopped = true
  }

  /** Fits now, where it is wanted. Resolves when it is done, or stopped. */
  fit(): Promise<void> {
    if (!this.#run && this.#isWanted() && !this.#recall()) {
      const run = { stopped: false, done: Promise.resolve() }
      run.done = this.#fit(run).finally(() => {
        if (this.#run === run) this.#run = undefined
      })
      this.#run = run
    }
    return this.#run?.done ?? Promise.resolve()
  }

  /** What failed for want of the network is wanted again with the next state. */
  retry(): void {
    if (this.#hasFailed) this.#items = undefined
    this.#hasFailed = false
  }

  forget(): void {
    this.pause()
    this.#cutoff = null
    this.#items = undefined
  }

  #isWanted(): boolean {
    const { count } = this.#parts.catalog().rows
    return this.#items === undefined || Math.abs(count - this.#items) > this.#items * CHANGED_SHARE
  }

  async #fit(run: { readonly stopped: boolean }): Promise<void> {
    const { encoder } = this.#parts
    const { rows, words } = this.#parts.catalog()
    const { vectors } = this.#parts.vectors()
    if (!vectors) return
    const pause = async () => {
      await new Promise((resolve) => setTimeout(resolve))
      if (run.stopped || this.#parts.vectors().vectors !== vectors) throw STOPPED
    }
    try {
      const { judgeCatalog, fitCutoff } = await this.#parts.examination()
      await pause()
      const judged = await judgeCatalog({ items: rows.items, words, vectors, encoder, pause })
      const right = judged.filter(({ relevant }) => relevant).length
      this.#items = rows.count
      this.#cutoff = Math.min(right, judged.length - right) < MIN_JUDGED ? null : fitCutoff(judged)
      if (this.#cutoff) this.#parts.onFitted()
      await this.#keep()
    } catch (thrown) {
      if (thrown === STOPPED || run.stopped) return
      // whoever failed says so in the state; this visit goes on without, unless things get better
      this.#items = rows.count
      this.#hasFailed = true
    }
  }

  /** What an earlier visit fitted for this catalog. */
  #recall(): boolean {
    const kept = this.#kept()[this.#parts.catalogKey]
    const { count } = this.#parts.catalog().rows
    if (kept?.version !== VERSION || Math.abs(count - kept.items) > kept.items * CHANGED_SHARE) return false
    const cutoff = readCutoff(kept.cutoff)
    if (!cutoff) return false
    this.#cutoff = cutoff
    this.#items = kept.items
    this.#parts.onFitted()
    return true
  }

  async #keep(): Promise<void> {
    if (!this.#cutoff) return
    const kept: KeptCutoff = { version: VERSION, items: this.#items!, cutoff: this.#cutoff }
    await this.#parts.vectors().keepMeta({ cutoffs: { ...this.#kept(), [this.#parts.catalogKey]: kept } })
  }

  #kept(): Readonly<Record<string, Partial<KeptCutoff> & { readonly items: number }>> {
    const { cutoffs } = this.#parts.vectors().meta ?? {}
    return typeof cutoffs === 'object' && cutoffs !== null ? (cutoffs as Record<string, KeptCutoff>) : {}
  }
}

const STOPPED = Symbol('stopped')
