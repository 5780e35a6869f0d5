import { PagekinError } from '../errors.js'
import type { EncoderInfo } from '../protocol.js'
import type { Store, VectorMeta, VectorsRead } from '../store/store.js'
import type { CatalogRows } from './catalog-rows.js'
import type { EncoderClient } from './encoder-client.js'
import type { PackSource } from './pack-source.js'
import type { Pauses } from './pauses.js'
import type { RowVectors } from './row-vectors.js'
import type { StateBoard } from './state-board.js'

export interface KeptVectorsParts {
  readonly vectors: RowVectors
  readonly catalog: { readonly rows: CatalogRows }
  readonly store: Store
  /** Vectors made beforehand, if the page names a pack. */
  readonly pack: PackSource | undefined
  readonly encoder: Pick<EncoderClient, 'prefer'>
  readonly board: StateBoard
  /** Which of the store's vectors belong to this encoder setting, known before the encoder is loaded. */
  readonly encoderKey: string
  /** False if no encoder may be loaded: then nobody can say that a pack is of another encoder. */
  readonly mayEmbed: boolean
  readonly pauses: Pauses
  /** Store and pack are read: vectors that are missing now have to be made. */
  onRead(): void
}

/** Vectors made earlier: those of earlier visits and other tabs in the store, and those of the pack. Gives them to the rows. */
export class KeptVectors {
  readonly #parts: KeptVectorsParts
  /** Read before there are rows to give vectors to. */
  #ahead: Promise<VectorsRead | undefined> | undefined
  #reading: Promise<void> = Promise.resolve()
  #packing: Promise<void> = Promise.resolve()
  #adopting: Promise<void> = Promise.resolve()
  /** The encoder itself has said which vectors it makes. */
  #isConfirmed = false
  /** The encoder's vectors replace others that were kept under its name. */
  #supersedes = false

  constructor(parts: KeptVectorsParts) {
    this.#parts = parts
    parts.store.onVectorsChanged(() => void this.read())
  }

  /** Starts reading while the catalog is on its way. */
  readAhead(): void {
    const { store, encoderKey, pack } = this.#parts
    this.#ahead ??= store.readVectors(encoderKey)
    if (pack) void this.#ahead.then((kept) => kept ?? pack.readAhead()).catch(() => undefined)
  }

  /** Rows have other texts: reads their vectors. */
  changed(): void {
    this.#reading = this.read()
    this.#takePack()
  }

