import type { ApproximateIndex } from './approximate-index.js'
import { BinaryIndex } from './binary-index.js'
import { FlatIndex } from './flat-index.js'
import { IndexOverRows } from './index-over-rows.js'
import { IvfIndex } from './ivf-index.js'
import { createKernel } from './kernel/kernel.js'
import { type IndexKind, isExhaustive, planIndex } from './plan.js'
import { calibrate, type RecallReport, RecallWatch } from './recall-watch.js'
import type { ScanQuery } from './scan-query.js'
import type { Hits } from './top-k.js'
import type { VectorIndex } from './vector-index.js'
import type { IndexOptions } from './vector-rows.js'

export interface PlannedIndexOptions extends IndexOptions {
  /** Of rotations, samples and k-means. Default 1. */
  readonly seed?: number
  /** What so many rows are searched with. Default `planIndex`. */
  readonly plan?: (rows: number) => IndexKind
}

/**
 * A `FlatIndex` that gets an approximate one over its rows when they are many (`maintain`, in idle time), and uses it for the
 * searches that gain by it. An index that was right for fewer rows goes on until then.
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

  copy(from: number, to: number): void {
    this.#rows.copy(from, to)
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
   * Idle work: makes the index that the rows of now ask for, fits it anew when they have doubled, else compares its answers to the
   * latest searches with exact ones and has it read more or less. Null where there was nothing to compare.
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
