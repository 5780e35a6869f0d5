import { itemOfPage, pathKey } from '../catalog/item-of-page.js'
import type { CatalogLimits } from '../catalog/read-rows.js'
import type { CatalogVersion } from '../catalog/version.js'
import { PagekinError, throwIfAborted } from '../errors.js'
import { askedTerms } from '../lexical/finding-terms.js'
import { deleteCachedFiles } from '../model-cache.js'
import type { EncoderInfo, EngineConfig, ExplainRequest, PageApi, SteerRequest } from '../protocol.js'
import type { History } from '../store/history.js'
import type { Store } from '../store/store.js'
import type {
  Explanation,
  Interaction,
  Item,
  ItemId,
  ItemPage,
  ListMode,
  Progress,
  Recommendation,
  Recommendations,
  RecommenderState,
  WhichEvents,
} from '../types.js'
import { after } from '../waiting.js'
import { breathing } from './answers/breathing.js'
import type { AnswerContext, Request } from './answers/context.js'
import { itemUnknown, onlyAnswer, requestFor, withEvidence } from './answers/explain.js'
import { forYou } from './answers/for-you.js'
import { makingComplements } from './answers/goes-with.js'
import { embeddedShare } from './answers/item-terms.js'
import { type ListQuestion, list } from './answers/lists.js'
import { dismissedIn } from './answers/mask.js'
import { type PreparedSearch, prepareSearch } from './answers/prepare-search.js'
import { type Reranked, type RerankPlanner, search } from './answers/search.js'
import { similar } from './answers/similar.js'
import type { PreparedSteer } from './answers/steer.js'
import { BackgroundWork } from './background-work.js'
import type { CatalogAnswer } from './catalog-source.js'
import type { EncoderClient } from './encoder-client.js'
import { Interactions } from './interactions.js'
import { ItemsOnDemand } from './items-on-demand.js'
import { KeptVectors } from './kept-vectors.js'
import { Learner } from './learner.js'
import { LiveCatalog } from './live-catalog.js'
import { fetchLogAhead, type LearnLog, type LoadEngineFormats } from './log-source.js'
import { openPackSource, type PackParts, type PackSource } from './pack-source.js'
import type { Pause } from './pauses.js'
import { QueryVectors } from './query-vectors.js'
import { RowVectors } from './row-vectors.js'
import { initialState, StateBoard } from './state-board.js'

/** So many items of a history are embedded before others. */
const LAST_ITEMS = 5
/** The first answer waits so long for a log of interactions. */
const LOG_MS = 1000

/** What the engine is given from outside: the same engine runs in a worker and on the command line. */
export interface EngineParts extends PackParts {
  readonly config: EngineConfig
  readonly store: Store
  readonly history: History
  readonly encoder: EncoderClient
  readonly loadFormats: LoadEngineFormats
  readonly fetchCatalog: (url: string, known: CatalogVersion, signal: AbortSignal) => Promise<CatalogAnswer>
  readonly now: () => number
  /** Of a page that has a `CandidateSource`. */
  readonly candidates?: PageApi['candidates']
  /** Of the catalog. Default: those of a page. */
  readonly limits?: CatalogLimits
  /** Whether items get a draft before all are embedded whole: where somebody waits. */
  readonly makesDrafts?: boolean
  /** Called every thousand rows of a catalog that is being read, and between the steps of opening: whoever watches the engine knows that it lives. */
  beat?(): void
  onState(state: RecommenderState): void
  /** Of downloads and of embedding; the state has it, too. */
  onProgress?(progress: Progress): void
}

const GONE = 'the vectors and the catalog of earlier visits are gone: the browser or `clear` has deleted them. They are made again'

/** Answers questions from the catalog, its words and vectors, and interactions. */
export class Engine {
  readonly board: StateBoard
  readonly catalog: LiveCatalog
  readonly interactions: Interactions
  readonly background: BackgroundWork
  readonly #parts: EngineParts
  readonly #vectors: RowVectors
  readonly #kept: KeptVectors
  readonly #queries: QueryVectors
  readonly #demand: ItemsOnDemand
  readonly #pack: PackSource | undefined
  /** Without one nothing is learnt of the visitor. */
  readonly #learner: Learner | undefined
  readonly #stop = new AbortController()
  #isLogLearnt = false
  #learning: Promise<void> = Promise.resolve()
  /** How long answers wait for what many visitors did: once, not each of them anew. */
  #patience: Promise<void> = Promise.resolve()
  #making: Promise<void> = Promise.resolve()