  /** Resolves when the store has been read for the rows of now, and the pack too, unless the pack takes long. */
  async restored(): Promise<void> {
    await this.#reading
    const { pack } = this.#parts
    if (pack) await Promise.race([this.#packing, pack.patience()])
  }

  /** Resolves when the pack has been read, however long it takes. */
  settled(): Promise<void> {
    return this.#packing
  }

  /** The network is back: reads the pack again if vectors are missing. */
  retry(): void {
    const { pack, vectors } = this.#parts
    if (!pack || !vectors.incomplete) return
    pack.restart()
    this.#takePack()
  }

  /** The encoder is loaded. If it makes other vectors than those at hand, its own replace them. Resolves when those kept for it are read. */
  async adopt(info: EncoderInfo): Promise<void> {
    const { vectors, board } = this.#parts
    if (info.fingerprint === vectors.meta?.fingerprint) this.#isConfirmed = true
    else {
      this.#supersedes = vectors.meta !== undefined
      this.#adopting = this.#replaceBy(info)
    }
    await this.#adopting
    board.update({ mixedPrecision: info.dtype !== vectors.meta?.dtype && vectors.count > 0 })
  }

  /** Takes every vector that a row lacks from the store. Another tab may have loaded the encoder first: then its meta is there, too. */
  async read(): Promise<void> {
    const { vectors, store, pauses } = this.#parts
    if (pauses.has('clearing')) return
    if (!vectors.index) {
      this.readAhead()
      const kept = await this.#ahead
      this.#ahead = undefined
      if (kept && !vectors.index) this.#use(kept.meta)
      if (kept && kept.meta.fingerprint === vectors.meta?.fingerprint) vectors.fill(kept.blocks)
      if (vectors.missing > 0) await this.#readEarlier()
    } else if (vectors.missing > 0) {
      const { index } = vectors
      const { blocks } = await store.readBlocks(vectors.meta!.fingerprint)
      if (index === vectors.index) vectors.fill(blocks)
    }
  }

  /** Whether the pack may have vectors of this encoder that could not be read. */
  async awaitsOwn({ fingerprint }: EncoderInfo): Promise<boolean> {
    return ((await this.#parts.pack?.meta())?.fingerprint ?? fingerprint) === fingerprint
  }

  /** Joins the small blocks in the store once nothing is missing, and deletes the vectors that were replaced. */
  async tidy(): Promise<void> {
    const { vectors, store, catalog } = this.#parts
    if (!vectors.meta || vectors.incomplete) return
    const { fingerprint } = vectors.meta
    await store.compact(fingerprint, new Set(catalog.rows.hashes))
    if (this.#supersedes) await store.evictOthers(fingerprint)
  }

  /** Forgets all vectors, of the rows and in the store. The pack is read again when the catalog changes. */
  async clear(): Promise<void> {
    const { vectors, pack, store } = this.#parts
    vectors.forget()
    pack?.restart()
    await store.clear()
  }

  /** Nobody has said yet whether the encoder makes these vectors. */
  #use(meta: VectorMeta): void {
    this.#isConfirmed = false
    this.#parts.encoder.prefer?.(meta.dimensions)
    this.#parts.vectors.use(meta)
  }

  async #replaceBy({ fingerprint, dimensions, dtype }: EncoderInfo): Promise<void> {
    const { vectors, store, encoderKey, onRead } = this.#parts
    const meta = { fingerprint, dimensions, dtype }
    this.#isConfirmed = true
    const earlier = vectors.meta
    vectors.use(meta)
    // so that a visit that is cut leaves both: the new vectors, and those that serve until then
    if (earlier) await store.writeMeta(earlierKey(encoderKey), earlier)
    await store.writeMeta(encoderKey, meta)
    await this.read()
    await this.#readPack()
    onRead()
  }

  /** Vectors of another encoder that an earlier visit has left serve items while this one's are made. */
  async #readEarlier(): Promise<void> {
    const { vectors, store, encoderKey, pauses } = this.#parts
    const { index } = vectors
    const other = await store.readOtherMeta(encoderKey)
    if (!other || other.meta.fingerprint === vectors.meta?.fingerprint) return
    this.#supersedes ||= other.encoderKey === earlierKey(encoderKey)
    const { blocks } = await store.readBlocks(other.meta.fingerprint)
    // what was cleared meanwhile stays cleared
    if (index === vectors.index && !pauses.has('clearing')) vectors.useEarlier(other.meta, blocks)
  }

  #takePack(): void {
    this.#packing = Promise.all([this.#reading, this.#packing])
      .then(() => this.#readPack())
      .catch((thrown) => this.#parts.pack?.fail(thrown))
      .then(() => this.#parts.onRead())
  }

  /** Takes every vector that a row still lacks from the pack, and keeps it for the next visit. */
  async #readPack(): Promise<void> {
    const { vectors, catalog, pack, store, pauses } = this.#parts
    if (!pack || vectors.missing === 0 || pauses.has('clearing')) return
    const meta = await pack.meta()
    if (!meta || !(await this.accepts(meta, pack))) return
    const { rows } = catalog
    const index = vectors.index!
    const writes: Promise<void>[] = []
    const lacking = rows.items.flatMap((item, row) =>
      !index.has(row) || vectors.drafts.has(row) ? { id: item.id, hash: rows.hashes[row]! } : [],
    )
    for await (const files of pack.vectorFiles(lacking)) {
      if (index !== vectors.index) return
      vectors.fill(files.map(({ block }) => block))
      writes.push(...files.map(({ buffer }) => store.appendBlock(meta.fingerprint, buffer)))
    }
    if (writes.length > 0) void this.#tidyAfter(writes)
  }

  /**
   * Whether a pack's vectors may stand beside those of the rows. If they are of another encoder, the encoder of the page decides. Until
   * it is loaded, vectors of earlier visits stay where rows have some; if it may not be loaded, the pack replaces them.
   */
  async accepts(meta: VectorMeta, pack: Pick<PackSource, 'fail'>): Promise<boolean> {
    const { vectors, store, encoderKey, mayEmbed } = this.#parts
    const known = vectors.meta
    if (known?.fingerprint === meta.fingerprint) return true
    if (known && this.#isConfirmed) {
      const why = `received vectors of the encoder ${meta.fingerprint}, expected those of the encoder of this page, ${known.fingerprint}`
      pack.fail(new PagekinError('pack-invalid', `pack: ${why}`))
    }
    if (known && (this.#isConfirmed || (mayEmbed && vectors.count > 0))) return false
    this.#use(meta)
    await store.writeMeta(encoderKey, meta)
    return true
  }

  async #tidyAfter(writes: readonly Promise<void>[]): Promise<void> {
    try {
      await Promise.all(writes)
      await this.tidy()
    } catch (thrown) {
      this.#parts.board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'pack'))
    }
  }
}

/** Under this key the store has the meta of the vectors that are being replaced. */
function earlierKey(encoderKey: string): string {
  return `${encoderKey} earlier`
}
