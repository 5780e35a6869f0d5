import type { ErrorReport, PagekinError } from './errors.js'

/** Ids are strings outside; inside, an item is a row number. Numbers in a catalog are read as their decimal string. */
export type ItemId = string

export interface Price {
  readonly value: number
  /** ISO 4217 code, as the catalog gives it. */
  readonly currency?: string
}

export type AttributeValue = string | number | boolean | readonly string[]

/** One thing that can be recommended, after parsing. Display fields come from the freshest catalog, never from a vector's block. */
export interface Item {
  readonly id: ItemId
  readonly title: string
  readonly url?: string
  readonly image?: string
  readonly description?: string
  readonly price?: Price
  /** `false` hides the item from every answer unless a `where` asks for it. Absent means available. */
  readonly available?: boolean
  readonly brand?: string
  /** Path from the general to the special: `['Kitchen', 'Kettles']`. */
  readonly category?: readonly string[]
  readonly tags?: readonly string[]
  /** BCP 47. */
  readonly lang?: string
  /** ISO 8601. */
  readonly published?: string
  /** Any number, higher is more popular; used where there is no history. */
  readonly popularity?: number
  /** Variants of one product share a group. */
  readonly group?: string
  /** Every field of the row that is none of the above. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>
}

/** A catalog row that could not become an `Item`. */
export interface RejectedRow {
  /** 0-based position in the catalog (for JSON lines: 0-based line). */
  readonly row: number
  readonly field: string
  readonly why: string
}

/** A name of the catalog that was read as a field of `Item` for what it seems to mean. Give the field its own name where that is wrong. */
export interface GuessedField {
  readonly name: string
  readonly field: string
  /** How many items have the field from it. */
  readonly items: number
}

export type WherePrimitive = string | number | boolean
export type WhereCondition =
  | WherePrimitive
  | readonly WherePrimitive[]
  | { readonly min?: number; readonly max?: number }
  | { readonly not: WhereCondition }
  | { readonly exists: boolean }

/**
 * A filter as data: it crosses to a worker, a command-line flag and an attribute unchanged.
 * Several fields mean "and". `{ price: { max: 100 }, brand: ['A', 'B'], colour: { not: 'red' } }`
 */
export interface Where {
  readonly all?: readonly Where[]
  readonly any?: readonly Where[]
  readonly [field: string]: WhereCondition | readonly Where[] | undefined
}

export type InteractionType = 'view' | 'click' | 'cart' | 'purchase' | 'dismiss'

export interface Interaction {
  readonly type: InteractionType
  readonly id: ItemId
  /** Milliseconds since 1970; `record` fills it in when absent. */
  readonly at: number
}

/** One exact term of a score. The weights of all reasons of a recommendation add up to its score. */
export type Reason =
  /** nearness of meaning to the item asked about */
  | { readonly kind: 'similar-to'; readonly id: ItemId; readonly title: string; readonly weight: number }
  /** this visitor's own event */
  | {
      readonly kind: 'because-you'
      readonly event: Exclude<InteractionType, 'dismiss'>
      readonly id: ItemId
      readonly title: string
      readonly weight: number
    }
  /** nearness of meaning to the words searched for */
  | { readonly kind: 'meaning'; readonly weight: number }
  /** words shared with the query or with the items asked about; at most five are named, the weight covers all */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly weight: number }
  /** what others met together with this visitor's items, and after them */
  | { readonly kind: 'others'; readonly weight: number }
  /** of a search that lists wishes: those that it meets, and those that it does not */
  | { readonly kind: 'clauses'; readonly met: readonly string[]; readonly missed: readonly string[]; readonly weight: number }
  | { readonly kind: 'popular'; readonly weight: number }
  /** chosen to show the breadth of the catalog; there was no history and no popularity to go by */
  | { readonly kind: 'varied'; readonly weight: number }
  /** the site's own rule */
  | { readonly kind: 'boosted'; readonly weight: number }