  constructor(parts: EngineParts) {
    const { config, store, encoder } = parts
    const mayEmbed = config.device !== 'off'
    const { signal } = this.#stop
    this.#parts = parts
    const onState = (state: RecommenderState) => {
      this.background.heed(state)
      this.#learner?.heed(state)
      parts.onState(state)
    }
    const board = new StateBoard(initialState(config.maxItemsPerVisit, config.deviceReason), { ...parts, onState })
    board.storage(store.kind, store.reason)
    this.board = board
    const pack = openPackSource(parts, board, signal)
    this.#pack = pack
    const catalog = new LiveCatalog({
      ...parts,
      fields: config.fields ?? {},
      currency: config.currency,
      ...(pack && config.catalogUrl === undefined && { fetchCatalog: (_url, known) => pack.catalog(known) }),
      pack,
      board,
      signal,
      onChange: (changes) => {
        vectors.changed(changes)
        vectors.fill(demand.arriving)
        kept.changed()
        this.interactions.changed()
      },
    })
    this.catalog = catalog
    this.interactions = new Interactions({ ...parts, board, rows: catalog.rows })
    const shared = { catalog, store, encoder, board, encoderKey: config.encoder.baseUrl, pauses: new Set<Pause>() }
    const vectors = new RowVectors(shared)
    this.#vectors = vectors
    const kept = new KeptVectors({ ...shared, vectors, pack, mayEmbed, onRead: () => this.background.begin() })
    this.#kept = kept
    const neighbours = (id: ItemId, limit: number) => similar([id], { limit }, { ...this.#itemContext(), interactions: [] })
    const demand = new ItemsOnDemand({ ...parts, board, catalog, vectors, kept, pack, onEmbed: () => this.background.begin() })
    this.#demand = demand
    this.background = new BackgroundWork({ ...parts, ...shared, vectors, kept, similar: neighbours })
    if (config.learn !== 'off') {
      this.#learner = new Learner({
        context: () => this.#itemContext(),
        teaches: (event) => config.learn === 'persist' || this.interactions.isOfThisVisit(event),
        onLearnt: (learned, isNew) => {
          board.update({ learned })
          if (isNew) board.bump()
        },
      })
    }
    this.#queries = new QueryVectors(mayEmbed ? encoder : null, () => board.bump())
  }

  get state(): RecommenderState {
    return this.board.state
  }

