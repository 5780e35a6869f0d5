import type { CatalogVersion } from '../catalog/version.js'
import { PagekinError, throwIfAborted } from '../errors.js'
import type { ReadFile } from '../pack/open-pack.js'
import { clausesOf } from '../ranking/queries/clauses.js'
import type { History } from '../store/history.js'
import type { NeighboursStamp, Store } from '../store/store.js'
import type { Explanation, Interaction, ItemId, Progress, Recommendation, RecommenderState, RejectedRow } from '../types.js'
import { topK } from '../vectors/top-k.js'
import type { AnswerContext, Request } from './answers/context.js'
import { evidenceOf, onlyAnswer, requestFor } from './answers/explain.js'
import { forYou } from './answers/for-you.js'
import { type ClauseVector, search } from './answers/search.js'
import { similar } from './answers/similar.js'
import { Calibrator } from './calibration/calibrator.js'
import { CatalogKeeper } from './catalog-keeper.js'
import type { RowChanges } from './catalog-rows.js'
import type { CatalogAnswer } from './catalog-source.js'
import { CrowdKeeper, type CrowdRecord } from './crowd-keeper.js'
import type { EncoderClient } from './encoder-client.js'
import { NeighbourKeeper } from './neighbour-keeper.js'
import { PackSource } from './pack-source.js'
import type { EncoderInfo, EngineConfig, ExplainRequest, GivenRows } from './protocol.js'
import { QueryVectors } from './query-vectors.js'
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
  readonly now: () => number
  onState(state: RecommenderState): void
  /** Of downloads and of embedding; the state has it, too. */
  onProgress?(progress: Progress): void
}

/** Lexical candidates of an item that are embedded right after it. */
const NEAR_CANDIDATES = 32

/** A search ready to be answered. */
interface Wishes {
  readonly text: string
  readonly vector: Float32Array | null
  readonly request: Request
  readonly clauses: readonly ClauseVector[]
}

/** Composes the rooms: catalog and words, vectors, history, and the answers made from them. */
export class Engine {
  readonly #parts: EngineParts
  readonly #board: StateBoard
  readonly #catalog: CatalogKeeper
  readonly #vectors: VectorKeeper
  readonly #queries: QueryVectors
  readonly #crowd: CrowdKeeper
  readonly #pack: PackSource | undefined
  readonly #neighbours: NeighbourKeeper
  readonly #calibrator: Calibrator
  readonly #stop = new AbortController()
  #interactions: Interaction[]

