import { PagekinError } from '../errors.js'
import type { Bm25Index } from '../lexical/bm25.js'
import type { Vectors } from '../ranking/rank.js'
import { withLock } from '../store/lock.js'
import type { Store, VectorMeta } from '../store/store.js'
import type { Progress } from '../types.js'
import type { CatalogRows, RowChanges } from './catalog-rows.js'
import { EmbeddingQueue, embed } from './embedding.js'
import type { EncoderClient } from './encoder-client.js'
import type { PackSource } from './pack-source.js'
import type { EncoderInfo } from './protocol.js'
import { RowVectors } from './row-vectors.js'
import type { StateBoard } from './state-board.js'
import { Understanding } from './understanding.js'

export interface VectorKeeperParts {
  readonly rows: CatalogRows
  words(): Bm25Index
  readonly store: Store
  /** Vectors made beforehand, where the page names any. */
  readonly pack?: PackSource | undefined
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
/** So long an engine that could answer by words waits for a pack: what is shown once stays where the visitor sees it. */
const PACK_WAIT_MS = 1000
/** So many items are embedded before it is asked whether the encoder knows their language: the others are spared if it does not. */
const ASKED_AFTER = 128
/** A visit that embeds fewer does not ask: the others came from earlier ones or a pack, where it was asked. */
const ASKED_WITH = 16

/** Sees to it that rows have vectors: takes those kept from earlier visits, makes the missing ones while it may, keeps what it makes. */
export class VectorKeeper {
  readonly queue = new EmbeddingQueue()
  readonly #parts: VectorKeeperParts
  readonly #vectors: RowVectors
  readonly #understanding: Understanding
  /** The encoder's vectors take the place of others that were kept under its name. */
  #supersedes = false
  #embeddedThisVisit = 0
  #run: { readonly abort: AbortController; readonly done: Promise<void> } | null = null
  #visible = true
  #suspended = false
  #clearing = false
  #disposed = false
  #failedAt: number | undefined
  #reading: Promise<void> = Promise.resolve()
  #packing: Promise<void> = Promise.resolve()
  #adopting: Promise<void> = Promise.resolve()

