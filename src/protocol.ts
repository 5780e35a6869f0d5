/**
 * What crosses between the page, the engine worker and the encoder worker. Types only.
 *
 *     page   <-- rpc over Worker ----------> engine worker
 *     engine <-- rpc over MessageChannel --> encoder worker, which the page starts
 *
 * Errors cross as `ErrorReport`; typed arrays by transfer.
 */
import type {
  Asked,
  AskOptions,
  CandidateQuery,
  ErrorReport,
  Explanation,
  Facets,
  FacetsOptions,
  Interaction,
  Item,
  ItemId,
  ItemPage,
  LearnMode,
  ListMode,
  Progress,
  Recommendation,
  Recommendations,
  RecommenderState,
  RejectedRow,
  Rules,
  Tag,
  Topics,
  TopicsOptions,
  Where,
  WhichEvents,
} from './types.js'

/** The first message a worker sends, before any call: a worker that never sends it has failed to start. */
export interface ReadyMessage {
  readonly pagekin: 'ready'
  readonly version: string
}

/** What every call over a boundary returns. An error alone would lose its code on the way. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorReport }

/**
 * Rows that a page gave as data. A Blob crosses by reference, however long it is. A row that cannot be written into it does not stop
 * the others.
 */
export interface WrittenRows {
  /** An array; `null` holds the place of an unreadable row. */
  readonly json: Blob
  readonly unreadable: readonly { readonly row: number; readonly why: string }[]
}

/** From a page, written; within one process, as they are. */
export type GivenRows = readonly unknown[] | WrittenRows

/** What a site's own engine gave. */
export interface GivenCandidates {
  readonly rows: GivenRows
  /** Row by row; undefined for a row without one. */
  readonly vectors: readonly (Float32Array | undefined)[]
}

/** Absolute addresses only: relative ones do not resolve in a worker started from a Blob. */
export interface EngineConfig {
  readonly catalogUrl?: string
  /** With a final slash. */
  readonly packUrl?: string
  readonly items?: GivenRows
  /** The page has a `CandidateSource`, with vectors of this fingerprint. */
  readonly source?: { readonly fingerprint: string }
  /** The name of the catalog that a field is read from first. */
  readonly fields?: Readonly<Record<string, string>>
  /** ISO 4217. Of prices that the catalog gives without a currency. */
  readonly currency?: string
  /** Address of formats.js, for catalogs that are not JSON rows. */
  readonly formatsUrl?: string
  /** Address of explore.js, for `facets` and `ask`. */
  readonly exploreUrl?: string
  /** Address of tree.js, for `topics` and `tags`. */
  readonly treeUrl?: string
  /** Address of rerank.js, for searches with `rerank`. */
  readonly rerankUrl?: string
  readonly encoder: EncoderSource
  readonly device: 'auto' | 'webgpu' | 'wasm' | 'off'
  /** Why the device is off although the site did not say so. A sentence. */
  readonly deviceReason?: string
  readonly storage: 'indexeddb' | 'memory'
  /** Why nothing is stored before `hold` says otherwise. A sentence. */
  readonly held?: string
  /** Whether the engine keeps interactions on the device. If not, it knows those of `interactions` and of `record`. */
  readonly persistHistory: boolean
  /** Default `session`. */
  readonly learn?: LearnMode
  readonly interactions: readonly Interaction[]
  /** Interactions of many visitors, at an address or as rows. */
  readonly logUrl?: string
  readonly logRows?: GivenRows
  readonly maxItemsPerVisit: number
  /** Of a pack in lists. */
  readonly maxBytesPerVisit?: number
  readonly padding?: number
}

/**
 * JSON in the engine worker's `self.name`. The first message of a page that is busy drawing arrives late. The name is there from the
 * worker's first statement.
 */
export interface EngineName {
  readonly pagekin: EngineConfig
}

/** A model folder in the layout of a Hugging Face ONNX export. */
export interface EncoderSource {
  /** `pagekin-mini-v2`, or what the site wrote. Part of the fingerprint. */
  readonly id: string
  /** Absolute address of the folder, with a final slash. */
  readonly baseUrl: string
  /** Absolute address of the folder with the onnxruntime-web files, with a final slash. */
  readonly runtimeUrl: string
  /** Whether the files stay on the device for the next visit. Default: true. */
  readonly keepsFiles?: boolean
  /** Of the built-in model: how many layers run. Default: all. */
  readonly layers?: number
  /** Of the built-in model: it reads more languages than English. */
  readonly multilingual?: true
  /** So many dimensions if the model can make them, else all. Default: all. */
  readonly dimensions?: number
}

