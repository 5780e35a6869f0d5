import { type CatalogVersion, catalogKey } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import type { ReadFile } from '../pack/open-pack.js'
import type { History } from '../store/history.js'
import type { NeighboursStamp, Store } from '../store/store.js'
import type { Explanation, Interaction, ItemId, Progress, Recommendation, RecommenderState, RejectedRow } from '../types.js'
import { Answerer } from './answerer.js'
import type { AnswerContext, Request } from './answers/context.js'
import { similar } from './answers/similar.js'
import { Calibrator } from './calibration/calibrator.js'
import { CatalogKeeper } from './catalog-keeper.js'
import type { RowChanges } from './catalog-rows.js'
import type { CatalogAnswer } from './catalog-source.js'
import { CrowdKeeper, type CrowdRecord } from './crowd-keeper.js'
import type { EncoderClient } from './encoder-client.js'
import type { Examination } from './load-examination.js'
import { NeighbourKeeper } from './neighbour-keeper.js'
import { PackSource } from './pack-source.js'
import type { EncoderInfo, EngineConfig, ExplainRequest, GivenRows } from './protocol.js'
import { initialState, StateBoard } from './state-board.js'
import { VectorKeeper } from './vector-keeper.js'

/** What the engine is given from outside: the same engine runs in a worker and on the command line. */
export interface EngineParts {
  readonly config: EngineConfig
  readonly store: Store
  readonly history: History
  readonly encoder: EncoderClient
  readonly fetchCatalog: (url: string, known: CatalogVersion, signal: AbortSignal) => Promise<CatalogAnswer>
  /** Files of the pack at the address of the config, where that has one. */
  readonly readPack?: (url: string, signal: AbortSignal, onFile: (bytes: number) => void) => ReadFile
  /** Rejects where it cannot be had: the state tells it, and answers do without. */
  readonly examination: () => Promise<Examination>
  readonly now: () => number
  onState(state: RecommenderState): void
  /** Of downloads and of embedding; the state has it, too. */
  onProgress?(progress: Progress): void
}

/** Composes the rooms: catalog and words, vectors, history, and the answers made from them. */
export class Engine {
  readonly #parts: EngineParts
  readonly #board: StateBoard
  readonly #catalog: CatalogKeeper
  readonly #vectors: VectorKeeper
  readonly #answers: Answerer
  readonly #crowd: CrowdKeeper
  readonly #pack: PackSource | undefined
  readonly #neighbours: NeighbourKeeper
  readonly #calibrator: Calibrator
  readonly #stop = new AbortController()
  #interactions: Interaction[]
  #isHidden = false
  #isSuspended = false

