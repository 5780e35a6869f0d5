import { PagekinError } from '../errors.js'
import { fetchFiles } from '../pack/fetch-files.js'
import type { EncoderPortMessage, EngineApi, EngineConfig, EngineName, ListAnswer, Outcome, PageApi, ReadyMessage } from '../protocol.js'
import { connect, outcome } from '../rpc.js'
import { openHistory } from '../store/history.js'
import { openStore } from '../store/open-store.js'
import type { RecommenderState } from '../types.js'
import { type AnswerContext, knownOf } from './answers/context.js'
import { maskOf } from './answers/mask.js'
import type { Reranked } from './answers/search.js'
import { catalogFetcher } from './catalog-source.js'
import { EncoderLink } from './encoder-link.js'
import { Engine } from './engine.js'
import type { EngineFormats } from './log-source.js'

/** What explore.js offers. */
type Explore = typeof import('./explore.js')
/** What tree.js offers. */
type Tree = typeof import('./tree.js')
/** What rerank.js offers. */
type Rerank = typeof import('./rerank.js')

/** The engine worker: joins the engine to the page it serves. */
const scope = globalThis as unknown as DedicatedWorkerGlobalScope

const aborts = new Map<number, AbortController>()
let engine: Engine | undefined
let link: EncoderLink | undefined
let exploreUrl: string | undefined
let treeUrl: string | undefined
let rerankUrl: string | undefined
let opened: Promise<Outcome<RecommenderState>> | undefined

const page = connect<PageApi, EngineApi>(scope, api())

function api(): EngineApi {
  return {
    init: (config) => open(config),
    similar: (ids, request) => answer('similar', () => listed(request.callId, (signal) => running().similar(ids, request, signal))),
    forYou: (request) => answer('forYou', () => running().forYou(request)),
    search: (text, request) =>
      answer('search', async () => {
        const part = request.rerank && (await load<Rerank>('search', 'rerank.js', rerankUrl))
        return listed(request.callId, (signal) => running().search(text, request, signal, part?.rerankPlan))
      }),
    list: (mode, request) => answer('list', () => listed(request.callId, () => running().list(mode, request))),
    explain: (id, request) => answer('explain', () => abortable(request.callId, (signal) => running().explain(id, request, signal))),
    itemOf: (page) => outcome('worker-failed', 'itemOf', async () => running().itemOf(page)),
    facets: (request) => answer('facets', () => explored(({ facets }, context) => facets(request, context))),
    ask: (request) => answer('ask', () => explored(({ ask }, context) => ask(request, context))),
    topics: (request) =>
      answer('topics', async () => {
        const { topics } = await load<Tree>('topics', 'tree.js', treeUrl)
        await running().bringSome()
        const { told, partial } = running().explore((context) => ({
          told: topics(request, context, request.where && maskOf(request, context, [])),
        }))
        return { ...(await told), ...(partial && { partial }) }
      }),
    tags: (request) =>
      answer('tags', async () => {
        const { tags } = await load<Tree>('tags', 'tree.js', treeUrl)
        await running().bringSome([request.id])
        return running().explore((context) => ({ told: tags(request, context) })).told
      }),
    record: (interaction) => engine?.record(interaction),
    forget: (which, stored) => outcome('worker-failed', 'forget', () => running().forget(which, stored)),
    known: () => outcome('worker-failed', 'profile', async () => running().known()),
    hold: (why) => outcome('worker-failed', 'consent', () => running().hold(why)),
    upsert: (items) => outcome('worker-failed', 'upsert', () => running().catalog.upsert(items)).finally(tell),
    remove: (ids) => outcome('worker-failed', 'remove', () => running().catalog.remove(ids)).finally(tell),
    clear: (what) => outcome('worker-failed', 'clear', () => running().clear(what)),
    abort: (callId) => aborts.get(callId)?.abort(),
    setVisible: (visible) => (visible ? engine?.background.proceed('hidden') : engine?.background.pause('hidden')),
    suspend: () => engine?.suspend(),
    resume: (interactions) => engine?.resume(interactions),
    retry() {
      link?.retry()
      engine?.retry()
    },
    ping: () => 'pong',
  }
}

const tell = () => engine?.board.tell()

function open(config: EngineConfig): Promise<Outcome<RecommenderState>> {
  opened ??= outcome('worker-failed', 'init', async () => (await start(config)).open()).finally(() => mark('catalog'))
  return opened
}

function answer<T>(where: string, call: () => Promise<T>): Promise<Outcome<T>> {
  return outcome('worker-failed', where, call).finally(() => mark('answer'))
}