/** A request without its signal: abort crosses as `abort(callId)`. */
export interface EngineRequest {
  readonly callId: number
  readonly limit: number
  readonly diversity?: number
  /** `forYou` and `popular` only. */
  readonly explore?: ExploreRequest
  readonly where?: Where
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
  /** `similar` only. */
  readonly steer?: SteerRequest
  /** `similar` only: the most steps to offer. */
  readonly steps?: number
  /** `goes-with` only: the most that the items cost together. */
  readonly budget?: number
  /** `search` only: items like these come first. */
  readonly like?: readonly ItemId[]
  /** `search` only: items of a lower confidence are left out. */
  readonly minConfidence?: number
  /** `search` only: wishes that are to be searched for as words. */
  readonly literal?: readonly string[]
  /**
   * `search` only: an answer for somebody who prefers the whole answer to a quick one. It waits for the query's vector, fails
   * where that fails, and has `limit` rows where the filter lets so many through: rows that match nothing come last.
   */
  readonly complete?: boolean
  /** `search` only: the page has a scoring function of the site's own. */
  readonly rerank?: RerankRequest
}

/** The share of a list's places that go to items drawn from those that follow, and what they are drawn with: one seed draws the same. */
export interface ExploreRequest {
  readonly share: number
  readonly seed: number
}

/** What a site's own scoring function has said so far. The engine keeps none of it between calls. */
export interface RerankRequest {
  /** The most items that it is to score. */
  readonly calls: number
  readonly scored: readonly (readonly [id: ItemId, score: number])[]
}

/** `Steer`, each part a list. */
export interface SteerRequest {
  readonly same: readonly string[]
  readonly different: readonly string[]
  readonly not: readonly string[]
  readonly like: readonly string[]
  readonly cheaper: boolean
  readonly neutral: readonly string[]
  readonly ignore: readonly string[]
  /** Two items, or none. */
  readonly as?: readonly ItemId[]
}

/** `Recommendations` as they cross: properties of an array are lost on the way. */
export interface ListAnswer extends Pick<Recommendations, 'sure' | 'understood' | 'unmet' | 'steps' | 'lacks' | 'partial'> {
  readonly items: readonly Recommendation[]
  /** With `rerank`: the items to score next. None where the answer is the last. */
  readonly next?: readonly Item[]
}

export interface ListRequest extends EngineRequest {
  /** Ids of the items on the page. */
  readonly items: readonly ItemId[]
}
export type AskRequest = Omit<AskOptions, 'told' | 'said' | 'values' | 'limit' | 'enough' | 'signal'> &
  Required<Pick<AskOptions, 'told' | 'values' | 'limit' | 'enough'>> & {
    /** The items that what was said finds, the best first. */
    readonly found?: readonly ItemId[]
  }
export type FacetsRequest = Omit<FacetsOptions, 'limit' | 'values' | 'signal'> & Required<Pick<FacetsOptions, 'limit' | 'values'>>
/** What tells the tags of an item. */
export interface TagsRequest {
  readonly id: ItemId
  readonly limit: number
}
export type TopicsRequest = Omit<TopicsOptions, 'items' | 'signal'> & Required<Pick<TopicsOptions, 'items'>>

/** Neither words nor items: this visitor's history. */
export interface ExplainRequest {
  readonly callId: number
  readonly query?: string
  readonly similarTo?: readonly ItemId[]
}

