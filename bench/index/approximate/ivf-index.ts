import { listCentroids } from '../../../src/vectors/approximate/list-centroids.js'
import { NearestCentroid } from '../../../src/vectors/approximate/nearest-centroid.js'
import { checkCount, checkLength } from '../../../src/vectors/checks.js'
import { FlatIndex, type IndexOptions } from '../../../src/vectors/flat-index.js'
import { createKernel, type Kernel } from '../../../src/vectors/kernel/kernel.js'
import { normalize } from '../../../src/vectors/normalize.js'
import type { ScanQuery } from '../../../src/vectors/scan-query.js'
import { sampleRows } from '../../../src/vectors/statistics.js'
import type { Hits } from '../../../src/vectors/top-k.js'
import { directionOf } from './angle.js'
import type { ApproximateIndex } from './approximate-index.js'
import { IndexOverRows } from './index-over-rows.js'
import { countAllowed } from './plan.js'
import { RowLists } from './row-lists.js'

export interface IvfIndexOptions extends IndexOptions {
  /** Seed of the sample and of k-means. Default 1. */
  readonly seed?: number
  /** Number of lists. Default: 4 times the square root of the rows at `train`. */
  readonly nlist?: number
}

/** Lists that a search reads, before calibration (docs/measurements.md#approximate-indexes). */
const FIRST_NPROBE = 64
const SAMPLE_PER_LIST = 24

/**
 * An inverted file. K-means of a sample puts every row into the list of its nearest centroid, by its direction from the mean at `train`.
 * A search reads the `nprobe` lists whose centroids are nearest to the query. Lists hold row numbers, so that adding and removing rows
 * rewrites nothing else. A search reads every allowed row before `train`, with a bias (the best total may be in any list), and under a mask
 * that allows no more rows than the lists hold.
 */
export class IvfIndex extends IndexOverRows implements ApproximateIndex {
  readonly kind = 'ivf'
  readonly #kernel: Kernel
  readonly #seed: number
  readonly #nlist: number | undefined
  #origin: Float32Array
  #centroids: FlatIndex | null = null
  #nearest: NearestCentroid | null = null
  /** One list for each centroid, and one for the rows without a vector. */
  #lists = new RowLists(1)
  /** The number of lists that a search reads (nprobe). */
  effort = FIRST_NPROBE

  /** @param rows the number of dimensions, or an index that has its rows; then call `train` */
  constructor(rows: number | FlatIndex, options: IvfIndexOptions = {}) {
    const kernel = options.kernel ?? createKernel()
    super(typeof rows === 'number' ? new FlatIndex(rows, { ...options, kernel }) : rows)
    this.#kernel = kernel
    this.#seed = options.seed ?? 1
    this.#nlist = options.nlist === undefined ? undefined : Math.max(1, checkCount('IvfIndex: nlist', options.nlist))
    this.#origin = new Float32Array(this.dimensions)
  }

  get bytes(): number {
    return this.exact.bytes + this.#lists.bytes + (this.#centroids?.bytes ?? 0)
  }

  /** Number of lists; 0 before `train`. */
  get nlist(): number {
    return this.#centroids?.size ?? 0
  }

  get mostEffort(): number {
    return Math.max(1, this.nlist)
  }

  train(): void {
    if (this.count === 0) {
      this.#centroids = null
      this.#nearest = null
      return
    }
    this.#origin = this.exact.mean()
    const clusters = this.#nlist ?? Math.ceil(4 * Math.sqrt(this.count))
    const rows = sampleRows(this.size, { size: clusters * SAMPLE_PER_LIST, seed: this.#seed, accept: (row) => this.has(row) })
    const sample = new Float32Array(rows.length * this.dimensions)
    rows.forEach((row, i) => {
      sample.set(this.#direction(row), i * this.dimensions)
    })
    const centroids = listCentroids(sample, this.dimensions, { clusters, seed: this.#seed, kernel: this.#kernel })
    this.#centroids = new FlatIndex(this.dimensions, { kernel: this.#kernel })
    this.#centroids.resize(centroids.length / this.dimensions)
    for (let list = 0; list < this.nlist; list++) {
      this.#centroids.set(list, centroids.subarray(list * this.dimensions, (list + 1) * this.dimensions))
    }
    this.#nearest = new NearestCentroid(this.#kernel, this.dimensions, centroids)
    this.#lists = new RowLists(this.nlist + 1)
    this.#assign(Array.from({ length: this.size }, (_, row) => row))
  }

  resize(rows: number): void {
    const before = this.size
    for (let row = rows; row < before; row++) this.#lists.take(row)
    this.exact.resize(rows)
    this.#assign(Array.from({ length: Math.max(0, rows - before) }, (_, i) => before + i))
  }

  set(row: number, vector: Float32Array): void {
    this.exact.set(row, vector)
    this.#assign([row])
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.exact.setCodes(row, codes, scale)
    this.#assign([row])
  }

  unset(row: number): void {
    this.exact.unset(row)
    this.#assign([row])
  }

  search(scan: ScanQuery, k: number): Hits {
    checkCount('IvfIndex.search: k', k)
    const centroids = this.#centroids
    if (!centroids || scan.bias || this.effort >= centroids.size) return this.exact.search(scan, k)
    if (scan.mask) {
      checkLength('IvfIndex.search: mask', scan.mask, this.size)
      // the best of few rows may be in any list, and reading them all costs no more than reading the lists
      if (countAllowed(scan.mask) * centroids.size <= this.size * this.effort) return this.exact.search(scan, k)
    }
    const directions = [scan.query, ...(scan.more ?? [])].map((query) => directionOf(query, this.#origin, scan.centred))
    const [query, ...more] = directions as [Float32Array, ...Float32Array[]]
    // a negative alpha ranks the farthest rows first
    const alpha = Math.sign(scan.alpha ?? 1) || 1
    for (let nprobe = Math.ceil(this.effort); ; nprobe *= 2) {
      if (nprobe >= centroids.size) return this.exact.search(scan, k)
      const lists = [...centroids.search({ query, more, alpha }, nprobe).rows]
      if (!Number.isNaN(scan.missing)) lists.push(this.nlist)
      const mask = this.#maskOf(lists, scan.mask)
      if (countAllowed(mask) >= k) return this.exact.search({ ...scan, mask }, k)
    }
  }

  /** Allows the rows of some lists that another mask allows. */
  #maskOf(lists: readonly number[], allowed: Uint8Array | undefined): Uint8Array {
    const mask = new Uint8Array(this.size)
    for (const list of lists) for (const row of this.#lists.rows(list)) mask[row] = allowed ? allowed[row]! : 1
    return mask
  }

  #assign(rows: readonly number[]): void {
    if (!this.#nearest) return
    const present = rows.filter((row) => this.has(row))
    const lists = this.#nearest.find(present.length, (i, out) => out.set(this.#direction(present[i]!)))
    present.forEach((row, i) => {
      this.#lists.put(row, lists[i]!)
    })
    for (const row of rows) if (!this.has(row)) this.#lists.put(row, this.nlist)
  }

  #direction(row: number): Float32Array {
    return normalize(directionOf(this.exact.vector(row), this.#origin, undefined))
  }
}
