import type { Bm25Index } from '../lexical/bm25.js'
import type { Vectors } from '../ranking/rank.js'
import { VectorSample } from '../ranking/vector-sample.js'
import type { Store, VectorMeta } from '../store/store.js'
import type { Block } from '../vectors/blocks.js'
import { FlatIndex } from '../vectors/flat-index.js'
import type { CatalogRows, RowChanges } from './catalog-rows.js'
import { LanguageCheck } from './confidence/language-check.js'
import type { EncoderClient } from './encoder-client.js'
import { fillDrafts, fillRows } from './fill-rows.js'
import type { StateBoard } from './state-board.js'

export interface RowVectorsParts {
  readonly catalog: { readonly rows: CatalogRows; readonly words: Bm25Index }
  readonly store: Store
  readonly encoder: EncoderClient
  readonly board: StateBoard
  /** Which of the store's vectors belong to this encoder setting, known before the encoder is loaded. */
  readonly encoderKey: string
}

/** The mean is taken again when a tenth more rows have a vector: it hardly moves in between, and costs a pass over all rows. */
const RECENTRE_GROWTH = 1.1

/**
 * The vectors of the rows, all of one encoder setting, whether they are of use, and so the level of answers. While an encoder makes
 * vectors anew, those of an earlier encoder go on serving items.
 */
export class RowVectors {
  /** Rows whose vector is that of a draft. */
  readonly drafts = new Set<number>()
  readonly #parts: RowVectorsParts
  readonly #languageCheck: LanguageCheck
  #meta: VectorMeta | undefined
  #index: FlatIndex | null = null
  #vectors: Vectors | null = null
  /** Of an earlier encoder. */
  #earlier: Vectors | null = null
  #centredAt = 0
  /** Of the catalog that the rows are a part of. */
  #mean: Float32Array | undefined

  constructor(parts: RowVectorsParts) {
    this.#parts = parts
    const { catalog, encoder } = parts
    this.#languageCheck = new LanguageCheck({ rows: catalog.rows, words: () => catalog.words, encoder })
  }

