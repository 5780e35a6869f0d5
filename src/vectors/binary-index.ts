import { directionOf, totalsByAngle } from './angle.js'
import type { ApproximateIndex } from './approximate-index.js'
import { FlatIndex } from './flat-index.js'
import { IndexOverRows } from './index-over-rows.js'
import { createKernel } from './kernel/kernel.js'
import { Rotation } from './rotation.js'
import type { ScanQuery } from './scan-query.js'
import { SignatureRows } from './signature-rows.js'
import type { Hits } from './top-k.js'
import type { IndexOptions } from './vector-rows.js'

export interface BinaryIndexOptions extends IndexOptions {
  /** Of the rotation. Default 1. */
  readonly seed?: number
}

/** Rows in the shortlist for each hit, before anyone has measured what is lost. */
const ROWS_PER_HIT = 60
/** A search counts as one for no fewer hits than a ten-thousandth of the rows: among more rows more lie as near as the best. */
const ROWS_PER_ASSUMED_HIT = 10_000

/**
 * One bit a dimension, an eighth of int8: a pass over signatures finds a shortlist by Hamming distance, a `FlatIndex` scores it.
 * A signature is the signs of `rotate(x - m)`; the share of bits in which two differ is their angle over pi (Charikar, 2002).
 * m is the mean when `train` was last called, and stays when the mean moves; before that every row is read. What the shortlist
 * misses is not found: `effort`, its length for each hit, is what to raise then.
 */
export class BinaryIndex extends IndexOverRows implements ApproximateIndex {
  readonly kind = 'binary'
  readonly #signatures: SignatureRows
  readonly #rotation: Rotation
  #origin: Float32Array
  #distance = 1
  #trained = false
  effort = ROWS_PER_HIT

  /** @param rows how many dimensions, or an index of rows that are there already: call `train` then */
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

  /** Takes the mean of the rows as the origin of all signatures and writes them anew: some ten microseconds a row of 384 dimensions. */
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

  copy(from: number, to: number): void {
    this.exact.copy(from, to)
    this.#sign(to)
  }

  unset(row: number): void {
    this.exact.unset(row)
    this.#signatures.unset(row)
  }

  search(scan: ScanQuery, k: number): Hits {
    const length = Math.ceil(this.effort * Math.max(k, this.size / ROWS_PER_ASSUMED_HIT))
    if (!this.#trained || length >= this.size) return this.exact.search(scan, k)
    const lists = [scan.query, ...(scan.more ?? [])].map((query) => {
      const direction = directionOf(query, this.#origin, scan.centred)
      return this.#signatures.nearest({
        query: this.#rotation.apply(direction.slice()),
        total: totalsByAngle({ scan, query, direction, origin: this.#origin, distance: this.#distance }),
        missing: scan.missing ?? 0,
        rowCount: this.size,
        bias: scan.bias,
        mask: scan.mask,
        k: length,
      })
    })
    const [first, ...others] = lists as [Uint32Array, ...Uint32Array[]]
    return this.exact.searchRows(scan, k, others.length ? Uint32Array.from(new Set(lists.flatMap((rows) => [...rows]))) : first)
  }

  /** Writes a row's signature; returns how far it is from the origin. */
  #sign(row: number): number {
    if (!this.#trained) return 0
    const away = directionOf(this.exact.vector(row), this.#origin, undefined)
    this.#signatures.set(row, this.#rotation.apply(away))
    let squares = 0
    for (let j = 0; j < away.length; j++) squares += away[j]! ** 2
    return Math.sqrt(squares)
  }
}