  constructor(parts: VectorKeeperParts) {
    this.#parts = parts
    this.#understanding = new Understanding(parts)
    this.#vectors = new RowVectors({
      ...parts,
      pack: parts.pack,
      onMoved: () => this.#moved(),
      onUnkept: (thrown) => parts.board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'pack')),
    })
    parts.store.onVectorsChanged(() => void this.#readKept())
  }

  /** What can be ranked with now. */
  get vectors(): Vectors | null {
    return this.uselessReason === undefined ? this.#vectors.vectors : null
  }

  /** Why there are vectors and nothing is ranked by them, a sentence. */
  get uselessReason(): string | undefined {
    return this.#understanding.reason(this.#vectors.meta)
  }

  get meta(): VectorMeta | undefined {
    return this.#vectors.meta
  }

  /** Keeps what is known of the vectors of now beside them. */
  keepMeta(known: Pick<VectorMeta, 'cutoffs' | 'selfRetrievals'>): Promise<void> {
    return this.#vectors.keepMeta(known)
  }

  /** Of the encoder that made them. */
  get fingerprint(): string | undefined {
    return this.#vectors.meta?.fingerprint
  }

  /** Whether a row lacks a vector that would be of use. */
  get incomplete(): boolean {
    return this.#vectors.missing > 0 && this.uselessReason === undefined
  }

  /** Reads what earlier visits kept; rows get their vectors when the catalog comes. */
  readAhead(): void {
    this.#vectors.readAhead()
  }

  /** Resolves when the rows of now have the vectors that were kept for them, and those of the pack unless that takes long. */
  async restored(): Promise<void> {
    await this.#reading
    if (this.#parts.pack) await Promise.race([this.#packing, new Promise((resolve) => setTimeout(resolve, PACK_WAIT_MS))])
  }

  /** Rows have other texts, or are gone. */
  changed(changes: RowChanges): void {
    this.#vectors.changed(changes)
    this.#reading = this.#readKept()
    this.#takePack()
  }

  /** Starts embedding if there is anything to embed and nothing speaks against it. */
  start(): void {
    if (this.#run || !this.#mayRun() || !this.incomplete || this.#budget() === 0) {
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
    if (isBetter && this.#parts.pack && this.incomplete) {
      this.#parts.pack.restart()
      this.#takePack()
    }
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
    await this.#packing
    while (this.#run) await this.#run.done
  }

  /** Forgets all vectors, here and in the store. They are not made again before the catalog changes or the page is shown anew. */
  async clear(): Promise<void> {
    this.#clearing = true
    try {
      this.stop()
      await this.settled()
      this.#vectors.forget()
      this.#understanding.forget()
      this.#parts.pack?.restart()
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
    const known = this.#vectors.meta
    if (info.fingerprint === known?.fingerprint) this.#vectors.confirm()
    else {
      this.#supersedes = known !== undefined
      this.#adopting = this.#useMeta(info)
    }
    await this.#adopting
    this.#parts.board.update({ mixedPrecision: info.dtype !== this.#vectors.meta?.dtype && this.#vectors.count > 0 })
  }

  async #useMeta({ fingerprint, dimensions, dtype }: EncoderInfo): Promise<void> {
    const meta = { fingerprint, dimensions, dtype }
    this.#vectors.use(meta, true)
    await this.#parts.store.writeMeta(this.#parts.encoderKey, meta)
    await this.#readKept()
    await this.#readPack()
    this.start()
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
    if (!this.incomplete) return
    board.update({ phase: 'embedding' })
    const info = await encoder.ensure()
    await this.adopt(info)
    const index = this.#vectors.index!
    const { fingerprint } = info
    this.#tellProgress()
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
        this.#vectors.moved()
        this.#tellProgress()
        await store.appendBlock(fingerprint, block)
        if (this.#vectors.count >= ASKED_AFTER || !this.incomplete) await this.#askLanguage(signal)
      },
    })
    if (embedded > 0 && !this.incomplete) await this.#tidy(fingerprint)
  }

  async #askLanguage(signal: AbortSignal): Promise<void> {
    const { meta, index } = this.#vectors
    if (!meta || !index || this.#embeddedThisVisit < ASKED_WITH || !this.#understanding.isOpen(meta)) return
    const known = await this.#understanding.ask(meta, index, signal)
    if (known && meta.fingerprint === this.fingerprint) await this.keepMeta(known)
    if (this.uselessReason !== undefined) this.#moved()
  }

  /** Joins the small blocks that embedding wrote; what an earlier version of this encoder made is of no use any more. */
  async #tidy(fingerprint: string): Promise<void> {
    const { store, rows } = this.#parts
    await store.compact(fingerprint, new Set(rows.hashes))
    if (this.#supersedes) await store.evictOthers(fingerprint)
  }

  #tellProgress(): void {
    this.#parts.onProgress({ phase: 'embed', loaded: this.#vectors.count, total: this.#parts.rows.count, unit: 'items' })
  }

  #mayRun(): boolean {
    const mayTry = this.#failedAt === undefined || Date.now() - this.#failedAt >= RETRY_MS
    return this.#visible && !this.#suspended && !this.#clearing && !this.#disposed && this.#parts.mayEmbed && mayTry
  }

  #budget(): number {
    return this.uselessReason === undefined ? Math.max(0, this.#parts.maxItemsPerVisit - this.#embeddedThisVisit) : 0
  }

  async #readKept(): Promise<void> {
    if (!this.#clearing) await this.#vectors.read()
  }

  /** What the pack has need not be embedded; what it lacks is, then. */
  #takePack(): void {
    this.#packing = Promise.all([this.#reading, this.#packing])
      .then(() => this.#readPack())
      .catch((thrown) => this.#parts.pack?.fail(thrown))
      .then(() => this.start())
  }

  async #readPack(): Promise<void> {
    if (!this.#clearing) await this.#vectors.readPack()
  }

  #moved(): void {
    const { board } = this.#parts
    board.update({ items: { ...board.state.items, embedded: this.#vectors.count, embeddedThisVisit: this.#embeddedThisVisit } })
    this.#parts.onMoved()
    board.bump()
  }

  #settle(): void {
    const { board } = this.#parts
    if (this.#run || board.state.phase === 'failed' || board.state.phase === 'disposed') return
    const waiting = !this.#visible && this.incomplete && this.#budget() > 0
    board.update({ phase: waiting ? 'paused' : 'ready', progress: undefined })
  }

  #failed(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    this.#failedAt = Date.now()
    this.#parts.board.fail('encoder', PagekinError.from(thrown, 'encoder-failed', 'embedding'))
  }
}
