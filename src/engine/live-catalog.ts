import { type LoadFormats, type ReadCatalog, readCatalog } from '../catalog/read-catalog.js'
import type { CatalogLimits } from '../catalog/read-rows.js'
import { type CatalogVersion, catalogKey } from '../catalog/version.js'
import { PagekinError, throwIfAborted } from '../errors.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import type { WholeStatistics } from '../lexical/term-statistics.js'
import { type Breathe, inPieces } from '../pieces.js'
import type { EngineConfig, GivenRows } from '../protocol.js'
import type { Store, StoredCatalog } from '../store/store.js'
import type { GuessedField, Item, ItemId, RecommenderState, RejectedRow } from '../types.js'
import { after, createSerialQueue } from '../waiting.js'
import { breathing } from './answers/breathing.js'
import { CatalogRows, type HashedCatalog, hashCatalog, hashSearched, type NextRows, type RowChanges } from './catalog-rows.js'
import type { CatalogAnswer } from './catalog-source.js'
import { rowsOf } from './given-rows.js'
import type { PackSource } from './pack-source.js'
import type { StateBoard } from './state-board.js'

/** With a catalog kept from the last visit, an answer waits this long for the fresh one, whose prices and stock are today's. */
const FRESH_WAIT_MS = 1000

/** Rows between two signs of life. */
const BEAT_ROWS = 1024
/** Rows between two pauses. */
const PIECE = 256

/** What a change of the catalog brings beside its items. */
interface Change {
  readonly source?: RecommenderState['catalogSource']
  readonly version?: CatalogVersion | undefined
  /** What `toRecord` made of the items' words, as it was stored. */
  readonly words?: unknown
}

/** Where the catalog comes from: the first of these that is there. */
export type CatalogOrigin = Pick<EngineConfig, 'items' | 'catalogUrl' | 'packUrl' | 'source'>

export interface LiveCatalogParts {
  readonly store: Store
  /** The name of the catalog that a field is read from first. */
  readonly fields?: Readonly<Record<string, string>>
  /** Of prices without one. */
  readonly currency?: string | undefined
  readonly board: StateBoard
  /** Says what searches have given the items. */
  readonly pack?: Pick<PackSource, 'searches' | 'searchesNow' | 'searchFiles' | 'retry'> | undefined
  readonly fetchCatalog: (url: string, known: CatalogVersion, signal: AbortSignal) => Promise<CatalogAnswer>
  readonly loadFormats: LoadFormats
  readonly now: () => number
  /** Default: those of a page. */
  readonly limits?: CatalogLimits
  readonly signal: AbortSignal
  /** Called every thousand rows while there is nothing to answer from. */
  beat?(): void
  /** Rows have changed, and the words with them. */
  onChange(changes: RowChanges): void
}

/** Holds the items and their words, and keeps both as fresh as the network allows. */
export class LiveCatalog {
  readonly rows = new CatalogRows()
  /** Ids that the page has upserted or removed: of these it knows more than a pack. */
  readonly changed = new Set<ItemId>()
  #version: CatalogVersion | undefined
  #words = new Bm25Index()
  /** As in `HashedCatalog`. */
  #searchFiles = ''
  #adding: Promise<unknown> = Promise.resolve()
  /** Keeps the catalog that is in place for the next visit. */
  #keep: () => void = () => undefined
  readonly #parts: LiveCatalogParts
  /** Set if the last attempt to read the catalog failed. */
  #refetch: (() => Promise<void>) | undefined
  /** Changes are applied one after the other, in the order of the calls. */
  readonly #inTurn = createSerialQueue()

  constructor(parts: LiveCatalogParts) {
    this.#parts = parts
  }

  /** The version of the file that the rows were read from; undefined if there is no file, or a page has changed the rows since. */
  get version(): CatalogVersion | undefined {
    return this.#version
  }

  get words(): Bm25Index {
    return this.#words
  }

