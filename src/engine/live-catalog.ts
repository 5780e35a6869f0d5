import { type LoadFormats, type ReadCatalog, readCatalog } from '../catalog/read-catalog.js'
import type { CatalogLimits } from '../catalog/read-rows.js'
import { type CatalogVersion, catalogKey } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import type { WholeStatistics } from '../lexical/term-statistics.js'
import type { EngineConfig, GivenRows } from '../protocol.js'
import type { Store, StoredCatalog } from '../store/store.js'
import type { GuessedField, Item, ItemId, RejectedRow } from '../types.js'
import { after, createSerialQueue } from '../waiting.js'
import { CatalogRows, type HashedCatalog, hashCatalog, type RowChanges } from './catalog-rows.js'
import type { CatalogAnswer } from './catalog-source.js'
import { rowsOf } from './given-rows.js'
import type { StateBoard } from './state-board.js'

/** With a catalog kept from the last visit, an answer waits this long for the fresh one, whose prices and stock are today's. */
const FRESH_WAIT_MS = 1000

/** Where the catalog comes from: the first of these that is there. */
export type CatalogOrigin = Pick<EngineConfig, 'items' | 'catalogUrl' | 'packUrl' | 'source'>

export interface LiveCatalogParts {
  readonly store: Store
  /** The name of the catalog that a field is read from first. */
  readonly fields?: Readonly<Record<string, string>>
  /** Of prices without one. */
  readonly currency?: string | undefined
  readonly board: StateBoard
  readonly fetchCatalog: (url: string, known: CatalogVersion, signal: AbortSignal) => Promise<CatalogAnswer>
  readonly loadFormats: LoadFormats
  readonly now: () => number
  /** Default: those of a page. */
  readonly limits?: CatalogLimits
  readonly signal: AbortSignal
  /** Called every thousand rows. */
  beat?(): void
  /** Rows have changed, and the words with them. */
  onChange(changes: RowChanges): void
}