  /**
   * Resolves when there is a catalog to answer from.
   * @throws PagekinError `catalog-invalid`, `timeout`: there is no catalog, now or from an earlier visit.
   */
  async open(): Promise<RecommenderState> {
    const { config, store, beat } = this.#parts
    this.#kept.readAhead()
    const log = this.#fetchLog()
    try {
      const [{ fresh }, hasHistory] = await Promise.all([this.catalog.open(config), this.interactions.readHistory()])
      if (store.isNew && hasHistory) this.board.storage(store.kind, GONE)
      // each of these steps takes seconds where a large catalog meets a slow device
      beat?.()
      await this.#kept.restored()
      this.#vectors.vectors?.sample.meanRow('centred')
      await fresh
      await this.#demand.open()
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'catalog-invalid', 'catalog')
      this.board.update({ phase: 'failed' })
      this.board.fail('catalog', error)
      throw error
    }
    await this.#kept.restored()
    this.#vectors.tellLevel()
    // the first answer waits a moment for the site's log; it does without a pack's
    this.#learning = this.#learn(log)
    this.#patience = (log ? after(LOG_MS, undefined) : this.#pack?.patience()) ?? this.#patience
    if (log) await this.#learnt()
    return this.board.state
  }

  /** Whether the catalog has an item of this id. */
  has(id: ItemId): boolean {
    return this.catalog.rows.rowOf(id) !== undefined
  }

  /** The item that a page is about, if it is about one. */
  async itemOf(page: ItemPage): Promise<ItemId | undefined> {
    const { addresses, ids, base } = page
    const keys = addresses.flatMap((address) => pathKey(address, base) ?? [])
    await this.#demand.bring({ ids, addresses: keys, isAlone: true })
    return itemOfPage(this.catalog.rows.items, page)
  }

  /** An answer that explore.js or tree.js makes; `partial` while only a part of all items is here. */
  explore<T extends object>(answer: (context: AnswerContext) => T): T & { readonly partial?: boolean } {
    return { ...answer(this.#context()), ...(this.#demand.isPartial && { partial: true }) }
  }

  async similar(ids: readonly ItemId[], request: Request, signal?: AbortSignal): Promise<Recommendations> {
    this.background.embedding.embedFirst(ids)
    const begun = performance.now()
    const stored = await this.#demand.similar(ids, request, dismissedIn(this.interactions.own))
    if (stored) {
      this.board.update({ tookMs: performance.now() - begun })
      return Object.assign(stored, { partial: true })
    }
    const { steer } = request
    await this.#demand.bring({
      ids: [...ids, ...(steer?.as ?? [])],
      where: request.where,
      isFiltered: request.where !== undefined || !!steer,
    })
    const prepared = steer && (await this.#steer(steer, request, signal))
    await this.#graphOfItems()
    return this.#answer(() => similar(ids, request, this.#itemContext(), prepared))
  }

  /** `interactions`, oldest first: another history in place of this visitor's. */
  async forYou(
    request: Request & { readonly context?: ItemId },
    interactions: readonly Interaction[] = this.interactions.own,
  ): Promise<Recommendation[]> {
    const history = interactions.slice(-LAST_ITEMS).map(({ id }) => id)
    const ids = request.context === undefined ? [] : [request.context]
    this.background.embedding.embedFirst([...history, ...ids])
    await this.#demand.bring({ history, ids, where: request.where })
    // of a visitor who did nothing, only what many did tells
    await (history.length + ids.length > 0 ? this.#graphOfItems() : this.#learnt())
    return this.#answer(() => forYou(request, { ...this.#itemContext(), interactions }))
  }

  /** @param planner Of a request with `rerank`. */
  async search(text: string, request: Request, signal?: AbortSignal, planner?: RerankPlanner): Promise<Reranked> {
    // no item goes first, but an encoder that failed may be tried again
    this.background.embedding.embedFirst([])
    const { where } = request
    await this.#demand.bring({ text, terms: askedTerms(text), ids: request.like ?? [], where })
    const prepared = await this.#prepare(text, request, signal)
    const { vector, beside, understood } = prepared
    const vectors = [vector, ...(beside.alternatives ?? []).map((one) => one.vector)].filter((one) => one !== null)
    if (vectors.length > 0) await this.#demand.bring({ text, vectors, where, isFiltered: where !== undefined || understood.length > 0 })
    await this.#graph()
    throwIfAborted(signal, 'search')
    const found = this.#answer((context) => search(prepared.text, vector, prepared.request, context, beside, planner))
    return Object.assign(found, understood.length > 0 && { understood })
  }

  async list(mode: ListMode, request: ListQuestion): Promise<Recommendations> {
    // what many visitors did is all of these lists
    if (mode === 'popular' || mode === 'others' || mode === 'goes-with') await this.#learning
    const isOwn = mode === 'recent' || mode === 'again'
    const history = isOwn ? this.interactions.own.slice(-request.limit).map(({ id }) => id) : []
    await this.#demand.bring({ history, ids: isOwn ? [] : request.items, isAlone: isOwn, where: request.where })
    if (mode === 'goes-with') {
      await this.#graphOfItems()
      const complements = () => this.#complements()
      // of several shelves at a time one does the work
      this.#making = this.#making.then(complements, complements)
      await this.#making
    }
    return this.#answer(() => list(mode, request, this.#itemContext()))
  }

  /** Why this item: as an answer to words, to items, or to this visitor's history. @throws PagekinError `item-unknown`, `usage`. */
  async explain(id: ItemId, { query, similarTo }: Omit<ExplainRequest, 'callId'>, signal?: AbortSignal): Promise<Explanation> {
    await this.#demand.bring({ ids: [id], isAlone: true })
    if (!this.has(id)) throw itemUnknown(id)
    const request = requestFor(id)
    if (similarTo) return onlyAnswer(id, await this.similar(similarTo, request), this.has(id))
    if (query === undefined) return onlyAnswer(id, await this.forYou(request), this.has(id))
    // not worth waiting for a model: words explain, too; and a price in the query must not leave the item out
    const prepared = await this.#prepare(query, { ...request, complete: false }, signal)
    await this.#graph()
    const answer = this.#answer((context) => search(prepared.text, prepared.vector, request, context, prepared.beside))
    return withEvidence(onlyAnswer(id, answer, this.has(id)), prepared, this.#context(), this.#parts.encoder)
  }

  /** Of a pack in lists: what is near these items. By default some items, as different as can be, if nothing is here yet. */
  async bringSome(ids?: readonly ItemId[]): Promise<void> {
    if (ids || this.catalog.rows.size === 0) await this.#demand.bring(ids ? { ids } : {})
  }

  record(interaction: Interaction): void {
    this.interactions.record(interaction)
    this.background.embedding.embedFirst([interaction.id])
  }

  /** `stored`: on the device too. */
  async forget(which: WhichEvents, stored = true): Promise<void> {
    this.#forgetHere(which)
    this.board.bump()
    await this.#parts.history.forget(which, stored)
  }

  #forgetHere(which: WhichEvents): void {
    this.interactions.forget(which)
    this.#learner?.forget()
  }

  /** This visitor's events, oldest first, and those of their items that the catalog has. */
  known(): { readonly events: readonly Interaction[]; readonly items: readonly Item[] } {
    const { items, rowOf } = this.catalog.rows
    const events = this.interactions.own
    return { events, items: [...new Set(events.map(({ id }) => id))].flatMap((id) => items[rowOf(id) ?? -1] ?? []) }
  }

  /** With a sentence, deletes what is stored and stores nothing from now on; with null, stores what this visit has made. */
  async hold(why: string | null): Promise<void> {
    const { store, history, encoder, config } = this.#parts
    encoder.keepFiles?.(why === null && config.storage !== 'memory')
    await Promise.all([store.hold(why ?? undefined), history.hold(why !== null)])
    if (why !== null) await this.clear({ history: true, vectors: true })
  }

  async clear({ history, vectors }: { readonly history: boolean; readonly vectors: boolean }): Promise<void> {
    if (history) this.#forgetHere({})
    if (vectors) this.#queries.clear()
    this.board.bump()
    const clearings = [
      history && this.#parts.history.clear(),
      Promise.resolve(vectors && this.background.clear().then(() => this.#demand.forget())).then(() => deleteCachedFiles(vectors)),
    ]
    // one that fails does not spare the other
    for (const cleared of await Promise.allSettled(clearings)) if (cleared.status === 'rejected') throw cleared.reason
  }

  suspend(): void {
    this.background.pause('suspended')
    this.#parts.store.suspend()
    this.#parts.history.suspend()
  }

  /** The visitor may have done, or forgotten, something on other pages. */
  resume(interactions?: Interaction[]): void {
    this.#parts.store.resume()
    this.#parts.history.resume()
    this.#learner?.forget()
    // fails only where the engine has ended meanwhile
    void this.interactions.reread(interactions).catch(() => undefined)
    this.background.proceed('suspended')
  }

  /** The network is back: what failed for want of it is tried again. */
  retry(): void {
    void this.catalog.retry()
    if (!this.#isLogLearnt) this.#learning = this.#learn(this.#fetchLog())
    this.background.retry()
  }

  /** Resolves when the pack is read and nothing is being embedded: all that may be embedded is, or a pause or a failure ended it. */
  async settled(): Promise<void> {
    await this.catalog.settled()
    return this.background.settled()
  }

  /** The encoder has come up, has moved to WebAssembly, or is gone. */
  onEncoder(info: EncoderInfo | null, reason: string, error?: PagekinError): void {
    this.board.encoder(info, reason, error)
    if (info)
      void this.#kept.adopt(info).catch((thrown) => this.board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'storage')))
    this.#vectors.tellLevel()
  }

  dispose(): void {
    this.#stop.abort()
    this.background.pause('disposed')
    this.#learner?.pause()
    this.#parts.encoder.dispose()
    this.#parts.store.dispose()
    this.#parts.history.dispose()
    this.board.dispose()
  }

  #fetchLog(): LearnLog | undefined {
    return fetchLogAhead(this.#parts.config, this.#parts.loadFormats, this.#stop.signal)
  }

  /** Resolves once it is known what many visitors did, or after a moment. */
  #learnt(): Promise<void> {
    return Promise.race([this.#learning, this.#patience])
  }

  /** From the site's log, else from the pack. */
  async #learn(log: LearnLog | undefined): Promise<void> {
    try {
      const learnt = await log?.((id) => this.has(id))
      this.#isLogLearnt = true
      this.board.recovered('interactions')
      if (learnt) {
        this.board.update({ interactions: learnt.told })
        this.interactions.learn(learnt.interactions)
        return
      }
    } catch (thrown) {
      if (this.#stop.signal.aborted) return
      this.board.fail('interactions', PagekinError.from(thrown, 'interactions-invalid', 'interactions'))
    }
    const record = await this.#pack?.interactions()
    if (record) this.interactions.learn(record)
  }

  /** Makes the graph of words before an answer that reads it: of a large catalog it is long work, so pings have their turn. */
  async #graph(): Promise<void> {
    let words: unknown
    // the catalog may change meanwhile, and may go on changing
    for (let tries = 0; tries < 2 && words !== this.catalog.words; tries++) {
      words = this.catalog.words
      await this.catalog.words.makeGraph(breathing())
    }
  }

  /** The same for answers about items, which do without once all have a vector. */
  async #graphOfItems(): Promise<void> {
    if (embeddedShare(this.#vectors.forItems, this.catalog.rows) < 1) await this.#graph()
  }

  /** Makes what `goesWith` knows of the catalog; work upon rows that have moved ends. */
  async #complements(): Promise<void> {
    const { rows } = this.catalog
    const breathe = breathing()
    let items: unknown
    for (let tries = 0; tries < 2 && items !== rows.items; tries++) {
      items = rows.items
      const work = makingComplements(this.#itemContext())
      while (items === rows.items && !work.next().done) await breathe()
    }
  }

  #answer<T extends Recommendation[]>(make: (context: AnswerContext) => T): T {
    const begun = performance.now()
    const answer = make(this.#context())
    this.#vectors.tellLevel()
    this.board.update({ tookMs: performance.now() - begun })
    return Object.assign(answer, this.#demand.isPartial && { partial: true })
  }

  #context(): AnswerContext {
    const { rows, words } = this.catalog
    const { own: interactions, summary: interactionSummary } = this.interactions
    const { vectors } = this.#vectors
    const visitorWeights = this.#learner?.weights
    const learns = this.#learner !== undefined
    return {
      rows,
      words,
      vectors,
      interactionSummary,
      interactions,
      now: this.#parts.now(),
      learns,
      isPart: this.#demand.isPartial,
      ...(visitorWeights && { visitorWeights }),
    }
  }

  /** As items are compared: maybe by vectors that no query of this encoder can be compared with. */
  #itemContext(): AnswerContext {
    return { ...this.#context(), vectors: this.#vectors.forItems }
  }

  #prepare(text: string, request: Request, signal: AbortSignal | undefined): Promise<PreparedSearch> {
    return prepareSearch(text, request, this.catalog, this.#vectorOf(request, signal))
  }

  async #steer(steer: SteerRequest, request: Request, signal: AbortSignal | undefined): Promise<PreparedSteer> {
    // items may be compared by vectors of an earlier encoder, and no text with those
    const { vectors, forItems } = this.#vectors
    const vectorOf = vectors === forItems ? this.#vectorOf(request, signal) : async () => null
    const withVectors = (texts: readonly string[]) => Promise.all(texts.map(async (text) => ({ text, vector: await vectorOf(text) })))
    const [not, like] = await Promise.all([withVectors(steer.not), withVectors(steer.like)])
    throwIfAborted(signal, 'similar')
    return { ...steer, not, like }
  }

  /** Null while there is nothing to compare a text with. */
  #vectorOf({ complete }: Request, signal: AbortSignal | undefined): (text: string) => Promise<Float32Array | null> {
    const hasVectors = this.#vectors.vectors !== null
    return async (text) => (hasVectors ? this.#queries.of(text, { signal, complete }) : null)
  }
}