  /** What can be ranked with now; null if there are no vectors, or none of use. */
  get vectors(): Vectors | null {
    if (!this.#index || this.#index.count === 0 || this.uselessReason !== undefined) return null
    this.#vectors ??= { index: this.#index, sample: new VectorSample(this.#index), drafts: this.drafts }
    return this.#vectors
  }

  /** What items are compared by now: vectors of an earlier encoder until those of this one are as many. */
  get forItems(): Vectors | null {
    return this.#earlier ?? this.vectors
  }

  /** Null until it is known which encoder makes the vectors. */
  get index(): FlatIndex | null {
    return this.#index
  }

  get meta(): VectorMeta | undefined {
    return this.#meta
  }

  /** Rows that have a vector. */
  get count(): number {
    return this.#index?.count ?? 0
  }

  /** Rows whose whole sentence has one. */
  get whole(): number {
    return this.count - this.drafts.size
  }

  /** Rows whose whole sentence has none. */
  get missing(): number {
    return this.#parts.catalog.rows.size - this.whole
  }

  /** Why there are vectors and nothing is ranked by them. A sentence. */
  get uselessReason(): string | undefined {
    return this.#languageCheck.reason(this.#meta)
  }

  /** Whether a row lacks a vector that would be of use. */
  get incomplete(): boolean {
    return this.missing > 0 && this.uselessReason === undefined
  }

  /** The rows are some of a larger catalog, whose mean this is. */
  centreAt(mean: Float32Array): void {
    this.#mean = mean
    this.refresh()
  }

  /** Begins anew, without a vector, for those of another encoder setting. Vectors at hand go on serving items. */
  use(meta: VectorMeta): void {
    this.#earlier = this.forItems
    this.#meta = meta
    this.drafts.clear()
    this.#index = new FlatIndex(meta.dimensions)
    this.#index.resize(this.#parts.catalog.rows.size)
    this.#centredAt = 0
    this.refresh()
  }

  /** Serves items by the vectors of another encoder, as long as there are fewer of this one. */
  useEarlier({ dimensions }: VectorMeta, blocks: readonly Block[]): void {
    const { rows } = this.#parts.catalog
    const index = new FlatIndex(dimensions)
    index.resize(rows.size)
    if (fillRows(index, rows.hashes, blocks) <= this.whole) return
    index.setCentre(index.mean())
    this.#earlier = { index, sample: new VectorSample(index) }
    this.#tell()
  }

  /** Gives the vectors in these blocks to the rows that lack one, those of drafts to rows that have none. */
  fill(blocks: readonly Block[]): void {
    if (!this.#index) return
    const { hashes } = this.#parts.catalog.rows
    const filled = fillRows(this.#index, hashes, blocks, this.drafts) + fillDrafts(this.#index, hashes, blocks, this.drafts)
    if (filled > 0) this.refresh()
  }

  /** Rows have other texts, or have moved. */
  changed({ from }: RowChanges): void {
    this.#index?.arrange(from)
    const drafts = [...from.keys()].filter((row) => this.drafts.has(from[row]!))
    this.drafts.clear()
    for (const row of drafts) this.drafts.add(row)
    this.#earlier?.index.arrange(from)
    if (this.#earlier) this.#earlier = { ...this.#earlier, sample: new VectorSample(this.#earlier.index) }
    this.refresh()
  }

  forget(): void {
    this.#index = null
    this.drafts.clear()
    this.#earlier = null
    this.#meta = undefined
    this.#languageCheck.forget()
    this.refresh()
  }

  /** The index has been written to: sample and centre are made again. */
  refresh(): void {
    this.#vectors = null
    // drafts that become whole move the mean, too
    const grown = this.count + this.whole
    if (this.#earlier && (this.whole >= this.#earlier.index.count || this.missing === 0)) this.#earlier = null
    if (this.#index && grown > 0 && (grown > this.#centredAt * RECENTRE_GROWTH || grown < this.#centredAt || this.missing === 0)) {
      this.#index.setCentre(this.#mean?.length === this.#index.dimensions ? this.#mean : this.#index.mean())
      this.#centredAt = grown
    }
    this.#tell()
  }

  /** Puts the level of answers into the state. */
  tellLevel(): void {
    const { board, encoder, catalog } = this.#parts
    const withVectors = encoder.info ? 'encoder' : 'vectors'
    const level = this.forItems ? withVectors : catalog.rows.size > 0 ? 'lexical' : board.state.lists ? 'neighbours' : 'none'
    const { uselessReason: levelReason } = this
    if (level !== board.state.level || levelReason !== board.state.levelReason) board.update({ level, levelReason })
  }

  /** Adds to the meta, here and in the store. */
  async keepMeta(known: Partial<VectorMeta>): Promise<void> {
    if (!this.#meta) return
    this.#meta = { ...this.#meta, ...known }
    await this.#parts.store.writeMeta(this.#parts.encoderKey, this.#meta)
  }

  /** Asks the encoder, once, whether it knows the language of the catalog. Keeps the answer with the vectors. */
  async askLanguage(signal: AbortSignal): Promise<void> {
    const meta = this.#meta
    if (!meta || !this.#index || !this.#languageCheck.isOpen(meta)) return
    const known = await this.#languageCheck.ask(meta, this.#index, this.drafts, signal)
    if (known && meta.fingerprint === this.#meta?.fingerprint) await this.keepMeta(known)
    if (this.uselessReason !== undefined) this.#tell()
  }

  #tell(): void {
    const { board } = this.#parts
    board.update({
      items: { ...board.state.items, embedded: this.count, drafts: this.drafts.size },
      earlierVectors: this.#earlier !== null,
    })
    this.tellLevel()
    board.bump()
  }
}