export interface Recommendation {
  readonly item: Item
  /** The weighted sum of standardised terms; no unit, higher is better. Comparable within one answer only. */
  readonly score: number
  /** 0..1: how sure it is that this was searched for, where that is known: in a search, some seconds after the encoder has come. */
  readonly confidence?: number
  readonly reasons: readonly Reason[]
}

/** What a site decides about a list, whatever it is ranked by. */
export interface Rules {
  /** Ids that come first, in this order, where `where` and the visitor let them. */
  readonly pin?: readonly ItemId[]
  /** Adds `weight` to the score of what the filter lets through; below 0 it buries. Scores are in standard units: 1 is noticeable, 3 nearly always first. */
  readonly boost?: readonly { readonly where: Where; readonly weight: number }[]
  /** At most so many items of one value of a field, for example `{ brand: 2 }`; those beyond come last. */
  readonly atMost?: Readonly<Record<string, number>>
}

export interface RequestOptions {
  /** How many answers at the most, 1 to 100. Default 8. */
  readonly limit?: number
  readonly where?: Where
  /** 0 orders by score alone, 1 looks only for variety (maximal marginal relevance with lambda = 1 - diversity). Default 0 for search, 0.3 else. */
  readonly diversity?: number
  /** Ids that may not appear. */
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
  readonly signal?: AbortSignal
}

export interface SearchOptions extends RequestOptions {
  /**
   * Where no answer is as sure there is none, so that a search for what the catalog lacks finds nothing; beside one that is, those less than
   * half as sure are left out. 0 shows the nearest all the same. Default 0.5.
   */
  readonly minConfidence?: number
}

/** Why an item is recommended, or would be: its terms as in a list, whose score they add up to. */
export interface Explanation extends Recommendation {
  /** The sentence of its description that answers the query best, where one stands out. */
  readonly evidence?: string
}

/** What the item is to be explained as an answer to: words, items, or (neither) this visitor's history. */
export interface ExplainOptions {
  readonly query?: string
  readonly similarTo?: ItemId | readonly ItemId[]
  readonly signal?: AbortSignal
}

export type Device = 'auto' | 'webgpu' | 'wasm' | 'off'
export type StorageKind = 'indexeddb' | 'memory'
export type HistoryMode = 'session' | 'persist' | 'off'

/**
 * The rung of the answer ladder that answers now: what a pack holds ready (shelves only, before there is an engine), words of the
 * catalog, vectors without an encoder, vectors and an encoder.
 */
export type Level = 'none' | 'neighbours' | 'lexical' | 'vectors' | 'encoder'

export type ProgressPhase = 'catalog' | 'runtime' | 'model' | 'embed'

export interface Progress {
  readonly phase: ProgressPhase
  readonly loaded: number
  /** Absent while it is not known. */
  readonly total?: number
  readonly unit: 'bytes' | 'items'
}

