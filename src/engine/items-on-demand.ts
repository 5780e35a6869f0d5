import { PagekinError } from '../errors.js'
import type { EngineConfig, PageApi } from '../protocol.js'
import type { ItemId, Recommendations } from '../types.js'
import type { Block } from '../vectors/blocks.js'
import type { Request } from './answers/context.js'
import { type HashedCatalog, hashCatalog, without } from './catalog-rows.js'
import type { KeptVectors } from './kept-vectors.js'
import type { Bring, Near, OpenLists } from './lists-source.js'
import type { LiveCatalog } from './live-catalog.js'
import type { LoadEngineFormats } from './log-source.js'
import type { PackSource } from './pack-source.js'
import type { RowVectors } from './row-vectors.js'
import type { StateBoard } from './state-board.js'

interface ItemsOnDemandParts {
  readonly config: EngineConfig
  readonly loadFormats: LoadEngineFormats
  /** Of a page that has a `CandidateSource`. */
  readonly candidates?: PageApi['candidates']
  readonly now: () => number
  readonly board: StateBoard
  readonly catalog: LiveCatalog
  readonly vectors: RowVectors
  readonly kept: KeptVectors
  readonly pack: PackSource | undefined
  /** There may be something to embed. */
  onEmbed(): void
}

/** Of a catalog that is not here as a whole, each question brings its items: from a pack in lists, or from the site's own engine. */
export class ItemsOnDemand {
  readonly #parts: ItemsOnDemandParts
  #bring: Bring | undefined
  #lists: OpenLists | undefined
  #arriving: readonly Block[] = []

  constructor(parts: ItemsOnDemandParts) {
    this.#parts = parts
  }

  /** Whether answers come from a part of all items. */
  get isPartial(): boolean {
    return this.#bring !== undefined
  }

  /** Vectors of the items that are being added. */
  get arriving(): readonly Block[] {
    return this.#arriving
  }

  /** Where the catalog is here as a whole, nothing is brought. */
  async open(): Promise<void> {
    await this.#openLists()
    await this.#openCandidates()
  }

  async bring(near: Near): Promise<void> {
    await this.#bring?.(near)
  }

  /** All vectors are forgotten. */
  forget(): void {
    this.#lists?.forget()
  }

  /** The items like one, where a pack in lists has them in a file. */
  similar(ids: readonly ItemId[], request: Request, dismissed: readonly ItemId[]): Promise<Recommendations | undefined> | undefined {
    return this.#lists?.similar(ids, request, dismissed)
  }

  /** Of a page that names a pack in lists and no catalog. */
  async #openLists(): Promise<void> {
    const { config, loadFormats, board, catalog, vectors, kept, pack } = this.#parts
    const lists = config.catalogUrl === undefined && !config.items ? await pack?.lists().catch(() => undefined) : undefined
    if (!pack || !lists) return
    const meta = (await pack.meta())!
    // its items are the catalog, whoever made their vectors
    await kept.accepts(meta, pack)
    const isSame = () => vectors.meta?.fingerprint === meta.fingerprint
    const { openLists } = await loadFormats()
    this.#lists = openLists({
      ...lists,
      config,
      isSame,
      vectorOf: (id) => {
        const row = catalog.rows.rowOf(id)
        const { index } = vectors
        return row !== undefined && index?.has(row) ? index.vector(row) : undefined
      },
      add: async (items, blocksOf) => {
        const hashed = await hashCatalog(items)
        // after `clear` nobody says which vectors these are
        if (!vectors.meta) await kept.accepts(meta, pack)
        await this.#arrive(() => without(hashed, catalog.changed), isSame() ? blocksOf(hashed.hashes) : [])
      },
      changed: catalog.changed,
      know: (words, mean) => {
        catalog.isPartOf(words)
        vectors.centreAt(mean)
      },
      tell: (state) => board.update({ lists: state }),
      fail: (thrown) => pack.fail(thrown),
      recovered: () => board.recovered('pack'),
    })
    this.#bring = this.#lists.bring
    // what is like an item is in its own file; without such files there has to be something to answer from
    if (lists.pack.manifest.lists!.neighbours === 0) await this.#bring({})
    else this.#parts.onEmbed()
  }

  /** Of a page whose site has an engine of its own. */
  async #openCandidates(): Promise<void> {
    const { config, candidates, loadFormats, now, board, catalog, kept } = this.#parts
    if (!config.source || !candidates) return
    const { fingerprint } = config.source
    const fail = (thrown: unknown) => board.fail('catalog', PagekinError.from(thrown, 'catalog-invalid', 'source'))
    const { openCandidates } = await loadFormats()
    this.#bring = openCandidates({
      ask: candidates,
      now,
      read: (rows) => catalog.read(rows, 'source'),
      has: (id) => catalog.rows.rowOf(id) !== undefined,
      add: async (items, vectors) => {
        const hashed = await catalog.hash(items)
        const dimensions = vectors?.dimensions
        const isOurs = dimensions !== undefined && (await kept.accepts({ fingerprint, dimensions, dtype: 'float32' }, { fail }))
        await this.#arrive(() => hashed, vectors && isOurs ? [{ ...vectors, keys: vectors.rows.map((row) => hashed.hashes[row]!) }] : [])
      },
      fail,
      recovered: () => board.recovered('catalog'),
    })
  }

  /** Adds items that were read already, with their vectors. */
  async #arrive(next: () => HashedCatalog, blocks: readonly Block[]): Promise<void> {
    await this.#parts.catalog.add(() => {
      this.#arriving = blocks
      return next()
    })
    this.#arriving = []
  }
}
