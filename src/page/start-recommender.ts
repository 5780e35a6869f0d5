import { type ErrorReport, PagekinError, throwIfAborted } from '../errors.js'
import { isInteraction } from '../interaction.js'
import { own } from '../own.js'
import type { EngineApi, EngineRequest, ListAnswer, Outcome, PageApi, RerankRequest } from '../protocol.js'
import type { Remote } from '../rpc.js'
import type {
  Asked,
  AskOptions,
  ExplainOptions,
  Explanation,
  Facets,
  FacetsOptions,
  ForYouOptions,
  GoesWithOptions,
  Interaction,
  ItemId,
  ItemPage,
  ListMode,
  ListOptions,
  Measured,
  PrivacyState,
  Profile,
  Recommendation,
  Recommendations,
  Recommender,
  RecommenderOptions,
  RecommenderState,
  RejectedRow,
  RequestOptions,
  SearchOptions,
  SimilarOptions,
  Tag,
  TagsOptions,
  Topics,
  TopicsOptions,
  WhichEvents,
} from '../types.js'
import { createSerialQueue, untilAborted } from '../waiting.js'
import { candidatesOf } from './candidates.js'
import { type ClientConfig, configure, type Delivery } from './config.js'
import { EngineConnection } from './engine-connection.js'
import { forgetExperiments } from './experiment.js'
import { newRecommendationId } from './recommendation-id.js'
import {
  LIST_MODES,
  toAskRequest,
  toExplore,
  toFacetsRequest,
  toForget,
  toIds,
  toOptions,
  toRequest,
  toSteer,
  toTagsRequest,
  toTexts,
  toTopicsRequest,
} from './request.js'
import type { Rounds } from './rerank-rounds.js'
import { sessionHistory } from './session-history.js'
import type { VisitorsMeans } from './spared.js'
import { visitorsChoice } from './visitors-choice.js'
import { VisitorsConsent } from './visitors-consent.js'
import { writeRows } from './write-rows.js'

/** What `createRecommenderFrom` starts: of the page's side all that no first shelf needs, fetched apart from it. */
export async function startRecommender(delivery: Delivery, coming: RecommenderOptions | Promise<RecommenderOptions>): Promise<Recommender> {
  if (typeof Worker === 'undefined' || typeof document === 'undefined') {
    throw new PagekinError(
      'usage',
      'createRecommender: received a place without Worker and document, expected a page: call it in the browser',
    )
  }
  const given = own((coming instanceof Promise ? await coming : coming) ?? {})
  throwIfAborted(given.signal, 'createRecommender')
  const config = configure(given, delivery, document.baseURI, navigator as VisitorsMeans)
  const items = given.items && (await writeRows('createRecommender: items', given.items))
  const { interactions } = given
  const logRows = Array.isArray(interactions) && (await writeRows('createRecommender: interactions', interactions))
  throwIfAborted(given.signal, 'createRecommender')
  const engine = { ...config.engine, ...(items && { items }), ...(logRows && { logRows }) }
  const client = new Client({ ...config, engine }, delivery, given)
  try {
    await client.open(given.signal)
    if (given.measure) client.measure(new URL(given.assets ?? delivery.assets, document.baseURI).href)
    return client
  } catch (thrown) {
    client.dispose()
    throw thrown
  }
}

class Client implements Recommender {
  readonly #config: ClientConfig
  readonly #connection: EngineConnection
  readonly #listeners = new Set<() => void>()
  readonly #lifetime = new AbortController()
  #engineState: RecommenderState | undefined
  /** What the engine said last, with the failure of this side of it. */
  #state: RecommenderState | undefined
  /** A failure that the engine does not know of, shown until an engine has started. */
  #fault: ErrorReport | undefined
  /** Why a site's own scoring function was not heard last. */
  #scoreFault: ErrorReport | undefined
  #calls = 0
  /** Changes of the catalog cross in the order of the calls, however long one takes to be written. */
  readonly #inTurn = createSerialQueue()
  readonly #consent: VisitorsConsent
  #measured: Measured | undefined

