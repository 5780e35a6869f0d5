import { FlatIndex, type IndexOptions } from '../../../src/vectors/flat-index.js'
import { createKernel } from '../../../src/vectors/kernel/kernel.js'
import type { ScanQuery } from '../../../src/vectors/scan-query.js'
import type { Hits } from '../../../src/vectors/top-k.js'
import { directionOf, totalsByAngle } from './angle.js'
import type { ApproximateIndex } from './approximate-index.js'
import { IndexOverRows } from './index-over-rows.js'
import { Rotation } from './rotation.js'
import { SignatureRows } from './signature-rows.js'

export interface BinaryIndexOptions extends IndexOptions {
  /** Seed of the rotation. Default 1. */
  readonly seed?: number
}

/** Rows in the shortlist for each hit, before calibration (docs/measurements.md#approximate-indexes). */
const ROWS_PER_HIT = 60
/** The shortlist is as if k were a ten-thousandth of the rows at least: more rows lie as near as the best among more rows. */
const ROWS_PER_ASSUMED_HIT = 10_000

/**
 * Signatures of one bit a dimension, an eighth of int8. A pass over signatures finds a shortlist by Hamming distance, and a `FlatIndex`
 * scores it. A signature is the signs of `rotate(x - m)`; the share of bits in which two differ is their angle over pi (Charikar, 2002).
 * m is the mean at the last `train`; before that, a search reads every row. `effort` is the length of the shortlist for each hit.
 */
export class BinaryIndex extends IndexOverRows implements ApproximateIndex {
  readonly kind = 'binary'
  readonly #signatures: SignatureRows
  readonly #rotation: Rotation
  #origin: Float32Array
  #distance = 1
  #trained = false
  effort = ROWS_PER_HIT

  /** @param rows the number of dimensions, or an index that has its rows; then call `train` */
  constructor(rows: number | FlatIndex, options: BinaryIndexOptions = {}) {
    const kernel = options.kernel ?? createKernel()
    super(typeof rows === 'number' ? new FlatIndex(rows, { ...options, kernel }) : rows)
    this.#signatures = new SignatureRows(kernel, this.dimensions, Math.max(this.size, options.capacity ?? 0))
    this.#rotation = new Rotation(this.dimensions, options.seed ?? 1)
    this.#origin = new Float32Array(this.dimensions)
  }

  get bytes(): number {
    return this.exact.bytes + this.#signatures.bytes
  }

  get mostEffort(): number {
    return Math.max(1, this.size)
  }

  /** Makes the mean of the rows the origin of all signatures and rewrites them. */
  train(): void {
    this.#origin = this.exact.mean()
    this.#trained = true
    let distances = 0
    for (let row = 0; row < this.size; row++) if (this.has(row)) distances += this.#sign(row)
    this.#distance = this.count ? distances / this.count : 1
  }

  resize(rows: number): void {
    for (let row = rows; row < this.size; row++) this.#signatures.unset(row)
    this.exact.resize(rows)
    this.#signatures.reserve(rows)
  }

  set(row: number, vector: Float32Array): void {
    this.exact.set(row, vector)
    this.#sign(row)
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.exact.setCodes(row, codes, scale)
    this.#sign(row)
  }

  unset(row: number): void {
    this.exact.unset(row)
    this.#signatures.unset(row)
  }

  search(scan: ScanQuery, k: number): Hits {
    const length = Math.ceil(this.effort * Math.max(k, this.size / ROWS_PER_ASSUMED_HIT))
    if (!this.#trained || length >= this.size) return this.exact.search(scan, k)
    const mask = new Uint8Array(this.size)
    for (const query of [scan.query, ...(scan.more ?? [])]) {
      const direction = directionOf(query, this.#origin, scan.centred)
      const shortlist = this.#signatures.nearest({
        query: this.#rotation.apply(direction.slice()),
        total: totalsByAngle({ scan, query, direction, origin: this.#origin, distance: this.#distance }),
        missing: scan.missing ?? 0,
        rowCount: this.size,
        bias: scan.bias,
        mask: scan.mask,
        k: length,
      })
      for (const row of shortlist) mask[row] = 1
    }
    return this.exact.search({ ...scan, mask }, k)
  }

  /** Writes a row's signature. Returns the row's distance from the origin. */
  #sign(row: number): number {
    if (!this.#trained) return 0
    const away = directionOf(this.exact.vector(row), this.#origin, undefined)
    this.#signatures.set(row, this.#rotation.apply(away))
    let squares = 0
    for (let j = 0; j < away.length; j++) squares += away[j]! ** 2
    return Math.sqrt(squares)
  }
}