/** Holds the items and their words, and keeps both as fresh as the network allows. */
export class LiveCatalog {
  readonly rows = new CatalogRows()
  #version: CatalogVersion | undefined
  #words = new Bm25Index()
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
    this.#words = this.#words.within(whole)
  }

  async #give(rows: GivenRows): Promise<void> {
    const { items, rejected, guesses, notes } = await this.read(rows, 'the items option')
    this.#reject(countOf(rejected))
    this.#tell(guesses, notes)
    this.#place(await hashCatalog(items), 'given')
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
    return { fresh: Promise.resolve() }
  }

  async #open(url: string): Promise<{ readonly fresh: Promise<void> }> {
    const { store, fields, currency } = this.#parts
    const stored = await store.readCatalog(catalogKey(url, fields, currency))
    if (!stored) {
      await this.#fetch(url, {})
      return { fresh: Promise.resolve() }
    }
    // asked first: the network works while the kept catalog is put in place
    const refresh = this.#refresh(url, stored)
    this.#restore(url, stored)
    if (stored.rejected) this.#reject(stored.rejected)
    this.#tell(stored.guesses ?? [], stored.notes ?? [])
    return { fresh: Promise.race([refresh, after(FRESH_WAIT_MS, undefined)]) }
  }

  /** Reads rows as those of the catalog are read. `source` is what error messages call them. */
  async read(rows: GivenRows, source: string): Promise<ReadCatalog> {
    return this.#read(await rowsOf(rows), source)
  }

  /** The network is back: reads a catalog that could not be read before. */
  async retry(): Promise<void> {
    const refetch = this.#refetch
    this.#refetch = undefined
    await refetch?.()
  }

  /** Adds and replaces items until the catalog is read again. */
  upsert(input: GivenRows): Promise<readonly RejectedRow[]> {
    return this.#inTurn(async () => {
      const { items, rejected } = await this.read(input, 'upsert')
      this.#version = undefined
      this.#changed(this.rows.put(await hashCatalog(items)))
      return rejected
    })
  }

  /** Adds items that were read already. `onTurn` is called just before. */
  add(catalog: HashedCatalog, onTurn: () => void): Promise<void> {
    return this.#inTurn(async () => {
      onTurn()
      this.#changed(this.rows.put(catalog))
    })
  }

  remove(ids: readonly ItemId[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#version = undefined
      this.#changed(this.rows.remove(ids))
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
    if (answer.kind === 'not-modified') return board.update({ catalogSource: 'not-modified' })
    if (answer.kind === 'lists') {
      // the pack was whole when an earlier visit kept it
      if (this.#version) this.#place({ items: [], hashes: [] }, 'pack')
      this.#version = undefined
      return board.update({ catalogSource: 'pack' })
    }
    const isPack = answer.kind === 'items'
    const read = isPack ? { items: answer.items, rejected: [], guesses: [], notes: [] } : await this.#read(answer.text, url)
    const { items, rejected, guesses } = read
    const notes = isPack || answer.note === undefined ? read.notes : [answer.note, ...read.notes]
    const catalog = await hashCatalog(items)
    const words = await this.#inTurn(async () => {
      this.#reject(countOf(rejected))
      this.#tell(guesses, notes)
      if (!isPack) board.received('catalog', answer.bytes)
      this.#place(catalog, isPack ? 'pack' : 'network')
      this.#version = answer.version
      return this.#words.toRecord()
    })
    this.#keep(url, { ...catalog, ...answer.version, rejected: countOf(rejected), guesses, notes, words, storedAt: now() })
  }

  /** Answers do not wait for this. */
  #keep(url: string, catalog: StoredCatalog): void {
    const { board, store, fields, currency } = this.#parts
    store
      .writeCatalog(catalogKey(url, fields, currency), catalog)
      .catch((thrown) => board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'catalog')))
  }

  /** Puts the catalog of the last visit in place, with the words kept beside it. Words of an older version are made and kept again. */
  #restore(url: string, stored: StoredCatalog): void {
    this.#parts.board.update({ catalogSource: 'stored' })
    const { etag, lastModified } = stored
    this.#version = { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
    const changes = this.rows.replace(stored)
    // an id that comes twice is one row; only a foreign script can have stored it so
    const words = this.rows.size === stored.items.length ? Bm25Index.restore(stored.words, this.rows.size) : undefined
    if (words) {
      this.#words = words
      this.#moved(changes)
    } else {
      this.#changed(changes)
      this.#keep(url, { ...stored, words: this.#words.toRecord() })
    }
  }

  #read(input: unknown, source: string): Promise<ReadCatalog> {
    const { fields = {}, currency, now, limits, beat, loadFormats } = this.#parts
    const options = { ...limits, source, fields, now: now(), onRow: everyThousandRows(beat) }
    return readCatalog(input, loadFormats, { ...options, ...(currency !== undefined && { currency }) })
  }

  #place(catalog: HashedCatalog, source: 'network' | 'pack' | 'given'): void {
    this.#parts.board.update({ catalogSource: source })
    this.#changed(this.rows.replace(catalog))
  }

  #changed(changes: RowChanges): void {
    const { before } = changes
    const { items } = this.rows
    // words are read of more than the sentence that a row is known by
    const from = changes.from.map((source, row) => (source >= 0 && hasSameWords(items[row]!, before[source]!) ? source : -1))
    const beat = everyThousandRows(this.#parts.beat)
    this.#words = this.#words.rearranged(from, (row) => {
      beat()
      return itemFields(items[row]!)
    })
    this.#moved(changes)
  }

  #moved(changes: RowChanges): void {
    const { board } = this.#parts
    board.update({ items: { ...board.state.items, total: this.rows.size } })
    this.#parts.onChange(changes)
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

function everyThousandRows(beat: () => void = () => undefined): () => void {
  let rows = 0
  return () => {
    if (++rows % 1000 === 0) beat()
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