  constructor(config: ClientConfig, delivery: Delivery, { onProgress, source: site }: RecommenderOptions) {
    this.#config = config
    this.#consent = new VisitorsConsent({
      ...config,
      forget: (which, stored) => this.#forget(which, stored),
      hold: (why) => this.#connection.call('consent', (engine) => engine.hold(why)),
      onChange: () => this.#retell(),
      onFault: (error) => {
        if (!this.#lifetime.signal.aborted) this.#failed(error)
      },
    })
    const source = (worker: 'engine' | 'encoder', url: string) => ({ url, text: () => delivery.workerText(worker, url) })
    this.#connection = new EngineConnection({
      engineSource: source('engine', config.workers.engine),
      encoderSource: source('encoder', config.workers.encoder),
      config: () => ({
        ...config.engine,
        ...(this.#consent.reason && { held: this.#consent.reason }),
        interactions: config.keepSession ? sessionHistory.read() : [],
      }),
      onStart: () => {
        this.#fault = undefined
        if (document.hidden) this.#tellVisible()
      },
      onState: (state) => this.#setState(state),
      onProgress: (progress) => isolated(() => onProgress?.(progress)),
      candidates: (query, k, where) => candidatesOf(site, query, k, where),
      onFault: (error) => this.#failed(error),
    })
  }

  async open(signal: AbortSignal | undefined): Promise<void> {
    const abort = () => this.dispose()
    signal?.addEventListener('abort', abort, own({ once: true }))
    await this.#connection.open().finally(() => signal?.removeEventListener('abort', abort))
    const lifetime = own({ signal: this.#lifetime.signal })
    document.addEventListener('visibilitychange', () => this.#tellVisible(), lifetime)
    window.addEventListener('online', () => this.#connection.tell((engine) => engine.retry.asEvent()), lifetime)
    this.#consent.listen()
    const suspend = () => {
      this.#consent.close()
      this.#connection.tell((engine) => engine.suspend.asEvent())
    }
    const { keepSession } = this.#config
    const resume = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      this.#connection.tell((engine) => engine.resume.asEvent(keepSession ? sessionHistory.read() : undefined))
      this.#consent.wake()
    }
    window.addEventListener('pagehide', suspend, lifetime)
    window.addEventListener('pageshow', resume, lifetime)
  }

  /** @param assets Address of the folder whose scripts are pagekin's. */
  measure(assets: string): void {
    const { signal } = this.#lifetime
    const tell = (measured: Measured) => {
      this.#measured = measured
      this.#retell()
    }
    import('./page-cost.js').then(
      ({ measurePage }) => measurePage([assets, import.meta.url], signal, tell),
      (cause) => this.#failed(PagekinError.from(cause, 'worker-failed', 'createRecommender: measure.js')),
    )
  }

  async similar(ids: ItemId | readonly ItemId[], options: SimilarOptions = {}): Promise<Recommendations> {
    const { items, ...known } = await this.#request('similar', ids, options, async (engine, request, given) =>
      engine.similar(toIds('similar', ids), { ...request, ...toSteer('similar', given) }),
    )
    return listOf(items, known)
  }

  async forYou(options: ForYouOptions = {}): Promise<Recommendations> {
    const items = await this.#request('forYou', options.context, options, async (engine, request, given) =>
      engine.forYou({
        ...request,
        ...toExplore('forYou', given),
        ...(given.context !== undefined && { context: given.context }),
      }),
    )
    return listOf(items)
  }

  async search(text: string, options: SearchOptions = {}): Promise<Recommendations> {
    const ask = (rerank?: RerankRequest) =>
      this.#request('search', rerank ? [text, rerank] : text, options, async (engine, request, { like }) => {
        if (typeof text !== 'string') throw new PagekinError('usage', `search: received ${typeof text}, expected a text`)
        return engine.search(text, {
          ...request,
          ...(like !== undefined && { like: toIds('search: like', like) }),
          ...(rerank && { rerank }),
        })
      })
    const { rerank, signal } = toOptions('search', options)
    const { items, ...known } = rerank ? await this.#rounds({ text, rerank, signal, ask }) : await ask()
    return listOf(items, known)
  }

  /** Without its script the page's own ranking answers. */
  async #rounds(rounds: Omit<Rounds, 'lifetime' | 'tell'>): Promise<Omit<ListAnswer, 'next'>> {
    const before = this.#scoreFault
    const tell = (fault?: PagekinError) => {
      if (fault) {
        this.#failed(fault)
        this.#scoreFault = this.#fault
      } else if (before && before === this.#fault) this.#failed(undefined)
    }
    const chunk = await import('./rerank-rounds.js').catch((cause) => {
      tell(PagekinError.from(cause, 'worker-failed', 'search: rounds.js'))
    })
    if (!chunk) return rounds.ask()
    return chunk.inRounds({ ...rounds, lifetime: this.#lifetime.signal, tell })
  }

  async list(mode: ListMode, options: ListOptions = {}): Promise<Recommendations> {
    const { items: found, ...known } = await this.#request('list', [mode, options.items], options, async (engine, request, given) => {
      if (!LIST_MODES.has(mode)) {
        throw new PagekinError(
          'usage',
          `list: received ${JSON.stringify(mode)?.slice(0, 60)}, expected one of ${[...LIST_MODES].join(', ')}`,
        )
      }
      return engine.list(mode, {
        ...request,
        ...(mode === 'popular' && toExplore('list', given)),
        items: toIds('list: items', given.items ?? []),
      })
    })
    return listOf(found, known)
  }

  goesWith(ids: ItemId | readonly ItemId[], options: GoesWithOptions = {}): Promise<Recommendations> {
    return this.list('goes-with', { ...options, items: ids })
  }

  explain(id: ItemId, options: ExplainOptions = {}): Promise<Explanation> {
    return this.#request('explain', [id, options.query, options.similarTo], options, (engine, { callId }, { query, similarTo }) => {
      if (typeof id !== 'string' || (query !== undefined && typeof query !== 'string')) {
        throw new PagekinError(
          'usage',
          `explain: received ${JSON.stringify({ id, query })}, expected an id and, where given, a query, which are strings`,
        )
      }
      return engine.explain(id, {
        callId,
        ...(query !== undefined && { query }),
        ...(similarTo !== undefined && { similarTo: toIds('explain', similarTo) }),
      })
    })
  }

  itemOf({ addresses, ids, base }: ItemPage): Promise<ItemId | undefined> {
    const page = { addresses: [...addresses], ids: [...ids], base }
    return this.#connection.call('itemOf', (engine) => engine.itemOf(page))
  }

  async facets(options: FacetsOptions = {}): Promise<Facets> {
    return this.#explore('facets', options, toFacetsRequest, (engine, request) => engine.facets(request))
  }

  async ask(options: AskOptions = {}): Promise<Asked> {
    const found = await this.#foundBy(options)
    const asked = await this.#explore(
      'ask',
      options,
      (given) => ({ ...toAskRequest(given), ...(found && { found }) }),
      (engine, request) => engine.ask(request),
    )
    return { ...asked, ...(found && { found: found.length }) }
  }

  /** Turns in words are one search, as a list of what is wanted. */
  async #foundBy(options: AskOptions): Promise<readonly ItemId[] | undefined> {
    const { said = [], where, signal } = toOptions('ask', options)
    const text = toTexts('ask: said', said).join(', ')
    if (text.trim() === '') return undefined
    const found = await this.search(text, { limit: 100, ...(where && { where }), ...(signal && { signal }) })
    return found.map(({ item }) => item.id)
  }

  async topics(options: TopicsOptions = {}): Promise<Topics> {
    return this.#explore('topics', options, toTopicsRequest, (engine, request) => engine.topics(request))
  }

  async tags(id: ItemId, options: TagsOptions = {}): Promise<readonly Tag[]> {
    return this.#explore(
      'tags',
      options,
      (given) => toTagsRequest(id, given),
      (engine, request) => engine.tags(request),
    )
  }

  record(event: Parameters<Recommender['record']>[0]): void {
    const { type, id, at = Date.now() } = own<Partial<Interaction>>(event ?? {})
    const interaction = { type, id, at }
    if (!isInteraction(interaction)) {
      const received = `{ type: ${String(type)}, id: ${String(id)}, at: ${String(at)} }`
      const expected = 'view, click, cart, purchase or dismiss, the id of an item, and milliseconds'
      this.#failed(new PagekinError('usage', `record: received ${received.slice(0, 200)}, expected ${expected}`))
      return
    }
    if (visitorsChoice.get().paused) return
    if (this.#config.keepSession) sessionHistory.append(interaction, !this.#consent.held)
    this.#connection.tell((engine) => engine.record.asEvent(interaction))
  }

  async forget(which: WhichEvents = {}): Promise<void> {
    const forgotten = toForget(which)
    this.#consent.tellForgotten(forgotten, true)
    await this.#forget(forgotten, true)
  }

  async profile({ lang }: { readonly lang?: string } = {}): Promise<Profile> {
    const chunk = await import('./visitor-profile.js').catch((cause) => {
      throw PagekinError.from(cause, 'worker-failed', 'profile: profile.js')
    })
    const known = await this.#connection.call('profile', (engine) => engine.known())
    const tag = lang ?? (document.documentElement.lang || 'en')
    return chunk.profileOf(known, this, tag, (thrown) => this.#failed(PagekinError.from(thrown, 'worker-failed', 'profile: common')))
  }

  pause(): void {
    this.#consent.decide({ paused: true })
  }

  resume(): void {
    this.#consent.decide({ paused: false })
  }

  async consent(given: boolean): Promise<void> {
    if (typeof given !== 'boolean') throw new PagekinError('usage', `consent: received ${typeof given}, expected true or false`)
    this.#consent.decide({ consent: given })
    await this.#consent.heed()
  }

  upsert(items: readonly unknown[]): Promise<readonly RejectedRow[]> {
    return this.#inTurn(async () => {
      const written = await writeRows('upsert', items)
      return this.#connection.call('upsert', (engine) => engine.upsert(written))
    })
  }

  remove(ids: readonly ItemId[]): Promise<void> {
    return this.#inTurn(() => this.#connection.call('remove', async (engine) => engine.remove(toIds('remove', ids))))
  }

  async clear(what?: { readonly history?: boolean; readonly vectors?: boolean }): Promise<void> {
    const { history = true, vectors = true } = own(what ?? {})
    if (history) {
      sessionHistory.clear()
      forgetExperiments()
      // who has the database open hears of its end
      this.#consent.tellForgotten({}, false)
    }
    await this.#connection.call('clear', (engine) => engine.clear({ history, vectors }))
  }

  getState(): RecommenderState {
    // set before the recommender is handed out
    return this.#state!
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispose(): void {
    if (this.#lifetime.signal.aborted) return
    this.#lifetime.abort()
    this.#consent.close()
    this.#connection.close()
    if (this.#state) this.#setState({ ...this.#state, phase: 'disposed' })
    this.#listeners.clear()
  }

  async #request<Options extends RequestOptions, Answer>(
    where: string,
    subject: unknown,
    options: Options,
    call: (engine: Remote<EngineApi, PageApi>, request: EngineRequest, given: Options) => Promise<Outcome<Answer>>,
  ): Promise<Answer> {
    const given = toOptions(where, options)
    const { signal } = given
    throwIfAborted(signal, where)
    const request = toRequest(where, ++this.#calls, given)
    const answer = this.#connection.call(where, (engine) => call(engine, request, given), questionKey(where, subject, request))
    return untilAborted(answer, signal, where, () => this.#connection.tell((engine) => engine.abort.asEvent(request.callId)))
  }

  /** A question about the catalog: aborting it stops the waiting, not the engine. */
  #explore<Options extends { readonly signal?: AbortSignal }, Request, Answer>(
    where: string,
    options: Options,
    toRequest: (given: Options) => Request,
    call: (engine: Remote<EngineApi, PageApi>, request: Request) => Promise<Outcome<Answer>>,
  ): Promise<Answer> {
    const given = toOptions(where, options)
    throwIfAborted(given.signal, where)
    const request = toRequest(given)
    return untilAborted(
      this.#connection.call(where, (engine) => call(engine, request)),
      given.signal,
      where,
    )
  }

  async #forget(which: WhichEvents, stored: boolean): Promise<void> {
    sessionHistory.forget(which)
    await this.#connection.call('forget', (engine) => engine.forget(which, stored))
  }

  #tellVisible(): void {
    const isVisible = !document.hidden
    this.#connection.tell((engine) => engine.setVisible.asEvent(isVisible))
  }

  /** Undefined: what failed works again. */
  #failed(error: PagekinError | undefined): void {
    this.#fault = error?.toReport()
    this.#retell()
  }

  /** What this side adds to the state has changed. */
  #retell(): void {
    if (this.#engineState) this.#setState(this.#engineState)
  }

  #setState(state: RecommenderState): void {
    this.#engineState = state
    const { keepSession, engine } = this.#config
    const privacy: PrivacyState = {
      keeps: this.#consent.held ? 'page' : keepSession ? 'tab' : engine.persistHistory ? 'device' : 'page',
      paused: visitorsChoice.get().paused,
      ...(this.#consent.held && { held: this.#consent.held }),
    }
    const measured = this.#measured
    this.#state = { ...state, privacy, ...(measured && { measured }), ...(this.#fault && !own(state).error && { error: this.#fault }) }
    for (const listener of this.#listeners) isolated(listener)
  }
}

function listOf(items: readonly Recommendation[], known: Omit<ListAnswer, 'items'> = {}): Recommendations {
  return Object.assign([...items], { recommendationId: newRecommendationId(), ...known })
}

/** Equal questions have equal keys; one that cannot be written as JSON has none. */
function questionKey(where: string, subject: unknown, { callId: _, ...request }: EngineRequest): string | undefined {
  try {
    return JSON.stringify([where, subject, request])
  } catch {
    return undefined
  }
}

/** A listener of the page that throws stops neither the others nor us; the page's own monitoring still hears of it. */
function isolated(call: () => void): void {
  try {
    call()
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown
    })
  }
}
