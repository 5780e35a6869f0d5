import { PagekinError } from '../errors.js'
import type { Vectors } from '../ranking/rank.js'
import { VectorSample } from '../ranking/vector-sample.js'
import { withLock } from '../store/lock.js'
import type { Store } from '../store/store.js'
import type { Progress } from '../types.js'
import { FlatIndex } from '../vectors/flat-index.js'
import type { CatalogRows, RowChanges } from './catalog-rows.js'
import { EmbeddingQueue, embed } from './embedding.js'
import type { EncoderClient } from './encoder-client.js'
import { fillRows } from './fill-rows.js'
import type { EncoderInfo } from './protocol.js'
import type { StateBoard } from './state-board.js'

export interface VectorKeeperParts {
  readonly rows: CatalogRows
  readonly store: Store
  readonly encoder: EncoderClient
  readonly board: StateBoard
  /** Which of the store's vectors belong to this encoder setting, known before the encoder is loaded. */
  readonly encoderKey: string
  readonly maxItemsPerVisit: number
  /** False where no encoder may be loaded. */
  readonly mayEmbed: boolean
  /** What can be ranked with has changed. */
  onMoved(): void
  onProgress(progress: Progress): void
}

/** After a failure the encoder is left alone for this long, so that an offline page does not ask for the model with every call. */
const RETRY_MS = 30_000
/** The mean is taken again when a tenth more rows have a vector: it hardly moves in between, and costs a pass over all rows. */
const RECENTRE_GROWTH = 1.1

/** Holds the vectors: restores those kept from earlier visits, makes the missing ones while it may, keeps what it makes. */
export class VectorKeeper {
  readonly queue = new EmbeddingQueue()
  readonly #parts: VectorKeeperParts
  #index: FlatIndex | null = null
  #vectors: Vectors | null = null
  #fingerprint = ''
  #dtype = ''
  /** The encoder's vectors take the place of others that were kept under its name. */
  #supersedes = false
  #centredAt = 0
  #embeddedThisVisit = 0
  #run: { readonly abort: AbortController; readonly done: Promise<void> } | null = null
  #visible = true
  #suspended = false
  #clearing = false
  #disposed = false
  #failedAt: number | undefined
  #reading: Promise<void> = Promise.resolve()
  #adopting: Promise<void> = Promise.resolve()

