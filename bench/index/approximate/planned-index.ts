import { FlatIndex, type IndexOptions } from '../../../src/vectors/flat-index.js'
import { createKernel } from '../../../src/vectors/kernel/kernel.js'
import type { ScanQuery } from '../../../src/vectors/scan-query.js'
import type { Hits } from '../../../src/vectors/top-k.js'
import type { ApproximateIndex } from './approximate-index.js'
import { BinaryIndex } from './binary-index.js'
import { IndexOverRows } from './index-over-rows.js'
import { IvfIndex } from './ivf-index.js'
import { type IndexKind, isExhaustive, planIndex } from './plan.js'
import { calibrate, type RecallReport, RecallWatch } from './recall-watch.js'
import type { VectorIndex } from './vector-index.js'

export interface PlannedIndexOptions extends IndexOptions {
  /** Seed of rotations, samples and k-means. Default 1. */
  readonly seed?: number
  /** The kind of index for a number of rows. Default `planIndex`. */
  readonly plan?: (rows: number) => IndexKind
}

/**
 * A `FlatIndex` with an approximate index over its rows once they are many. `maintain`, in idle time, makes that index. Until then the
 * index for fewer rows goes on. Searches that gain nothing by it stay exhaustive.
 */
export class PlannedIndex extends IndexOverRows implements VectorIndex {
  readonly #options: PlannedIndexOptions
  #approximate: ApproximateIndex | null = null
  #watch: RecallWatch | null = null
  #trainedAt = 0

  constructor(dimensions: number, options: PlannedIndexOptions = {}) {
    const withKernel = { ...options, kernel: options.kernel ?? createKernel() }
    super(new FlatIndex(dimensions, withKernel))
    this.#options = withKernel
  }

  get kind(): IndexKind {
    return this.#approximate?.kind ?? 'flat'
  }

  get bytes(): number {
    return this.#rows.bytes
  }

  resize(rows: number): void {
    this.#rows.resize(rows)
  }

  set(row: number, vector: Float32Array): void {
    this.#rows.set(row, vector)
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.#rows.setCodes(row, codes, scale)
  }

  unset(row: number): void {
    this.#rows.unset(row)
  }

  search(scan: ScanQuery, k: number): Hits {
    const approximate = this.#approximate
    if (!approximate || isExhaustive(approximate.kind, scan, this.size, k)) return this.exact.search(scan, k)
    this.#watch?.note(scan)
    return approximate.search(scan, k)
  }

  /**
   * Work for idle time. Makes the index that fits the number of rows, and fits it again when that has doubled or halved. Otherwise
   * compares its answers to the latest searches with exact ones and adjusts its effort. Returns null if nothing was compared.
   */
  maintain(): RecallReport | null {
    const kind = (this.#options.plan ?? planIndex)(this.count)
    if (kind !== this.kind) {
      this.#approximate = kind === 'flat' ? null : new { binary: BinaryIndex, ivf: IvfIndex }[kind](this.exact, this.#options)
      this.#watch = this.#approximate && new RecallWatch(this.#approximate)
      this.#trainedAt = 0
    }
    if (!this.#approximate) return null
    if (this.count < this.#trainedAt * 2 && this.count * 2 > this.#trainedAt) return this.#watch!.check()
    this.#approximate.train()
    calibrate(this.#approximate)
    this.#trainedAt = this.count
    return null
  }

  get #rows(): VectorIndex {
    return this.#approximate ?? this.exact
  }
}
