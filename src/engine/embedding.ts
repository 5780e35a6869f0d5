import { draftOf, itemSentence } from '../catalog/item-sentence.js'
import { OWN_VECTOR } from '../catalog/searched-item.js'
import { PagekinError } from '../errors.js'
import type { ItemId } from '../types.js'
import { draftKey, packBlock } from '../vectors/blocks.js'
import type { FlatIndex } from '../vectors/flat-index.js'
import { MAX_CODE, quantizeInto } from '../vectors/quantize.js'
import type { CatalogRows } from './catalog-rows.js'
import type { EncoderClient } from './encoder-client.js'

/** Texts sent to the encoder at a time: a search waits for one chunk at most (docs/measurements.md#slow-encoders). */
const CHUNK = 16
/** What a draft costs of a whole sentence: docs/measurements.md#drafts. */
export const DRAFT_COST = 1 / 4
/** So many items are embedded whole before there are drafts: what is near the visitor, and what shows whether the encoder knows the language. */
export const WHOLE_FIRST = 64

export interface EmbeddingRun {
  readonly rows: CatalogRows
  readonly index: FlatIndex
  /** Rows whose vector is that of a draft. */
  readonly drafts: Set<number>
  /** Whether somebody waits: then all items get a draft before the first of them is embedded whole. */
  readonly makesDrafts: boolean
  readonly encoder: EncoderClient
  /** Whether a pack may still bring the vectors of their own that items have from searches: those of their texts are kept as drafts until then. */
  readonly awaitsOwn: boolean
  /** How many more items this visit may embed. */
  budget(): number
  readonly signal: AbortSignal
  /**
   * A chunk is in the index. The next one is encoded while this is at work, and added when `block` is durable.
   */
  onChunk(made: { readonly whole: number; readonly drafts: number }, block: ArrayBuffer): Promise<void>
}

/**
 * Decides what is embedded next: first the rows that somebody waits for (the item on the page, what its words resemble, the
 * visitor's path), then the rest in the order of the catalog. Rows with a draft come after all rows without a vector.
 */
export class EmbeddingQueue {
  #front: ItemId[] = []

  /** Puts items before all others, the first of them first. */
  prioritise(ids: Iterable<ItemId>): void {
    this.#front = [...new Set([...ids, ...this.#front])].slice(0, 1000)
  }

  /** The next rows, at most `limit`. */
  next({ rows, index, drafts }: Pick<EmbeddingRun, 'rows' | 'index' | 'drafts'>, limit: number): number[] {
    const lacks = (row: number) => !index.has(row)
    const waits = index.count < rows.size ? lacks : (row: number) => drafts.has(row)
    const front = this.#front.map((id) => rows.rowOf(id)).filter((row) => row !== undefined)
    this.#front = front.filter((row) => lacks(row) || drafts.has(row)).map((row) => rows.items[row]!.id)
    const chosen = new Set(front.filter(waits).slice(0, limit))
    for (let row = 0; row < rows.size && chosen.size < limit; row++) if (waits(row)) chosen.add(row)
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
  const { rows, index, drafts, encoder, signal } = run
  let total = 0
  let kept = Promise.resolve()
  try {
    while (!signal.aborted) {
      const chunk = queue.next(run, Math.min(CHUNK, Math.floor(run.budget())))
      if (chunk.length === 0) break
      const isDrafting = run.makesDrafts && index.count - drafts.size >= WHOLE_FIRST
      const texts = chunk.map((row): EmbeddedText => {
        const item = rows.items[row]!
        const sentence = itemSentence(item)
        const draft = isDrafting && !drafts.has(row) ? draftOf(sentence) : undefined
        const isDraft = draft !== undefined
        const isKeptAsDraft = isDraft || (run.awaitsOwn && item.attributes?.[OWN_VECTOR] !== undefined)
        return { id: item.id, hash: rows.hashes[row]!, text: draft ?? sentence, isDraft, isKeptAsDraft }
      })
      const sentences = texts.map(({ text }) => text)
      const [vectors] = await Promise.all([encoder.encode(sentences, 'item', signal), kept])
      // what was kept meanwhile may have shown that vectors are of no use
      if (signal.aborted || run.budget() < 1) break
      if (vectors.length !== chunk.length * index.dimensions) {
        throw new PagekinError(
          'encoder-failed',
          `embedding: received ${vectors.length} numbers for ${chunk.length} texts, expected ${chunk.length * index.dimensions}`,
        )
      }
      const block = addChunk(texts, vectors, run)
      total += chunk.length
      const whole = texts.filter(({ isDraft }) => !isDraft).length
      kept = run.onChunk({ whole, drafts: texts.length - whole }, block)
    }
  } finally {
    await kept
  }
  return total
}

interface EmbeddedText {
  readonly id: ItemId
  /** Of the whole sentence. */
  readonly hash: string
  readonly text: string
  readonly isDraft: boolean
  readonly isKeptAsDraft: boolean
}

/** An item that changed meanwhile gets no vector. Its entry in the block is still right for the old text. */
function addChunk(texts: readonly EmbeddedText[], vectors: Float32Array, { rows, index, drafts }: EmbeddingRun): ArrayBuffer {
  const { dimensions } = index
  const codes = new Int8Array(texts.length * dimensions)
  const scales = new Float32Array(texts.length)
  texts.forEach(({ id, hash, isDraft }, i) => {
    const own = codes.subarray(i * dimensions, (i + 1) * dimensions)
    scales[i] = quantizeInto(vectors.subarray(i * dimensions, (i + 1) * dimensions), own, MAX_CODE)
    const row = rows.rowOf(id)
    if (row === undefined || rows.hashes[row] !== hash) return
    index.setCodes(row, own, scales[i]!)
    if (isDraft) drafts.add(row)
    else drafts.delete(row)
  })
  return packBlock({ dimensions, keys: texts.map(({ hash, isKeptAsDraft }) => (isKeptAsDraft ? draftKey(hash) : hash)), codes, scales })
}