async function listed(callId: number, call: (signal: AbortSignal) => Promise<Reranked>): Promise<ListAnswer> {
  const found = await abortable(callId, call)
  return { ...knownOf(found), ...(found.next && { next: found.next }), items: [...found] }
}

/** Marks the first time. The browser's performance panel shows it, `npm run bench` prints it. */
function mark(name: 'script' | 'catalog' | 'answer'): void {
  const entry = `pagekin ${name}`
  if (performance.getEntriesByName(entry).length === 0) performance.mark(entry)
}

/** The config, if the page put it into the worker's name. */
function configInName(): EngineConfig | undefined {
  if (!scope.name) return undefined
  try {
    return (JSON.parse(scope.name) as Partial<EngineName> | null)?.pagekin
  } catch {
    // the name is not ours: the config comes by message
    return undefined
  }
}

/** Classic workers import modules, too; from a Blob by whole addresses only. */
async function load<T>(where: string, name: string, url = ''): Promise<T> {
  try {
    return (await import(/* @vite-ignore */ url)) as T
  } catch (cause) {
    throw new PagekinError('worker-failed', `${where}: received no script from ${url}, expected ${name} beside worker.js`, { cause })
  }
}

async function explored<T extends object>(answer: (explore: Explore, context: AnswerContext) => T): Promise<T> {
  const explore = await load<Explore>('explore', 'explore.js', exploreUrl)
  await running().bringSome()
  return running().explore((context) => answer(explore, context))
}

async function start(config: EngineConfig): Promise<Engine> {
  const opening = openStore({
    kind: config.storage,
    held: config.held,
    onChange: (kind, reason) => engine?.board.storage(kind, reason),
    // deleted once more, with what this tab may have written since
    onCleared: () => void engine?.clear({ history: false, vectors: true }),
  })
  exploreUrl = config.exploreUrl
  treeUrl = config.treeUrl
  rerankUrl = config.rerankUrl
  const loadFormats = () => load<EngineFormats>('catalog', 'formats.js', config.formatsUrl)
  const fetchCatalog = catalogFetcher(config.catalogUrl, loadFormats)
  const store = await opening
  const encoder = new EncoderLink({
    source: { ...config.encoder, keepsFiles: config.storage !== 'memory' && config.held === undefined },
    device: config.device === 'off' ? 'auto' : config.device,
    page,
    onProgress: (progress) => engine?.board.progress(progress),
    onEncoder: (info, reason, error) => engine?.onEncoder(info, reason, error),
  })
  link = encoder
  engine = new Engine({
    config,
    store,
    history: openHistory({
      persist: config.persistHistory,
      held: config.held !== undefined,
      onCleared: () => void engine?.clear({ history: true, vectors: false }),
    }),
    encoder,
    makesDrafts: true,
    fetchCatalog,
    loadFormats,
    candidates: (query, k, where) => page.candidates(query, k, where),
    readPack: fetchFiles,
    now: Date.now,
    beat: () => page.beat.asEvent(),
    onState: (state) => page.onState.asEvent(state),
    onProgress: (progress) => page.onProgress.asEvent(progress),
  })
  return engine
}

function running(): Engine {
  if (!engine) throw new PagekinError('worker-failed', 'engine: called before it was started')
  return engine
}

async function abortable<T>(callId: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  aborts.set(callId, abort)
  try {
    return await call(abort.signal)
  } finally {
    aborts.delete(callId)
  }
}

function isPortMessage(data: unknown): data is EncoderPortMessage {
  return typeof data === 'object' && data !== null && 'pagekin' in data && data.pagekin === 'encoder-port'
}

scope.addEventListener('message', ({ data, ports }) => {
  if (!isPortMessage(data)) return
  const [port] = ports
  if (port) link?.attach(port)
  else link?.fail(data.error ? PagekinError.fromReport(data.error) : new PagekinError('worker-failed', 'encoder worker: no port came'))
})
scope.addEventListener('unhandledrejection', (event) => uncaught(event, event.reason))
scope.addEventListener('error', (event) => uncaught(event, event.error))

/** Our faults belong into the state, not into the monitoring of the host page; and one that no call waits for ends no engine. */
function uncaught(event: Event, thrown: unknown): void {
  event.preventDefault()
  // requests that an aborted transaction takes along; the call that made it knows why
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return
  const error = PagekinError.from(thrown, 'worker-failed', 'engine')
  if (engine) engine.board.fail('engine', error)
  else page.onFault.asEvent(error.toReport())
}

mark('script')
const config = configInName()
if (config) void open(config)
// the first number is slow to format, on whatever thread: here it holds up no page, and the catalog is on its way
Intl.NumberFormat().format(0)
scope.postMessage({ pagekin: 'ready', version: __PAGEKIN_VERSION__ } satisfies ReadyMessage)
