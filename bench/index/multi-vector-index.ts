import { PagekinError } from '../../src/errors.js'
import { checkCount } from '../../src/vectors/checks.js'
import { FlatIndex, type IndexOptions } from '../../src/vectors/flat-index.js'
import { createKernel } from '../../src/vectors/kernel/kernel.js'
import { type Hits, TopK } from '../../src/vectors/top-k.js'
import { type EncodingOptions, FixedDimensionalEncoding } from './fixed-dimensional-encoding.js'

export interface MultiVectorOptions extends IndexOptions {
  readonly encoding?: EncodingOptions
  /** Items scored exactly for each search, at the least. Default 50. */
  readonly shortlist?: number
}

/** Several vectors an item (its sentences, its pictures). */
export class MultiVectorIndex {
  readonly dimensions: number
  readonly #encoding: FixedDimensionalEncoding
  /** One row an item. */
  readonly #encoded: FlatIndex
  /** One row a vector, in any order. */
  readonly #parts: FlatIndex
  readonly #partsOf: (Uint32Array | undefined)[] = []
  readonly #free: number[] = []
  readonly #shortlist: number

  constructor(dimensions: number, options: MultiVectorOptions = {}) {
    const kernel = options.kernel ?? createKernel()
    this.dimensions = dimensions
    this.#encoding = new FixedDimensionalEncoding(dimensions, options.encoding)
    this.#encoded = new FlatIndex(this.#encoding.length, { kernel, capacity: options.capacity ?? 0 })
    this.#parts = new FlatIndex(dimensions, { ...options, kernel })
    this.#shortlist = checkCount('MultiVectorIndex: shortlist', options.shortlist ?? 50)
  }

  /** Items, with those that have no vectors. */
  get size(): number {
    return this.#encoded.size
  }

  get bytes(): number {
    return this.#encoded.bytes + this.#parts.bytes
  }

  /** Adds items without vectors at the end, or drops items from the end. */
  resize(rows: number): void {
    for (let row = rows; row < this.size; row++) this.unset(row)
    this.#encoded.resize(rows)
    this.#partsOf.length = rows
  }

  /** Gives an item its vectors, row-major, one or more. */
  set(row: number, vectors: Float32Array): void {
    const { dimensions } = this
    if (vectors.length === 0) throw new PagekinError('usage', 'MultiVectorIndex.set: received no vector, expected one or more')
    this.#encoded.set(row, this.#encoding.item(vectors))
    this.#release(row)
    this.#partsOf[row] = Uint32Array.from({ length: vectors.length / dimensions }, (_, i) => {
      const part = this.#free.pop() ?? this.#append()
      this.#parts.set(part, vectors.subarray(i * dimensions, (i + 1) * dimensions))
      return part
    })
  }

  unset(row: number): void {
    this.#encoded.unset(row)
    this.#release(row)
  }

  has(row: number): boolean {
    return this.#encoded.has(row)
  }

  /** Chamfer's similarity: for each of the query's vectors the best inner product with one of the item's, added up. NaN without vectors. */
  score(query: Float32Array, row: number): number {
    const parts = this.#partsOf[row]
    if (!parts) return Number.NaN
    let sum = 0
    for (let start = 0; start < query.length; start += this.dimensions) {
      sum += this.#parts.scores(query.subarray(start, start + this.dimensions), parts).reduce((best, score) => Math.max(best, score))
    }
    return sum
  }

  /**
   * The k items most similar to a query of one or more vectors, row-major, best first, ties to the lower row; k whenever the mask
   * (1 = allowed) leaves as many that have vectors. Encodings find the shortlist, `score` orders it.
   */
  search(query: Float32Array, k: number, mask?: Uint8Array): Hits {
    const shortlist = Math.max(checkCount('MultiVectorIndex.search: k', k), this.#shortlist)
    const { rows } = this.#encoded.search({ query: this.#encoding.query(query), mask, missing: Number.NaN }, shortlist)
    const best = TopK.of(Math.min(k, rows.length))
    for (const row of rows) best.offer(row, this.score(query, row))
    return best.drain()
  }

  #append(): number {
    this.#parts.resize(this.#parts.size + 1)
    return this.#parts.size - 1
  }

  #release(row: number): void {
    for (const part of this.#partsOf[row] ?? []) {
      this.#parts.unset(part)
      this.#free.push(part)
    }
    this.#partsOf[row] = undefined
  }
}
