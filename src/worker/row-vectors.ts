import type { Vectors } from '../ranking/rank.js'
import { VectorSample } from '../ranking/vector-sample.js'
import type { Store, VectorMeta, VectorsRead } from '../store/store.js'
import type { Block } from '../vectors/blocks.js'
import { FlatIndex } from '../vectors/flat-index.js'
import type { CatalogRows, RowChanges } from './catalog-rows.js'
import { fillRows } from './fill-rows.js'

export interface RowVectorsParts {
  readonly rows: CatalogRows
  readonly store: Store
  /** Which of the store's vectors belong to this encoder setting, known before the encoder is loaded. */
  readonly encoderKey: string
  /** Other vectors than before: answers may differ. */
  onMoved(): void
}

/** The mean is taken again when a tenth more rows have a vector: it hardly moves in between, and costs a pass over all rows. */
const RECENTRE_GROWTH = 1.1

/** The vectors of the rows, all of one encoder setting: those that the store has kept, and those set since. */
export class RowVectors {
  readonly #parts: RowVectorsParts
  #meta: VectorMeta | undefined
  #index: FlatIndex | null = null
  #vectors: Vectors | null = null
  #centredAt = 0
  /** Read before there are rows to give vectors to. */
  #ahead: Promise<VectorsRead | undefined> | undefined

  constructor(parts: RowVectorsParts) {
    this.#parts = parts
  }

  /** What can be ranked with now. */
  get vectors(): Vectors | null {
    if (!this.#index || this.#index.count === 0) return null
    this.#vectors ??= { index: this.#index, sample: new VectorSample(this.#index) }
    return this.#vectors
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

  /** Rows that lack one. */
  get missing(): number {
    return this.#parts.rows.count - this.count
  }

  /** Has the store read while the catalog is on its way. */
  readAhead(): void {
    const { store, encoderKey } = this.#parts
    this.#ahead ??= store.readVectors(encoderKey)
  }

  /** Takes from the store every vector that a row lacks. Another tab may have loaded the encoder first: then its meta is there, too. */
  async read(): Promise<void> {
    if (!this.#index) {
      this.readAhead()
      const kept = await this.#ahead
      this.#ahead = undefined
      if (!kept) return
      if (!this.#index) this.use(kept.meta)
      if (kept.meta.fingerprint === this.#meta?.fingerprint) this.#fill(kept.blocks)
      return
    }
    if (this.missing === 0) return
    const index = this.#index
    const { blocks } = await this.#parts.store.readBlocks(this.#meta!.fingerprint)
    if (index === this.#index) this.#fill(blocks)
  }

  /** Begins anew, with vectors of this encoder. */
  use(meta: VectorMeta): void {
    this.#meta = meta
    this.#index = new FlatIndex(meta.dimensions)
    this.#index.resize(this.#parts.rows.size)
    this.#centredAt = 0
    this.moved()
  }

  /** Rows have other texts, or are gone. */
  changed({ text, removed }: RowChanges): void {
    const index = this.#index
    if (index) {
      index.resize(this.#parts.rows.size)
      for (const row of [...text, ...removed]) index.unset(row)
    }
    this.moved()
  }

  forget(): void {
    this.#index = null
    this.#meta = undefined
    this.moved()
  }

  /** The vectors are others than before: sample and mean are made again. */
  moved(): void {
    this.#vectors = null
    const { count } = this
    if (this.#index && count > 0 && (count > this.#centredAt * RECENTRE_GROWTH || count < this.#centredAt || this.missing === 0)) {
      this.#index.setCentre(this.#index.mean())
      this.#centredAt = count
    }
    this.#parts.onMoved()
  }

  #fill(blocks: readonly Block[]): void {
    if (this.#index && fillRows(this.#index, this.#parts.rows, blocks) > 0) this.moved()
  }
}