  constructor(parts: EngineParts) {
    const { config, store, encoder } = parts
    this.#parts = parts
    this.#interactions = [...config.interactions]
    const state = initialState(config.maxItemsPerVisit)
    this.#board = new StateBoard({ ...state, storage: store.kind, ...(store.reason && { storageReason: store.reason }) }, (state) => {
      this.#heed(state)
      parts.onState(state)
    })
    const pack = this.#openPack(parts)
    this.#pack = pack
    this.#catalog = new CatalogKeeper({
      ...parts,
      fields: config.fields ?? {},
      ...(pack && config.catalogUrl === undefined && { fetchCatalog: (_url, known) => pack.catalog(known) }),
      board: this.#board,
      signal: this.#stop.signal,
      onChange: (changes) => this.#rowsChanged(changes),
    })
    this.#crowd = new CrowdKeeper(this.#catalog.rows)
    this.#vectors = new VectorKeeper({
      rows: this.#catalog.rows,
      words: () => this.#catalog.words,
      store,
      pack,
      encoder,
      board: this.#board,
      encoderKey: config.encoder.baseUrl,
      maxItemsPerVisit: config.maxItemsPerVisit,
      mayEmbed: config.device !== 'off',
      onMoved: () => this.#level(),
      onProgress: (progress) => this.onProgress(progress),
    })
    this.#answers = new Answerer({
      encoder,
      vectors: this.#vectors,
      mayEncode: config.device !== 'off',
      context: () => this.#context(),
      onAnswer: (tookMs) => {
        this.#level()
        this.#board.update({ tookMs })
      },
      onLate: () => this.#board.bump(),
    })
    const ofFile = config.catalogUrl === undefined ? undefined : catalogKey(config.catalogUrl, config.fields)
    this.#calibrator = new Calibrator({
      encoder,
      examination: () => this.#examination(),
      onFitted: () => this.#board.bump(),
      catalogKey: ofFile ?? config.packUrl ?? 'given',
      catalog: () => this.#catalog,
      vectors: () => this.#vectors,
    })
    this.#neighbours = new NeighbourKeeper({
      store,
      // a pack brings its own
      catalogKey: (config.packUrl === undefined && ofFile) || null,
      onUnkept: (thrown) => this.#report(thrown),
      stampOf: () => this.#stamp(),
      items: () => this.#catalog.rows.items,
      similar: (id, limit) => similar([id], { limit }, { ...this.#context(), interactions: [] }).map(({ item }) => item),
    })
  }

  get state(): RecommenderState {
    return this.#board.state
  }

  /**
   * Resolves when there is a catalog to answer from.
   * @throws PagekinError `catalog-invalid`, `timeout`: there is no catalog, now or from an earlier visit.
   */
  async open(): Promise<RecommenderState> {
    const { config } = this.#parts
    this.#vectors.readAhead()
    try {
      const [{ fresh }] = await Promise.all([this.#openCatalog(config), this.#remember()])
      await this.#vectors.restored()
      // while the network works
      this.#prepare()
      await fresh
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'catalog-invalid', 'catalog')
      this.#board.update({ phase: 'failed' })
      this.#board.fail('catalog', error)
      throw error
    }
    await this.#vectors.restored()
    this.#level()
    // what others did waits until there is an answer without it
    void this.#pack?.others().then((record) => record && this.learn(record))
    return this.#board.state
  }

  #openPack({ config: { packUrl }, readPack }: EngineParts): PackSource | undefined {
    if (packUrl === undefined || !readPack) return undefined
    const onFile = (count: number) => {
      const { bytes } = this.#board.state
      this.#board.update({ bytes: { ...bytes, pack: bytes.pack + count } })
    }
    return new PackSource(readPack(packUrl, this.#stop.signal, onFile), this.#board)
  }

  async #openCatalog({ items, catalogUrl, packUrl }: EngineConfig): Promise<{ readonly fresh: Promise<void> }> {
    if (items) {
      await this.#catalog.give(items)
      return { fresh: Promise.resolve() }
    }
    const url = catalogUrl ?? packUrl
    if (!url) throw new PagekinError('usage', 'createRecommender: received no catalog, items or pack, expected one of them')
    return this.#catalog.open(url)
  }

  /** Puts what earlier visits recorded before what this one has. */
  async #remember(): Promise<void> {
    const { config, history } = this.#parts
    if (config.persistHistory) this.#interactions = [...(await history.read()), ...this.#interactions]
  }

  /** Makes what the first question would wait for. */
  #prepare(): void {
    this.#catalog.words.prepare()
    this.#vectors.vectors?.sample.meanRow('centred')
  }

  /** Whether the catalog has an item of this id. */
  has(id: ItemId): boolean {
    return this.#catalog.rows.rowOf(id) !== undefined
  }

  similar(ids: readonly ItemId[], request: Request): Promise<Recommendation[]> {
    return this.#answers.similar(ids, request)
  }

  /** `interactions`, oldest first: somebody else's history instead of this visitor's. */
  forYou(
    request: Request & { readonly context?: ItemId },
    interactions: readonly Interaction[] = this.#interactions,
  ): Promise<Recommendation[]> {
    return this.#answers.forYou(request, interactions)
  }

  search(text: string, request: Request, signal?: AbortSignal): Promise<Recommendation[]> {
    return this.#answers.search(text, request, signal)
  }

  /** @throws PagekinError `item-unknown`, `usage`. */
  explain(id: ItemId, request: Omit<ExplainRequest, 'callId'>, signal?: AbortSignal): Promise<Explanation> {
    return this.#answers.explain(id, request, signal)
  }

  /** An event that the engine was started with may come once more, when it was recorded while the engine was starting. */
  record(interaction: Interaction): void {
    const { type, id, at } = interaction
    if (this.#interactions.some((known) => known.at === at && known.id === id && known.type === type)) return
    this.#interactions.push(interaction)
    if (this.#parts.config.persistHistory) void this.#parts.history.append(interaction).catch((thrown) => this.#report(thrown))
    this.#answers.await([interaction.id])
    this.#board.bump()
  }

  /** What others did, from now on a term of `forYou`. */
  learn(record: CrowdRecord): void {
    this.#crowd.learn(record)
    this.#board.bump()
  }

  upsert(items: GivenRows): Promise<readonly RejectedRow[]> {
    return this.#catalog.upsert(items)
  }

  remove(ids: readonly ItemId[]): Promise<void> {
    return this.#catalog.remove(ids)
  }

  async clear(what: { readonly history: boolean; readonly vectors: boolean }): Promise<void> {
    const clearings: Promise<void>[] = []
    if (what.history) {
      this.#interactions = []
      clearings.push(this.#parts.history.clear())
    }
    if (what.vectors) {
      this.#answers.clear()
      this.#calibrator.forget()
      clearings.push(this.#vectors.clear())
    }
    this.#board.bump()
    // one that fails does not spare the other
    for (const cleared of await Promise.allSettled(clearings)) if (cleared.status === 'rejected') throw cleared.reason
  }

  setVisible(visible: boolean): void {
    this.#isHidden = !visible
    if (visible) this.#heed(this.state)
    else this.#rest()
    this.#vectors.setVisible(visible)
  }

  suspend(): void {
    this.#isSuspended = true
    this.#rest()
    this.#vectors.suspend()
    this.#parts.store.suspend()
    this.#parts.history.suspend()
  }

  resume(): void {
    this.#isSuspended = false
    this.#parts.store.resume()
    this.#vectors.resume()
  }

  /** The network is back: what failed for want of it is tried again. */
  retry(): void {
    void this.#catalog.retry()
    this.#calibrator.retry()
    this.#vectors.retry(true)
  }

  /** Resolves when it is known how sure searches are, where the catalog can tell. Loads the encoder. @throws what that throws. */
  async calibrated(): Promise<void> {
    await this.#parts.encoder.ensure()
    await this.settled()
    await this.#calibrator.fit()
  }

  /** Resolves when every item that may be embedded is embedded. */
  settled(): Promise<void> {
    return this.#vectors.settled()
  }

  onProgress(progress: Progress): void {
    this.#board.update({ progress })
    this.#parts.onProgress?.(progress)
  }

  /** A failure that no call is waiting for. */
  onFault(error: PagekinError): void {
    this.#board.fail('engine', error)
  }

  /** The encoder has come up, has moved a rung down, or is gone. */
  onEncoder(info: EncoderInfo | null, reason: string, error?: PagekinError): void {
    const { bytes } = this.#board.state
    this.#board.update({
      device: info?.device ?? 'none',
      deviceReason: reason,
      ...(info && { bytes: { ...bytes, runtime: bytes.runtime + info.bytes.runtime, model: bytes.model + info.bytes.model } }),
    })
    if (error) this.#board.fail('encoder', error)
    if (info) {
      this.#board.recovered('encoder')
      void this.#vectors.adopt(info).catch((thrown) => this.#report(thrown))
    }
    this.#level()
  }

  onStorage(kind: 'indexeddb' | 'memory', reason: string | undefined): void {
    this.#board.update({ storage: kind, storageReason: reason })
  }

  dispose(): void {
    this.#stop.abort()
    this.#rest()
    this.#vectors.dispose()
    this.#parts.encoder.dispose()
    this.#parts.store.dispose()
    this.#parts.history.dispose()
    this.#board.dispose()
  }

  async #examination(): Promise<Examination> {
    try {
      const examination = await this.#parts.examination()
      this.#board.recovered('examination')
      return examination
    } catch (thrown) {
      this.#board.fail('examination', PagekinError.from(thrown, 'worker-failed', 'examination.js'))
      throw thrown
    }
  }

  /** What is done in idle time is done while somebody is there. */
  #heed(state: RecommenderState): void {
    if (this.#isHidden || this.#isSuspended) return
    this.#neighbours.heed(state)
    this.#calibrator.heed(state)
  }

  /** Ends what is done in idle time. */
  #rest(): void {
    this.#neighbours.pause()
    this.#calibrator.pause()
  }

  #rowsChanged(changes: RowChanges): void {
    this.#vectors.changed(changes)
    this.#crowd.changed()
    this.#level()
  }

  #stamp(): NeighboursStamp | undefined {
    const { version } = this.#catalog
    const { fingerprint } = this.#vectors
    return version && fingerprint !== undefined ? { ...version, fingerprint } : undefined
  }

  #context(): AnswerContext {
    const { rows, words } = this.#catalog
    const { vectors } = this.#vectors
    const { cutoff } = this.#calibrator
    return { rows, words, vectors, cutoff, crowd: this.#crowd.crowd, interactions: this.#interactions, now: this.#parts.now() }
  }

  #level(): void {
    const { vectors } = this.#vectors
    const withVectors = this.#parts.encoder.info ? 'encoder' : 'vectors'
    const level = vectors ? withVectors : this.#catalog.rows.count > 0 ? 'lexical' : 'none'
    const { uselessReason: levelReason } = this.#vectors
    const { state } = this.#board
    if (level !== state.level || levelReason !== state.levelReason) this.#board.update({ level, levelReason })
  }

  #report(thrown: unknown): void {
    this.#board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'storage'))
  }
}