export interface RecommenderState {
  /** `starting` until the catalog is read; `embedding` while vectors are being made; `paused` while hidden or another tab embeds; `ready`; `failed` without any catalog; `disposed`. */
  readonly phase: 'starting' | 'embedding' | 'paused' | 'ready' | 'failed' | 'disposed'
  readonly level: Level
  /** Why answers stay below what the encoder could do, a sentence; absent where they do not. */
  readonly levelReason?: string
  /** What the encoder runs on; `none` before it is needed, or where it cannot run. */
  readonly device: 'webgpu' | 'wasm' | 'none'
  /** Why this device, or why none. A sentence. */
  readonly deviceReason: string
  readonly storage: StorageKind
  /** Why memory, when it was not asked for. */
  readonly storageReason?: string
  readonly items: {
    readonly total: number
    /** Rows that have a vector. */
    readonly embedded: number
    /** Rows embedded in this visit (the others were kept from earlier ones). */
    readonly embeddedThisVisit: number
    readonly maxItemsPerVisit: number
    readonly rejected: number
  }
  /** The first 100 rejected rows. */
  readonly rejectedRows: readonly RejectedRow[]
  /** Names that the parser does not know and read for what they seem to mean; absent where there are none, and for a catalog kept from an earlier visit. */
  readonly guessedFields?: readonly GuessedField[]
  /** Bytes fetched over the network in this visit, as the browser reports or counts them; 0 when all came from a cache. `pack` counts cached files, too. */
  readonly bytes: { readonly catalog: number; readonly pack: number; readonly runtime: number; readonly model: number }
  /** Where the catalog came from: `network` (fresh), `not-modified`, `stored` (the network failed), `given` (items option), `pack` (fresh, from the pack). */
  readonly catalogSource: 'none' | 'network' | 'not-modified' | 'stored' | 'given' | 'pack'
  /** Vectors of two numeric precisions are compared (for example made on WASM, asked on WebGPU). */
  readonly mixedPrecision: boolean
  /** Milliseconds the last answer took in the worker. */
  readonly tookMs?: number
  readonly progress?: Progress
  /** The last failure that lowered the level; the recommender goes on below it. */
  readonly error?: ErrorReport
  /** Counts up whenever answers may have changed (new vectors, fresh catalog, history). */
  readonly revision: number
}

export interface RecommenderOptions {
  /** Address of a catalog: JSON array, `{items|products: []}` or JSON lines. Give this, `items` or `pack`. */
  readonly catalog?: string
  /**
   * Address of a folder that `pagekin pack` has made: its items where neither `catalog` nor `items` is given, its vectors, and
   * its neighbours for the first shelf. With a catalog, what the catalog says holds, and items that the pack lacks are embedded here.
   */
  readonly pack?: string
  /** The catalog itself; rows are parsed like those of a file. */
  readonly items?: readonly unknown[]
  /**
   * The name of the catalog that a field of `Item` is read from first, where its own names do not say: `{ title: 'nm', image: 'media.cover' }`.
   * Other names are found by what they seem to mean, and told in `guessedFields`.
   */
  readonly fields?: Readonly<Record<string, string>>
  /** `builtin` (default), the address of a model folder, or the id of a Hugging Face ONNX export, which is then fetched from the hub. */
  readonly encoder?: string
  readonly device?: Device
  readonly storage?: StorageKind
  /** `session` (default) keeps history for this tab; `persist` on the device; `off` not at all. */
  readonly history?: HistoryMode
  /** How many items one visit may embed. Default 2000. */
  readonly maxItemsPerVisit?: number
  /** Where worker.js, the runtime and the built-in model are served from. Default: beside the module or script. */
  readonly assets?: string
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface Recommender {
  similar(ids: ItemId | readonly ItemId[], options?: RequestOptions): Promise<Recommendation[]>
  forYou(options?: RequestOptions & { readonly context?: ItemId }): Promise<Recommendation[]>
  search(text: string, options?: SearchOptions): Promise<Recommendation[]>
  /** Why this item. Rejects with `item-unknown`; with `usage` where it could be no answer, being asked about itself or seen before. */
  explain(id: ItemId, options?: ExplainOptions): Promise<Explanation>
  /** Notes what the visitor did. Never throws; an unknown id is kept and used once the catalog has it. */
  record(interaction: { readonly type: InteractionType; readonly id: ItemId; readonly at?: number }): void
  /** Adds or replaces items until the catalog is read again. Resolves with the rows that were rejected. */
  upsert(items: readonly unknown[]): Promise<readonly RejectedRow[]>
  remove(ids: readonly ItemId[]): Promise<void>
  getState(): RecommenderState
  /** Shape of React's `useSyncExternalStore`: returns its own unsubscribe; `getState` keeps its identity between calls of the listener. */
  subscribe(listener: () => void): () => void
  /** Deletes what this device keeps: databases are deleted, not emptied. */
  clear(what?: { readonly history?: boolean; readonly vectors?: boolean }): Promise<void>
  dispose(): void
}

export type { ErrorCode, ErrorReport } from './errors.js'
export type { PagekinError }
