import { PagekinError } from '../errors.js'
import type { Vectors } from '../ranking/rank.js'
import { VectorSample } from '../ranking/vector-sample.js'
import type { Store, VectorMeta, VectorsRead } from '../store/store.js'
import type { Block } from '../vectors/blocks.js'
import { FlatIndex } from '../vectors/flat-index.js'
import type { CatalogRows, RowChanges } from './catalog-rows.js'
import type { EncoderClient } from './encoder-client.js'
import { fillRows } from './fill-rows.js'
import type { PackSource } from './pack-source.js'

export interface RowVectorsParts {
  readonly rows: CatalogRows
  readonly store: Store
  readonly pack: PackSource | undefined
  readonly encoder: Pick<EncoderClient, 'prefer'>
  /** False where no encoder may be loaded: nobody can then say that a pack is of another one. */
  readonly mayEmbed: boolean
  /** Which of the store's vectors belong to this encoder setting, known before the encoder is loaded. */
  readonly encoderKey: string
  /** Other vectors than before: answers may differ. */
  onMoved(): void
  /** What of the pack could not be kept for the next visit. */
  onUnkept(thrown: unknown): void
}

/** The mean is taken again when a tenth more rows have a vector: it hardly moves in between, and costs a pass over all rows. */
const RECENTRE_GROWTH = 1.1

/** The vectors of the rows, all of one encoder setting: those that the store has kept, those of a pack, and those set since. */
export class RowVectors {
  readonly #parts: RowVectorsParts
  #meta: VectorMeta | undefined
  #index: FlatIndex | null = null
  #vectors: Vectors | null = null
  #centredAt = 0
  /** Read before there are rows to give vectors to. */
  #ahead: Promise<VectorsRead | undefined> | undefined
  /** The encoder itself has said which vectors it makes. */
  #isConfirmed = false

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
    const { store, encoderKey, pack } = this.#parts
    this.#ahead ??= store.readVectors(encoderKey)
    if (pack) void this.#ahead.then((kept) => kept ?? pack.readAhead()).catch(() => undefined)
  }

  /** Takes from the store every vector that a row lacks. Another tab may have loaded the encoder first: then its meta is there, too. */
  async read(): Promise<void> {
    if (!this.#index) {
      this.readAhead()
      const kept = await this.#ahead
      this.#ahead = undefined
      if (!kept) return
      if (!this.#index) this.use(kept.meta, false)
      if (kept.meta.fingerprint === this.#meta?.fingerprint) this.#fill(kept.blocks)
      return
    }
    if (this.missing === 0) return
    const index = this.#index
    const { blocks } = await this.#parts.store.readBlocks(this.#meta!.fingerprint)
    if (index === this.#index) this.#fill(blocks)
  }

  /** Takes from the pack every vector that a row still lacks, and keeps it for the next visit. */
  async readPack(): Promise<void> {
    const { pack, rows } = this.#parts
    if (!pack || this.missing === 0) return
    const meta = await pack.meta()
    if (!meta || !(await this.#accepts(meta, pack))) return
    const index = this.#index!
    const kept: Promise<void>[] = []
    const lacking = rows.items.flatMap((item, row) => (item && !index.has(row) ? { id: item.id, hash: rows.hashes[row]! } : []))
    for await (const files of pack.vectorFiles(lacking)) {
      if (index !== this.#index) return
      this.#fill(files.map(({ block }) => block))
      kept.push(...files.map(({ buffer }) => this.#parts.store.appendBlock(meta.fingerprint, buffer)))
    }
    if (kept.length > 0) void this.#tidy(meta.fingerprint, kept).catch((thrown) => this.#parts.onUnkept(thrown))
  }

  /** Begins anew, with vectors of this encoder. `isConfirmed`: it has said so itself. */
  use(meta: VectorMeta, isConfirmed: boolean): void {
    this.#meta = meta
    this.#isConfirmed = isConfirmed
    if (!isConfirmed) this.#parts.encoder.prefer?.(meta.dimensions)
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

  /** Adds to the meta of now, here and in the store. */
  async keepMeta(known: Partial<VectorMeta>): Promise<void> {
    if (!this.#meta) return
    this.#meta = { ...this.#meta, ...known }
    await this.#parts.store.writeMeta(this.#parts.encoderKey, this.#meta)
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

  /** The encoder makes the vectors that are here. */
  confirm(): void {
    this.#isConfirmed = true
  }

  /**
   * Whether a pack's vectors may stand beside those here. Where they are of two encoders, the encoder of the page decides; as
   * long as it has said nothing, what earlier visits kept stays, and where there is none the pack is the later word.
   */
  async #accepts(meta: VectorMeta, pack: PackSource): Promise<boolean> {
    const known = this.#meta
    if (known?.fingerprint === meta.fingerprint) return true
    if (known && this.#isConfirmed) {
      const why = `received vectors of the encoder ${meta.fingerprint}, expected those of the encoder of this page, ${known.fingerprint}`
      pack.fail(new PagekinError('pack-invalid', `pack: ${why}`))
    }
    if (known && (this.#isConfirmed || this.#parts.mayEmbed)) return false
    this.use(meta, false)
    await this.#parts.store.writeMeta(this.#parts.encoderKey, meta)
    return true
  }

  /** Joins what was kept, when it is whole. */
  async #tidy(fingerprint: string, kept: readonly Promise<void>[]): Promise<void> {
    await Promise.all(kept)
    if (this.missing === 0) await this.#parts.store.compact(fingerprint, new Set(this.#parts.rows.hashes))
  }

  #fill(blocks: readonly Block[]): void {
    if (this.#index && fillRows(this.#index, this.#parts.rows, blocks) > 0) this.moved()
  }
}