  constructor(parts: EngineParts) {
    const { config, store, encoder } = parts
    this.#parts = parts
    this.#interactions = [...config.interactions]
    const state = initialState(config.maxItemsPerVisit)
    this.#board = new StateBoard({ ...state, storage: store.kind, ...(store.reason && { storageReason: store.reason }) }, (state) => {
      this.#neighbours.heed(state)
      this.#calibrator.heed(state)
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
    this.#queries = new QueryVectors(encoder, () => this.#board.bump())
    this.#calibrator = new Calibrator({
      store,
      encoder,
      encoderKey: config.encoder.baseUrl,
      catalogKey: config.catalogUrl ?? config.packUrl ?? 'given',
      catalog: () => this.#catalog,
      vectors: () => this.#vectors,
    })
    this.#neighbours = new NeighbourKeeper({
      store,
      // a pack brings its own
      catalogKey: (config.packUrl === undefined && config.catalogUrl) || null,
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

  async similar(ids: readonly ItemId[], request: Request): Promise<Recommendation[]> {
    this.#awaited(ids)
    return this.#answer((context) => similar(ids, request, context))
  }

  /** `interactions`, oldest first: somebody else's history instead of this visitor's. */
  async forYou(
    request: Request & { readonly context?: ItemId },
    interactions: readonly Interaction[] = this.#interactions,
  ): Promise<Recommendation[]> {
    this.#awaited([...interactions.slice(-5).map(({ id }) => id), ...(request.context === undefined ? [] : [request.context])])
    return this.#answer((context) => forYou(request, { ...context, interactions }))
  }

  async search(text: string, request: Request, signal?: AbortSignal): Promise<Recommendation[]> {
    const wishes = await this.#wishes(text, request, signal)
    throwIfAborted(signal, 'search')
    return this.#answer((context) => search(wishes.text, wishes.vector, wishes.request, context, wishes.clauses))
  }

  /** Why this item: as an answer to words, to items, or to this visitor's history. @throws PagekinError `item-unknown`, `usage`. */
  async explain(id: ItemId, { query, similarTo }: Omit<ExplainRequest, 'callId'>, signal?: AbortSignal): Promise<Explanation> {
    if (!this.has(id)) throw new PagekinError('item-unknown', `explain: received the id "${id.slice(0, 100)}", expected one of the catalog`)
    const request = requestFor(id)
    if (similarTo) return onlyAnswer(id, await this.similar(similarTo, request))
    if (query === undefined) return onlyAnswer(id, await this.forYou(request))
    // not worth waiting for a model: words explain, too
    const wishes = await this.#wishes(query, { ...request, complete: false }, signal)
    const answer = onlyAnswer(
      id,
      this.#answer((context) => search(wishes.text, wishes.vector, request, context, wishes.clauses)),
    )
    const evidence = await evidenceOf(answer.item, wishes.text, wishes.vector, this.#context(), this.#parts.encoder)
    return { ...answer, ...(evidence !== undefined && { evidence }) }
  }

  /** An event that the engine was started with may come once more, when it was recorded while the engine was starting. */
  record(interaction: Interaction): void {
    const { type, id, at } = interaction
    if (this.#interactions.some((known) => known.at === at && known.id === id && known.type === type)) return
    this.#interactions.push(interaction)
    if (this.#parts.config.persistHistory) void this.#parts.history.append(interaction).catch((thrown) => this.#report(thrown))
    this.#awaited([interaction.id])
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
      this.#queries.clear()
      this.#calibrator.forget()
      clearings.push(this.#vectors.clear())
    }
    this.#board.bump()
    // one that fails does not spare the other
    for (const cleared of await Promise.allSettled(clearings)) if (cleared.status === 'rejected') throw cleared.reason
  }

  setVisible(visible: boolean): void {
    if (!visible) this.#calibrator.pause()
    this.#vectors.setVisible(visible)
  }

  suspend(): void {
    this.#neighbours.pause()
    this.#calibrator.pause()
    this.#vectors.suspend()
    this.#parts.store.suspend()
    this.#parts.history.suspend()
  }

  resume(): void {
    this.#parts.store.resume()
    this.#vectors.resume()
  }

  /** The network is back: what failed for want of it is tried again. */
  retry(): void {
    void this.#catalog.retry()
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
    this.#neighbours.pause()
    this.#calibrator.pause()
    this.#vectors.dispose()
    this.#parts.encoder.dispose()
    this.#parts.store.dispose()
    this.#parts.history.dispose()
    this.#board.dispose()
  }

  #rowsChanged(changes: RowChanges): void {
    this.#vectors.changed(changes)
    this.#crowd.changed()
    this.#level()
  }

  /** A text as it is searched for: where it lists wishes, each by itself, and a price as a filter. */
  async #wishes(text: string, request: Request, signal?: AbortSignal): Promise<Wishes> {
    const listed = clausesOf(text)
    const price = this.#catalog.rows.items.some((item) => item?.price) ? listed?.price : undefined
    if (!listed || (listed.price && !price)) {
      return { text, vector: await this.#queryVector(text, signal, request.complete), request, clauses: [] }
    }
    const wanted = listed.clauses.filter(({ negated }) => !negated)
    const whole = wanted.map((clause) => clause.text).join(', ')
    const vectors = await Promise.all(
      [whole, ...listed.clauses.map((clause) => clause.text)].map((one) => this.#queryVector(one, signal, request.complete)),
    )
    const { where } = request
    const filter = price && (where ? { all: [where, { price }] } : { price })
    return {
      text: whole,
      vector: vectors[0]!,
      request: filter ? { ...request, where: filter } : request,
      clauses: listed.clauses.map((clause, i) => ({ ...clause, vector: vectors[i + 1]! })),
    }
  }

  /** Null where there is no encoder, or none in time; `complete`: however long it takes. */
  async #queryVector(text: string, signal: AbortSignal | undefined, complete = false): Promise<Float32Array | null> {
    const asks = this.#vectors.vectors !== null && this.#parts.config.device !== 'off'
    if (!asks) return null
    return complete ? this.#queries.wait(text, signal) : this.#queries.get(text, signal)
  }

  #answer(make: (context: AnswerContext) => Recommendation[]): Recommendation[] {
    const begun = performance.now()
    const answer = make(this.#context())
    this.#level()
    this.#board.update({ tookMs: performance.now() - begun })
    return answer
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

  /** Somebody waits for these items: they and what their words resemble are embedded next. */
  #awaited(ids: readonly ItemId[]): void {
    if (!this.#vectors.incomplete) return
    this.#vectors.retry()
    const { rows, words } = this.#catalog
    const seeds = ids.map((id) => rows.rowOf(id)).filter((row) => row !== undefined)
    const near = seeds.flatMap((row) => {
      const scores = new Float32Array(rows.size)
      words.scoresInto(words.itemQueryTerms(row), scores)
      return [...topK(scores, NEAR_CANDIDATES).rows]
    })
    this.#vectors.queue.prioritise([...seeds, ...near])
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