export interface EngineApi {
  /** Opens, unless the worker's name (`EngineName`) has made it open already; resolves when there is a catalog. */
  init(config: EngineConfig): Promise<Outcome<RecommenderState>>
  similar(ids: readonly ItemId[], request: EngineRequest): Promise<Outcome<ListAnswer>>
  forYou(request: EngineRequest & { readonly context?: ItemId }): Promise<Outcome<Recommendation[]>>
  search(text: string, request: EngineRequest): Promise<Outcome<ListAnswer>>
  list(mode: ListMode, request: ListRequest): Promise<Outcome<ListAnswer>>
  explain(id: ItemId, request: ExplainRequest): Promise<Outcome<Explanation>>
  itemOf(page: ItemPage): Promise<Outcome<ItemId | undefined>>
  facets(request: FacetsRequest): Promise<Outcome<Facets>>
  ask(request: AskRequest): Promise<Outcome<Asked>>
  topics(request: TopicsRequest): Promise<Outcome<Topics>>
  tags(request: TagsRequest): Promise<Outcome<readonly Tag[]>>
  record(interaction: Interaction): void
  /** `stored`: on the device too. Another tab has done that already, if it has deleted the database. */
  forget(which: WhichEvents, stored: boolean): Promise<Outcome<void>>
  /** This visitor's events, oldest first, and their items. */
  known(): Promise<Outcome<{ readonly events: readonly Interaction[]; readonly items: readonly Item[] }>>
  /** With a sentence, deletes what is stored and stores nothing from now on; with null, stores. */
  hold(why: string | null): Promise<Outcome<void>>
  upsert(items: GivenRows): Promise<Outcome<readonly RejectedRow[]>>
  remove(ids: readonly ItemId[]): Promise<Outcome<void>>
  clear(what: { readonly history: boolean; readonly vectors: boolean }): Promise<Outcome<void>>
  abort(callId: number): void
  /** Embedding pauses while hidden. */
  setVisible(visible: boolean): void
  /** `pagehide`: releases locks, channels and connections, so that the page may enter the back/forward cache. */
  suspend(): void
  /** `pageshow` from the back/forward cache, with what this tab has kept of the visitor. */
  resume(interactions: Interaction[] | undefined): void
  /** The network is back: tries again what failed without it. */
  retry(): void
  /** Answers at once. A worker that does not is dead. */
  ping(): 'pong'
}

/** What the engine asks of the page. */
export interface PageApi {
  onState(state: RecommenderState): void
  onProgress(progress: Progress): void
  /** The engine is busy with a large catalog and cannot answer pings. */
  beat(): void
  /** Asks the site's own engine. */
  candidates(query: CandidateQuery, k: number, where: Where | undefined): Promise<Outcome<GivenCandidates>>
  /** Starts an encoder worker, instead of the one that runs, and sends the engine a port to it (`EncoderPortMessage`). */
  startEncoder(): void
  stopEncoder(): void
  /** A failure that no call is waiting for. */
  onFault(error: ErrorReport): void
}

/** Sent to the engine worker outside birpc, because the port is transferred: `{ pagekin: 'encoder-port' }` with `ports[0]`; `error` when no encoder worker could start. */
export interface EncoderPortMessage {
  readonly pagekin: 'encoder-port'
  readonly error?: ErrorReport
}

/** Sent to the encoder worker with its end of the channel as `ports[0]`. */
export interface EncoderAttachMessage {
  readonly pagekin: 'attach'
}

export interface EncoderInfo {
  /** Identity of the vectors: model, tokenizer, pooling, prefixes, dimensions. Not the device. */
  readonly fingerprint: string
  readonly dimensions: number
  readonly device: 'webgpu' | 'wasm'
  /** A sentence: why this device. */
  readonly deviceReason: string
  /** Name of the model file in use, for example `model_quantized`. */
  readonly dtype: string
  /** Lowest cosine of the canary texts against the reference vectors beside the model; null when the model has none. */
  readonly canary: number | null
  readonly bytes: { readonly runtime: number; readonly model: number }
}

/** What the encoder worker answers over the channel. One call at a time runs; the others queue. */
export interface EncoderApi {
  load(source: EncoderSource, device: 'auto' | 'webgpu' | 'wasm'): Promise<Outcome<EncoderInfo>>
  /** Row-major float32, unit length, `texts.length * dimensions`. The buffer is transferred. */
  encode(texts: readonly string[], kind: 'query' | 'item', callId: number): Promise<Outcome<Float32Array>>
  abort(callId: number): void
  ping(): 'pong'
}

/** What the encoder worker tells the engine. */
export interface EncoderListener {
  onEncoderProgress(progress: Progress): void
  /** The loaded encoder has measured which device is faster, or has lost one. */
  onEncoderDevice(change: Pick<EncoderInfo, 'device' | 'deviceReason'>): void
}
