import { catalogKey } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import type { EngineConfig } from '../protocol.js'
import type { NeighboursStamp, Store } from '../store/store.js'
import type { ItemId, Recommendation, RecommenderState } from '../types.js'
import { BackgroundEmbedding } from './background-embedding.js'
import type { EncoderClient } from './encoder-client.js'
import type { KeptVectors } from './kept-vectors.js'
import type { LiveCatalog } from './live-catalog.js'
import { NeighbourWriter } from './neighbour-writer.js'
import type { Pause } from './pauses.js'
import type { RowVectors } from './row-vectors.js'
import type { StateBoard } from './state-board.js'

export interface BackgroundWorkParts {
  readonly config: EngineConfig
  readonly store: Store
  readonly encoder: EncoderClient
  readonly board: StateBoard
  readonly catalog: LiveCatalog
  readonly vectors: RowVectors
  readonly kept: KeptVectors
  readonly makesDrafts?: boolean
  /** Why the work has to rest; `pause` and `proceed` write it. */
  readonly pauses: Set<Pause>
  /** Items like this one for a visitor without history, best first. */
  similar(id: ItemId, limit: number): readonly Recommendation[]
}

/** What runs when nobody asks: embedding, and neighbours for the next visit. Rests while anything pauses it. */
export class BackgroundWork {
  readonly embedding: BackgroundEmbedding
  readonly #neighbours: NeighbourWriter
  readonly #parts: BackgroundWorkParts

  constructor(parts: BackgroundWorkParts) {
    this.#parts = parts
    const { config, store, board, catalog, similar } = parts
    this.embedding = new BackgroundEmbedding({
      ...parts,
      encoderKey: config.encoder.baseUrl,
      maxItemsPerVisit: config.maxItemsPerVisit,
      mayEmbed: config.device !== 'off',
      makesDrafts: parts.makesDrafts === true,
    })
    this.#neighbours = new NeighbourWriter({
      store,
      // a pack brings its own
      catalogKey:
        config.packUrl === undefined && config.catalogUrl !== undefined
          ? catalogKey(config.catalogUrl, config.fields, config.currency)
          : null,
      onUnkept: (thrown) => board.fail('storage', PagekinError.from(thrown, 'storage-blocked', 'storage')),
      stampOf: () => this.#stamp(),
      items: () => {
        const { index } = parts.vectors
        const isEmbedding = board.state.phase === 'embedding'
        return isEmbedding && index ? catalog.rows.items.filter((_, row) => index.has(row)) : catalog.rows.items
      },
      similar,
    })
  }

  /** Called with every state: what needs a quiet moment begins after one, and ends when the state moves. */
  heed(state: RecommenderState): void {
    if (this.#parts.pauses.size > 0) return
    this.#neighbours.heed(state)
  }

  pause(reason: Pause): void {
    this.#parts.pauses.add(reason)
    this.#neighbours.pause()
    this.embedding.stop()
  }

  proceed(reason: Pause): void {
    this.#parts.pauses.delete(reason)
    this.begin()
    this.heed(this.#parts.board.state)
  }

  /** There may be something to make, also after `clear`. */
  begin(): void {
    this.#neighbours.remember()
    this.embedding.start()
  }

  /** The network is back: what failed for want of it is tried again. */
  retry(): void {
    this.#parts.kept.retry()
    this.embedding.retry()
  }

  /** Resolves when every item that may be embedded is embedded. */
  async settled(): Promise<void> {
    await this.#parts.kept.settled()
    await this.embedding.settled()
  }

  /** Forgets what was made. It is not made again before the catalog changes or the page is shown anew. */
  async clear(): Promise<void> {
    this.pause('clearing')
    this.#neighbours.forget()
    try {
      await this.settled()
      await this.#parts.kept.clear()
    } finally {
      this.#parts.pauses.delete('clearing')
    }
  }

  #stamp(): NeighboursStamp | undefined {
    const { version } = this.#parts.catalog
    const { meta, incomplete } = this.#parts.vectors
    const { fingerprint = 'words' } = meta ?? {}
    return version && { ...version, fingerprint: incomplete ? `some ${fingerprint}` : fingerprint }
  }
}
