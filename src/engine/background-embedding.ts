import { PagekinError } from '../errors.js'
import type { Bm25Index } from '../lexical/bm25.js'
import { withLock } from '../store/lock.js'
import type { Store } from '../store/store.js'
import type { ItemId } from '../types.js'
import { topK } from '../vectors/top-k.js'
import type { CatalogRows } from './catalog-rows.js'
import { DRAFT_COST, EmbeddingQueue, embed, WHOLE_FIRST } from './embedding.js'
import type { EncoderClient } from './encoder-client.js'
import type { KeptVectors } from './kept-vectors.js'
import type { Pauses } from './pauses.js'
import type { RowVectors } from './row-vectors.js'
import type { StateBoard } from './state-board.js'

export interface BackgroundEmbeddingParts {
  readonly catalog: { readonly rows: CatalogRows; readonly words: Bm25Index }
  readonly vectors: RowVectors
  readonly kept: KeptVectors
  readonly store: Store
  readonly encoder: EncoderClient
  readonly board: StateBoard
  readonly encoderKey: string
  readonly maxItemsPerVisit: number
  /** False if no encoder may be loaded. */
  readonly mayEmbed: boolean
  readonly makesDrafts: boolean
  readonly pauses: Pauses
}

/** After a failure the encoder is left alone for this long, so that an offline page does not ask for the model with every call. */
const RETRY_MS = 30_000
/** A visit that embeds fewer does not ask whether the encoder knows the language: the other vectors come from earlier visits or a pack, where it was asked. */
const ASKED_WITH = 16
/** Lexical candidates of an item that are embedded right after it. */
const NEAR_CANDIDATES = 32

/** Embeds the rows that lack a vector while nothing pauses it, those first that somebody waits for. */
export class BackgroundEmbedding {
  readonly #parts: BackgroundEmbeddingParts
  readonly #queue = new EmbeddingQueue()
  #embeddedThisVisit = 0
  /** Of `maxItemsPerVisit`. */
  #spent = 0
  #run: { readonly abort: AbortController; readonly done: Promise<void> } | null = null
  #failedAt: number | undefined

  constructor(parts: BackgroundEmbeddingParts) {
    this.#parts = parts
  }

  /** Starts if there is anything to embed and nothing speaks against it. */
  start(): void {
    if (this.#run || !this.#mayRun() || !this.#parts.vectors.incomplete || this.#budget() < 1) {
      this.#settle()
      return
    }
    const abort = new AbortController()
    const done = this.#embedInTurn(abort)
      .catch((thrown) => this.#failed(thrown, abort.signal))
      .finally(() => {
        this.#run = null
        // whoever stopped it may want it again by now, and rows may have come while it tidied up
        this.start()
      })
    this.#run = { abort, done }
  }

  stop(): void {
    this.#run?.abort.abort()
  }

  /** The network is back: tries again at once what failed. */
  retry(): void {
    if (this.#failedAt === undefined) return
    this.#failedAt = undefined
    if (this.#mayRun()) this.start()
  }

  /** Resolves when no embedding is under way. */
  async settled(): Promise<void> {
    while (this.#run) await this.#run.done
  }

  /** Somebody waits for these items: they and what their words resemble are embedded next. */
  embedFirst(ids: readonly ItemId[]): void {
    const { vectors, catalog } = this.#parts
    if (!vectors.incomplete) return
    if (this.#failedAt !== undefined && this.#mayRun()) this.start()
    const { rows, words } = catalog
    const seeds = ids.map((id) => rows.rowOf(id)).filter((row) => row !== undefined)
    const near = seeds.flatMap((row) => {
      const scores = new Float32Array(rows.size)
      words.scoresInto(words.itemQueryTerms(row), scores)
      return [...topK(scores, NEAR_CANDIDATES).rows]
    })
    this.#queue.prioritise([...seeds, ...near].map((row) => rows.items[row]!.id))
  }

  /** One tab embeds; the others take what it stores. */
  async #embedInTurn(abort: AbortController): Promise<void> {
    const { signal } = abort
    const { board, encoderKey, store } = this.#parts
    board.update({ phase: 'paused' })
    const task = () => this.#embed(signal)
    await (store.kind === 'memory' ? task() : withLock(`pagekin-embed ${encoderKey}`, { signal, onLost: () => abort.abort() }, task))
  }

  async #embed(signal: AbortSignal): Promise<void> {
    const { catalog, vectors, kept, store, encoder, board, makesDrafts } = this.#parts
    await kept.read()
    if (!vectors.incomplete) return
    board.update({ phase: 'embedding' })
    const info = await encoder.ensure()
    await kept.adopt(info)
    this.#tellProgress()
    const embedded = await embed(this.#queue, {
      rows: catalog.rows,
      index: vectors.index!,
      drafts: vectors.drafts,
      makesDrafts,
      encoder,
      awaitsOwn: await kept.awaitsOwn(info),
      signal,
      budget: () => this.#budget(),
      onChunk: async ({ whole, drafts }, block) => {
        this.#embeddedThisVisit += whole
        this.#spent += whole + drafts * DRAFT_COST
        this.#failedAt = undefined
        board.recovered('encoder')
        board.update({ items: { ...board.state.items, embeddedThisVisit: this.#embeddedThisVisit } })
        vectors.refresh()
        this.#tellProgress()
        await store.appendBlock(info.fingerprint, block)
        const isEnough = this.#embeddedThisVisit >= ASKED_WITH && (vectors.whole >= WHOLE_FIRST || !vectors.incomplete)
        if (isEnough) await vectors.askLanguage(signal)
      },
    })
    if (embedded > 0) await kept.tidy()
  }

  #tellProgress(): void {
    const { vectors, catalog, board } = this.#parts
    const loaded = Math.floor(vectors.whole + vectors.drafts.size * DRAFT_COST)
    board.progress({ phase: 'embed', loaded, total: catalog.rows.size, unit: 'items' })
  }

  #mayRun(): boolean {
    const mayTry = this.#failedAt === undefined || performance.now() - this.#failedAt >= RETRY_MS
    return this.#parts.mayEmbed && this.#parts.pauses.size === 0 && mayTry
  }

  #budget(): number {
    const { vectors, maxItemsPerVisit } = this.#parts
    return vectors.uselessReason === undefined ? Math.max(0, maxItemsPerVisit - this.#spent) : 0
  }

  #settle(): void {
    const { board, vectors, pauses } = this.#parts
    if (this.#run || board.state.phase === 'failed' || board.state.phase === 'disposed') return
    const isWaiting = pauses.has('hidden') && vectors.incomplete && this.#budget() >= 1
    board.update({ phase: isWaiting ? 'paused' : 'ready', progress: undefined })
  }

  #failed(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#failedAt = performance.now()
    this.#parts.board.fail('encoder', PagekinError.from(thrown, 'encoder-failed', 'embedding'))
  }
}