  /** The rows are some of a larger catalog. */
  isPartOf(whole: WholeStatistics): void {
    void this.#inTurn(async () => {
      this.#words = this.#words.within(whole)
    })
  }

  #give(rows: GivenRows): Promise<void> {
    return this.#inTurn(async () => {
      const { items, rejected, guesses, notes } = await this.read(rows, 'the items option')
      await this.#change(await this.hash(items), { source: 'given' })
      this.#reject(countOf(rejected))
      this.#tell(guesses, notes)
    })
  }

  /**
   * Resolves once there is a catalog: the given one, the one kept by an earlier visit, or the fresh one. `fresh` resolves when answers
   * may be made from it: the fresh one is there, or it is late or failed and the kept one has to do.
   * @throws PagekinError if there is none.
   */
  async open({ items, catalogUrl, packUrl, source }: CatalogOrigin): Promise<{ readonly fresh: Promise<void> }> {
    const url = catalogUrl ?? packUrl
    if (items) await this.#give(items)
    else if (url) return this.#open(url)
    else if (source) this.#parts.board.update({ catalogSource: 'source' })
    else throw new PagekinError('usage', 'createRecommender: received no catalog, items or pack, expected one of them')
    this.#addSearches()
    return { fresh: Promise.resolve() }
  }

  /** Items as rows, with what a pack says that searches have given them. */
  async hash(items: readonly Item[]): Promise<HashedCatalog> {
    const { pack } = this.#parts
    return pack ? hashSearched(items, await pack.searchesNow()) : hashCatalog(items)
  }

  /** Resolves when the pack has been asked what searches have given the items. */
  async settled(): Promise<void> {
    await this.#adding
  }

  /** The pack has been replaced since the items were read or kept, or comes late. */
  #addSearches(): void {
    this.#adding = Promise.all([this.#adding, this.#addOther()]).catch(() => undefined)
  }

  async #addOther(): Promise<void> {
    const { pack } = this.#parts
    const files = await pack?.searchFiles()
    if (files === undefined || files === this.#searchFiles) return
    const searches = await pack!.searches()
    await this.#inTurn(async () => {
      if (!searches || searches.files === this.#searchFiles) return
      const version = this.#version
      await this.#change(await hashSearched(this.rows.items, searches), { version })
      if (version) this.#keep()
    })
  }

  async #open(url: string): Promise<{ readonly fresh: Promise<void> }> {
    const { store, fields, currency } = this.#parts
    const stored = await store.readCatalog(catalogKey(url, fields, currency))
    if (!stored) {
      await this.#fetch(url, {})
      return { fresh: Promise.resolve() }
    }
    const restored = this.#inTurn(() => this.#restore(url, stored))
    // the network works while the kept catalog is put in place
    const refresh = this.#refresh(url, stored)
    await restored
    this.#addSearches()
    return { fresh: Promise.race([refresh, after(FRESH_WAIT_MS, undefined)]) }
  }

  /** Reads rows as those of the catalog are read. `source` is what error messages call them. */
  async read(rows: GivenRows, source: string): Promise<ReadCatalog> {
    return this.#read(await rowsOf(rows), source)
  }

  /** The network is back: reads a catalog that could not be read before, and what searches have given its items. */
  async retry(): Promise<void> {
    const refetch = this.#refetch
    this.#refetch = undefined
    await this.#parts.pack?.retry()
    await refetch?.()
    this.#addSearches()
  }

  /** Adds and replaces items until the catalog is read again. */
  upsert(input: GivenRows): Promise<readonly RejectedRow[]> {
    return this.#inTurn(async () => {
      const { items, rejected } = await this.read(input, 'upsert')
      const hashed = await this.hash(items)
      for (const { id } of items) this.changed.add(id)
      await this.#change(this.rows.with(hashed))
      return rejected
    })
  }

  /** Adds items that were read already. `next` is called just before. */
  add(next: () => HashedCatalog): Promise<void> {
    return this.#inTurn(async () => {
      await this.#change(this.rows.with(next()), { version: this.#version })
    })
  }

  remove(ids: readonly ItemId[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const id of ids) this.changed.add(id)
      await this.#change(this.rows.without(ids))
    })
  }

  /** Keeps the catalog of the last visit if the fresh one cannot be read. */
  async #refresh(url: string, known: CatalogVersion): Promise<void> {
    const { board } = this.#parts
    try {
      await this.#fetch(url, known)
      board.recovered('catalog')
    } catch (thrown) {
      board.fail('catalog', PagekinError.from(thrown, 'catalog-invalid', 'catalog'))
      this.#refetch = () => this.#refresh(url, known)
    }
  }

  async #fetch(url: string, known: CatalogVersion): Promise<void> {
    const { fetchCatalog, board, signal, now } = this.#parts
    const answer = await fetchCatalog(url, known, signal)
    // in turn: the kept catalog may not be in place yet
    if (answer.kind === 'not-modified') return this.#inTurn(async () => board.update({ catalogSource: 'not-modified' }))
    if (answer.kind === 'lists') {
      return this.#inTurn(async () => {
        // the pack was whole when an earlier visit kept it
        if (this.#version) await this.#change({ items: [], hashes: [] })
        board.update({ catalogSource: 'pack' })
      })
    }
    const isPack = answer.kind === 'items'
    const read = isPack ? { items: answer.items, rejected: [], guesses: [], notes: [] } : await this.#read(answer.text, url)
    const { items, rejected, guesses } = read
    const notes = isPack || answer.note === undefined ? read.notes : [answer.note, ...read.notes]
    const catalog = await this.hash(items)
    await this.#inTurn(async () => {
      if (!isPack) board.received('catalog', answer.bytes)
      await this.#change(catalog, { source: isPack ? 'pack' : 'network', version: answer.version })
      this.#reject(countOf(rejected))
      this.#tell(guesses, notes)
      this.#keepAs(url, { ...answer.version, rejected: countOf(rejected), guesses, notes, storedAt: now() })
      this.#keep()
    })
    this.#addSearches()
  }

  #keepAs(url: string, beside: Omit<StoredCatalog, 'items' | 'hashes'>): void {
    const { board, store, fields, currency } = this.#parts
    // answers do not wait for it
    this.#keep = () => {
      const { items, hashes } = this.rows
      const catalog = { ...beside, items, hashes, words: this.#words.toRecord(), searchFiles: this.#searchFiles }
      store
        .writeCatalog(catalogKey(url, fields, currency), catalog)
        .catch((thrown) => board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'catalog')))
    }
  }

  /** Puts the catalog of the last visit in place, with the words kept beside it. Words of an older version are made and kept again. */
  async #restore(url: string, stored: StoredCatalog): Promise<void> {
    const { etag, lastModified } = stored
    const version = { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
    const isKept = await this.#change(stored, { source: 'stored', version, words: stored.words })
    if (stored.rejected) this.#reject(stored.rejected)
    this.#tell(stored.guesses ?? [], stored.notes ?? [])
    this.#keepAs(url, stored)
    if (!isKept) this.#keep()
  }

  #read(input: unknown, source: string): Promise<ReadCatalog> {
    const { fields = {}, currency, now, limits, loadFormats } = this.#parts
    const options = { ...limits, source, fields, now: now(), breathe: this.#breathing(BEAT_ROWS) }
    return readCatalog(input, loadFormats, { ...options, ...(currency !== undefined && { currency }) })
  }

  /**
   * Makes the catalog exactly these items, with the words that were kept beside them. The words of another catalog take long: they are made
   * beside those in place, so that a call meanwhile has its turn, and an answer from the catalog before. Says whether the kept ones are used.
   */
  async #change(catalog: HashedCatalog, { source, version, words: record }: Change = {}): Promise<boolean> {
    const { board, signal } = this.#parts
    const next = await this.#inPieces(this.rows.next(catalog))
    const { length } = next.items
    // an id that comes twice is one row; only a foreign script can have stored it so
    const kept = length === catalog.items.length ? Bm25Index.restore(record, length) : undefined
    const words = kept ?? (await this.#inPieces(this.#wordsOf(next)))
    await this.#inPieces(words.preparing())
    throwIfAborted(signal, 'catalog')
    if (source) board.update({ catalogSource: source })
    this.#version = version
    this.#searchFiles = catalog.searchFiles ?? this.#searchFiles
    this.rows.take(next)
    this.#words = words
    board.update({ items: { ...board.state.items, total: this.rows.size } })
    this.#parts.onChange(next)
    return kept !== undefined
  }

  *#wordsOf({ from: sources, before, items }: NextRows): Generator<void, Bm25Index> {
    const from = sources.slice()
    for (const [row, source] of sources.entries()) {
      if (row % PIECE === 0) yield
      // words are read of more than the sentence that a row is known by
      if (source >= 0 && !hasSameWords(items[row]!, before[source]!)) from[row] = -1
    }
    return yield* this.#words.rearranging(from, (row) => itemFields(items[row]!))
  }

  #inPieces<T>(work: Generator<void, T>): Promise<T> {
    return inPieces(work, this.#breathing(BEAT_ROWS / PIECE))
  }

  /** While there is nothing to answer from, a sign of life each so many pieces is enough. */
  #breathing(pieces: number): Breathe {
    return this.rows.size > 0 ? breathing() : every(pieces, this.#parts.beat)
  }

  #reject({ count, rows }: Rejected): void {
    const { board } = this.#parts
    board.update({ rejectedRows: rows, items: { ...board.state.items, rejected: count } })
  }

  #tell(guesses: readonly GuessedField[], notes: readonly string[]): void {
    this.#parts.board.update({
      guessedFields: guesses.length > 0 ? guesses : undefined,
      catalogNotes: notes.length > 0 ? notes : undefined,
    })
  }
}

function every(count: number, beat: () => void = () => undefined): () => undefined {
  let calls = 0
  return () => {
    if (++calls % count === 0) beat()
  }
}

function hasSameWords(a: Item, b: Item): boolean {
  if (a === b) return true
  const fields = itemFields(b)
  return itemFields(a).every(({ text }, i) => text === fields[i]!.text)
}

type Rejected = NonNullable<StoredCatalog['rejected']>

const LISTED_ROWS = 100

function countOf(rejected: readonly RejectedRow[]): Rejected {
  return { count: rejected.length, rows: rejected.slice(0, LISTED_ROWS) }
}
