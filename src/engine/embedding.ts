import { itemSentence } from '../catalog/item-sentence.js'
import { PagekinError } from '../errors.js'
import type { Item, ItemId } from '../types.js'
import { packBlock } from '../vectors/blocks.js'
import type { FlatIndex } from '../vectors/flat-index.js'
import { MAX_CODE, quantizeInto } from '../vectors/quantize.js'
import type { CatalogRows } from './catalog-rows.js'
import type { EncoderClient } from './encoder-client.js'

/** Texts sent to the encoder at a time: a search waits for one chunk at most (docs/measurements.md#slow-encoders). */
const CHUNK = 16

export interface EmbeddingRun {
  readonly rows: CatalogRows
  readonly index: FlatIndex
  readonly encoder: EncoderClient
  /** How many more items this visit may embed. */
  budget(): number
  readonly signal: AbortSignal
  /** A chunk is in the index. The next one is encoded while this is at work, and added when `block` is durable. */
  onChunk(embedded: number, block: ArrayBuffer): Promise<void>
}

/**
 * Decides what is embedded next: first the rows that somebody waits for (the item on the page, what its words resemble, the
 * visitor's path), then the rest in the order of the catalog.
 */
export class EmbeddingQueue {
  #front: ItemId[] = []

  /** Puts items before all others, the first of them first. */
  prioritise(ids: Iterable<ItemId>): void {
    this.#front = [...new Set([...ids, ...this.#front])].slice(0, 1000)
  }

  /** The next rows without a vector, at most `limit`. */
  next(rows: CatalogRows, index: FlatIndex, limit: number): number[] {
    const lacks = (row: number | undefined) => row !== undefined && !index.has(row)
    this.#front = this.#front.filter((id) => lacks(rows.rowOf(id)))
    const chosen = new Set(this.#front.slice(0, limit).map((id) => rows.rowOf(id)!))
    for (let row = 0; row < rows.size && chosen.size < limit; row++) if (lacks(row)) chosen.add(row)
    return [...chosen]
  }
}

/**
 * Embeds until no row lacks a vector, the visit's budget is spent, or `signal` aborts. Every chunk is one block of the
 * store, written while the next is encoded, so a run that is cut off loses two chunks at most. Settles when nothing is being written.
 *
 * @returns How many items were embedded.
 */
export async function embed(queue: EmbeddingQueue, run: EmbeddingRun): Promise<number> {
  const { rows, index, encoder, signal } = run
  let total = 0
  let kept = Promise.resolve()
  try {
    while (!signal.aborted) {
      const chunk = queue.next(rows, index, Math.min(CHUNK, run.budget()))
      if (chunk.length === 0) break
      const items = chunk.map((row) => rows.items[row]!)
      const hashes = chunk.map((row) => rows.hashes[row]!)
      const [vectors] = await Promise.all([encoder.encode(items.map(itemSentence), 'item', signal), kept])
      // what was kept meanwhile may have shown that vectors are of no use
      if (signal.aborted || run.budget() === 0) break
      if (vectors.length !== chunk.length * index.dimensions) {
        throw new PagekinError(
          'encoder-failed',
          `embedding: received ${vectors.length} numbers for ${chunk.length} texts, expected ${chunk.length * index.dimensions}`,
        )
      }
      const block = addChunk(items, hashes, vectors, run)
      total += chunk.length
      kept = run.onChunk(chunk.length, block)
    }
  } finally {
    await kept
  }
  return total
}

/** An item that changed meanwhile gets no vector. Its entry in the block is still right for the old text. */
function addChunk(items: readonly Item[], hashes: readonly string[], vectors: Float32Array, { rows, index }: EmbeddingRun): ArrayBuffer {
  const { dimensions } = index
  const codes = new Int8Array(items.length * dimensions)
  const scales = new Float32Array(items.length)
  items.forEach(({ id }, i) => {
    scales[i] = quantizeInto(
      vectors.subarray(i * dimensions, (i + 1) * dimensions),
      codes.subarray(i * dimensions, (i + 1) * dimensions),
      MAX_CODE,
    )
    const row = rows.rowOf(id)
    if (row !== undefined && rows.hashes[row] === hashes[i])
      index.setCodes(row, codes.subarray(i * dimensions, (i + 1) * dimensions), scales[i]!)
  })
  return packBlock({ dimensions, keys: hashes, codes, scales })
}