  constructor(parts: VectorKeeperParts) {
    this.#parts = parts
    parts.store.onVectorsChanged(() => void this.#readKept())
  }

  /** What can be ranked with now. */
  get vectors(): Vectors | null {
    if (!this.#index || this.#index.count === 0) return null
    this.#vectors ??= { index: this.#index, sample: new VectorSample(this.#index) }
    return this.#vectors
  }

  /** Whether a row lacks a vector. */
  get incomplete(): boolean {
    return this.#missing() > 0
  }

  /** Finds out which vectors earlier visits kept, without the encoder; rows get theirs as the catalog comes. */
  async restore(): Promise<void> {
    const meta = await this.#parts.store.readMeta(this.#parts.encoderKey)
    if (meta && !this.#index) this.#use(meta.fingerprint, meta.dimensions, meta.dtype)
  }

  /** Resolves when the rows of now have the vectors that were kept for them. */
  restored(): Promise<void> {
    return this.#reading
  }

  /** Rows have other texts, or are gone. */
  changed({ text, removed }: RowChanges): void {
    const index = this.#index
    if (index) {
      index.resize(this.#parts.rows.size)
      for (const row of [...text, ...removed]) index.unset(row)
    }
    this.#moved()
    this.#reading = this.#readKept().then(() => this.start())
  }

  /** Starts embedding if there is anything to embed and nothing speaks against it. */
  start(): void {
    if (this.#run || !this.#mayRun() || this.#missing() === 0 || this.#budget() === 0) {
      this.#settle()
      return
    }
    const abort = new AbortController()
    const done = this.#embedInTurn(abort.signal)
      .catch((thrown) => this.#failed(thrown, abort.signal))
      .finally(() => {
        this.#run = null
        // whoever stopped it may want it again by now
        if (abort.signal.aborted) this.start()
        else this.#settle()
      })
    this.#run = { abort, done }
  }

  /** Tries again what failed: a while ago, or, when something has changed for the better, just now. */
  retry(isBetter = false): void {
    if (this.#failedAt === undefined) return
    if (isBetter) this.#failedAt = undefined
    if (this.#mayRun()) this.start()
  }

  setVisible(visible: boolean): void {
    this.#visible = visible
    if (visible) this.start()
    else this.stop()
  }

  /** For the back/forward cache: nothing is begun until `resume`. */
  suspend(): void {
    this.#suspended = true
    this.stop()
  }

  resume(): void {
    this.#suspended = false
    this.start()
  }

  stop(): void {
    this.#run?.abort.abort()
  }

  /** Resolves when no embedding is under way. */
  async settled(): Promise<void> {
    await this.#reading
    while (this.#run) await this.#run.done
  }

  /** Forgets all vectors, here and in the store. They are not made again before the catalog changes or the page is shown anew. */
  async clear(): Promise<void> {
    this.#clearing = true
    try {
      this.stop()
      await this.settled()
      this.#index = null
      this.#fingerprint = ''
      this.#moved()
      await this.#parts.store.clear()
    } finally {
      this.#clearing = false
    }
  }

  dispose(): void {
    this.#disposed = true
    this.stop()
  }

  /** The encoder has been loaded: are its vectors the ones we hold? Resolves when those kept for it are read. */
  async adopt(info: EncoderInfo): Promise<void> {
    if (info.fingerprint !== this.#fingerprint) {
      this.#supersedes = this.#fingerprint !== ''
      this.#use(info.fingerprint, info.dimensions, info.dtype)
      this.#adopting = this.#keepMeta(info)
    }
    await this.#adopting
    this.#parts.board.update({ mixedPrecision: info.dtype !== this.#dtype && (this.#index?.count ?? 0) > 0 })
  }

  async #keepMeta({ fingerprint, dimensions, dtype }: EncoderInfo): Promise<void> {
    await this.#parts.store.writeMeta(this.#parts.encoderKey, { fingerprint, dimensions, dtype })
    await this.#readKept()
  }

  /** One tab embeds; the others take what it stores. */
  async #embedInTurn(signal: AbortSignal): Promise<void> {
    const { board, encoderKey, store } = this.#parts
    board.update({ phase: 'paused' })
    const lock = store.kind === 'memory' ? undefined : `pagekin-embed ${encoderKey}`
    const task = () => this.#embed(signal)
    await (lock ? withLock(lock, { signal }, task) : task())
  }

  async #embed(signal: AbortSignal): Promise<void> {
    const { rows, store, encoder, board } = this.#parts
    await this.#readKept()
    if (this.#missing() === 0) return
    board.update({ phase: 'embedding' })
    await this.adopt(await encoder.ensure())
    const index = this.#index!
    const fingerprint = this.#fingerprint
    this.#tellProgress(index)
    const embedded = await embed(this.queue, {
      rows,
      index,
      encoder,
      signal,
      budget: () => this.#budget(),
      onChunk: async (count, block) => {
        this.#embeddedThisVisit += count
        this.#failedAt = undefined
        board.recovered('encoder')
        this.#moved()
        this.#tellProgress(index)
        await store.appendBlock(fingerprint, block)
      },
    })
    if (embedded > 0 && this.#missing() === 0) await this.#tidy(fingerprint)
  }

  /** Joins the small blocks that embedding wrote; what an earlier version of this encoder made is of no use any more. */
  async #tidy(fingerprint: string): Promise<void> {
    const { store, rows } = this.#parts
    await store.compact(fingerprint, new Set(rows.hashes))
    if (this.#supersedes) await store.evictOthers(fingerprint)
  }

  #tellProgress({ count }: FlatIndex): void {
    this.#parts.onProgress({ phase: 'embed', loaded: count, total: this.#parts.rows.count, unit: 'items' })
  }

  #mayRun(): boolean {
    const mayTry = this.#failedAt === undefined || Date.now() - this.#failedAt >= RETRY_MS
    return this.#visible && !this.#suspended && !this.#clearing && !this.#disposed && this.#parts.mayEmbed && mayTry
  }

  #budget(): number {
    return Math.max(0, this.#parts.maxItemsPerVisit - this.#embeddedThisVisit)
  }

  #missing(): number {
    return this.#parts.rows.count - (this.#index?.count ?? 0)
  }

  #use(fingerprint: string, dimensions: number, dtype: string): void {
    this.#fingerprint = fingerprint
    this.#dtype = dtype
    this.#index = new FlatIndex(dimensions)
    this.#index.resize(this.#parts.rows.size)
    this.#centredAt = 0
    this.#moved()
  }

  /** Takes from the store every vector that a row lacks. Another tab may have loaded the encoder first: then its meta is there, too. */
  async #readKept(): Promise<void> {
    if (this.#clearing) return
    if (!this.#index) await this.restore()
    const index = this.#index
    if (!index || this.#missing() === 0) return
    const { blocks } = await this.#parts.store.readBlocks(this.#fingerprint)
    if (index === this.#index && fillRows(index, this.#parts.rows, blocks) > 0) this.#moved()
  }

  /** The vectors are others than before: sample and mean are made again, answers may differ. */
  #moved(): void {
    const { board } = this.#parts
    this.#vectors = null
    const index = this.#index
    const count = index?.count ?? 0
    if (index && count > 0 && (count > this.#centredAt * RECENTRE_GROWTH || count < this.#centredAt || this.#missing() === 0)) {
      index.setCentre(index.mean())
      this.#centredAt = count
    }
    board.update({ items: { ...board.state.items, embedded: count, embeddedThisVisit: this.#embeddedThisVisit } })
    this.#parts.onMoved()
    board.bump()
  }

  #settle(): void {
    const { board } = this.#parts
    if (this.#run || board.state.phase === 'failed' || board.state.phase === 'disposed') return
    const waiting = !this.#visible && this.#missing() > 0 && this.#budget() > 0
    board.update({ phase: waiting ? 'paused' : 'ready', progress: undefined })
  }

  #failed(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#failedAt = Date.now()
    this.#parts.board.fail('encoder', PagekinError.from(thrown, 'encoder-failed', 'embedding'))
  }
}
