import { PagekinError } from '../errors.js'
import { checkCount, checkFinite, checkLength, checkVector } from './checks.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { dotProduct, normalize } from './normalize.js'
import { dequantize, MAX_CODE, maxQueryCode, type Quantized, quantizeInto } from './quantize.js'
import { RowMemory } from './row-memory.js'
import type { Centring, ScanQuery } from './scan-query.js'
import { type Hits, TopK } from './top-k.js'

export interface FlatIndexOptions {
  /** Default: `createKernel()`. */
  readonly kernel?: Kernel
  /** Rows to make room for at once. Default 0. */
  readonly capacity?: number
}

const MAX_DIMENSIONS = 65_536

/** Nearer to the centre than this, the direction of a float32 unit vector is rounding noise, and its centred score is 0. */
const MIN_DISTANCE = 1e-6

/**
 * Rows to score exactly for k hits. The scan's own error is that of int16 query codes and float32, about 1e-5 of a cosine,
 * so only near ties change places.
 */
const shortlistLength = (k: number): number => k + 32

/**
 * Exhaustive search over int8 vectors in the memory of a scan kernel. A row may be without a vector: it keeps its number,
 * its mask and its bias. Codes are never centred: the cosine about a centre mu is the inner product with a shifted query,
 * plus a constant, times one factor a row, so that moving mu rewrites no code. All errors are `usage`.
 */
export class FlatIndex {
  readonly dimensions: number
  readonly kernelKind: 'wasm' | 'js'
  readonly #memory: RowMemory
  #size = 0
  #count = 0
  #centre: Float32Array | null = null

  constructor(dimensions: number, options: FlatIndexOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw usage(`received ${dimensions} dimensions, expected an integer from 1 to ${MAX_DIMENSIONS}`)
    }
    const { kernel = createKernel(), capacity = 0 } = options
    this.dimensions = dimensions
    this.kernelKind = kernel.kind
    this.#memory = new RowMemory(kernel, dimensions, checkCount('FlatIndex: capacity', capacity))
  }

  /** Rows, with those that have no vector. */
  get size(): number {
    return this.#size
  }

  /** Rows that have a vector. */
  get count(): number {
    return this.#count
  }

  /** Adds rows without a vector at the end, or drops rows from the end. */
  resize(rows: number): void {
    this.#memory.reserve(checkCount('FlatIndex.resize: rows', rows))
    for (let row = rows; row < this.#size; row++) this.unset(row)
    this.#size = rows
  }

  /** Gives a row its vector, as int8 codes with one scale. */
  set(row: number, vector: Float32Array): void {
    this.#checkRow(row)
    checkLength('FlatIndex.set: vector', vector, this.dimensions)
    const scale = quantizeInto(vector, this.#codes(row), MAX_CODE)
    this.#place(row, scale)
  }

  /** Gives a row its vector as `quantize` made it. */
  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.#checkRow(row)
    checkLength('FlatIndex.setCodes: codes', codes, this.dimensions)
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw usage(`received the scale ${scale}, expected a finite number, 0 or more`)
    this.#codes(row).set(codes)
    this.#place(row, scale)
  }

  /** Takes a row's vector away. */
  unset(row: number): void {
    if (!this.has(row)) return
    this.#memory.present[row] = 0
    this.#count--
  }

  /** Whether a row has a vector. */
  has(row: number): boolean {
    this.#checkRow(row)
    return this.#memory.present[row] === 1
  }

  /** The vector of a row, as its codes give it. Throws when it has none. */
  vector(row: number, out?: Float32Array): Float32Array {
    this.#checkPresent(row)
    return dequantize(this.#codes(row), this.#memory.scales[row]!, out)
  }

  /** A copy of a row's codes, and its scale. Throws when it has none. */
  codes(row: number): Quantized {
    this.#checkPresent(row)
    return { codes: this.#codes(row).slice(), scale: this.#memory.scales[row]! }
  }

  /** The mean of all vectors; 0 where there are none. */
  mean(): Float32Array {
    return this.#meanOf(presentRows(this.#memory.present, this.#size), () => 1, null)
  }

  /**
   * The mean of the vectors of `rows`, each of which has one; if centred, of `(x - mu) / |x - mu|`. The mean of the scores
   * of a query over these rows is its inner product with this vector (`'given'` queries, when centred). 0 for no rows.
   */
  meanOf(rows: ArrayLike<number>, centred: boolean): Float32Array {
    for (let i = 0; i < rows.length; i++) this.#checkPresent(rows[i]!)
    return centred ? this.#meanOf(rows, (row) => this.#memory.inverses[row]!, this.#requireCentre()) : this.#meanOf(rows, () => 1, null)
  }

  /** Sum of `factor(row) * (x - mu)` over the rows, by their number. */
  #meanOf(rows: ArrayLike<number>, factor: (row: number) => number, mu: Float32Array | null): Float32Array {
    const { dimensions } = this
    const sum = new Float64Array(dimensions)
    let factors = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const codes = this.#codes(row)
      const scale = this.#memory.scales[row]! * factor(row)
      factors += factor(row)
      for (let j = 0; j < dimensions; j++) sum[j]! += codes[j]! * scale
    }
    return Float32Array.from(sum, (total, j) => (total - factors * (mu ? mu[j]! : 0)) / Math.max(1, rows.length))
  }

  /** Sets mu, the centre of centred scores, or takes it away. Reads every vector once, writes one number a row. */
  setCentre(mu: Float32Array | null): void {
    if (mu) checkVector('FlatIndex.setCentre: mu', mu, this.dimensions)
    this.#centre = mu?.slice() ?? null
    for (let row = 0; row < this.#size; row++) if (this.#memory.present[row]) this.#updateInverse(row)
  }

  /** `(vector - mu) / |vector - mu|`: a vector in the centred space, of which `'given'` queries are made. 0 at the centre itself. */
  centre(vector: Float32Array): Float32Array {
    const mu = this.#requireCentre()
    checkVector('FlatIndex.centre: vector', vector, this.dimensions)
    const shifted = vector.map((value, j) => value - mu[j]!)
    return dotProduct(shifted, shifted) < MIN_DISTANCE ** 2 ? shifted.fill(0) : normalize(shifted)
  }

  /**
   * The k rows with the highest totals, best first, ties to the lower row; fewer where the mask allows fewer. The scan finds
   * a shortlist with an int16 query; its scores are then taken from the float32 query and the dequantised rows.
   */
  search(scan: ScanQuery, k: number): Hits {
    checkCount('FlatIndex.search: k', k)
    const { bias, mask } = scan
    const alpha = checkFinite('FlatIndex.search: alpha', scan.alpha ?? 1)
    const beta = checkFinite('FlatIndex.search: beta', scan.beta ?? 0)
    const missing = checkFinite('FlatIndex.search: missing', scan.missing ?? 0)
    if (bias) checkLength('FlatIndex.search: bias', bias, this.#size)
    if (mask) checkLength('FlatIndex.search: mask', mask, this.#size)
    const { query, offset } = this.#prepare(scan.query, scan.centred)

    const memory = this.#memory
    const { offsets, stride } = memory
    if (bias) memory.biases.set(bias)
    if (mask) memory.mask.set(mask)
    const found = memory.kernel.scan({
      ...offsets,
      rowCount: this.#size,
      stride,
      inverses: scan.centred ? offsets.inverses : 0,
      biases: bias ? offsets.biases : 0,
      mask: mask ? offsets.mask : 0,
      queryScale: quantizeInto(query, memory.query, maxQueryCode(stride)),
      offset,
      alpha,
      beta,
      missing,
      k: Math.min(this.#size, shortlistLength(k)),
    })

    const best = TopK.of(Math.min(k, found))
    for (const row of memory.heapRows.subarray(0, found)) {
      const total = memory.present[row] ? alpha * this.#score(row, query, offset, scan.centred) + beta : missing
      best.offer(row, total + (bias ? bias[row]! : 0))
    }
    return best.drain()
  }

  /** The exact score s of each of `rows`, before alpha, beta and bias; NaN for a row without a vector. */
  scores(query: Float32Array, rows: ArrayLike<number>, centred?: Centring): Float32Array {
    const prepared = this.#prepare(query, centred)
    return Float32Array.from(rows, (row) => (this.has(row) ? this.#score(row, prepared.query, prepared.offset, centred) : Number.NaN))
  }

  /** The vector whose inner product with a row is wanted, and the constant to add to it. */
  #prepare(vector: Float32Array, centred: Centring | undefined): { query: Float32Array; offset: number } {
    checkVector('FlatIndex: query', vector, this.dimensions)
    if (!centred) return { query: vector, offset: 0 }
    const mu = this.#requireCentre()
    const query = centred === 'shift' ? this.centre(vector) : vector
    return { query, offset: -dotProduct(query, mu) }
  }

  #score(row: number, query: Float32Array, offset: number, centred: Centring | undefined): number {
    const inner = dotProduct(this.#codes(row), query) * this.#memory.scales[row]!
    return centred ? (inner + offset) * this.#memory.inverses[row]! : inner
  }

  #place(row: number, scale: number): void {
    this.#memory.scales[row] = scale
    if (this.#memory.present[row] === 0) this.#count++
    this.#memory.present[row] = 1
    this.#updateInverse(row)
  }

  #updateInverse(row: number): void {
    const mu = this.#centre
    if (!mu) return
    const codes = this.#codes(row)
    const scale = this.#memory.scales[row]!
    let squares = 0
    for (let j = 0; j < codes.length; j++) squares += (codes[j]! * scale - mu[j]!) ** 2
    const distance = Math.sqrt(squares)
    this.#memory.inverses[row] = distance < MIN_DISTANCE ? 0 : 1 / distance
  }

  /** A view: it dies when the memory grows. */
  #codes(row: number): Int8Array {
    const start = row * this.#memory.stride
    return this.#memory.codes.subarray(start, start + this.dimensions)
  }

  #requireCentre(): Float32Array {
    if (!this.#centre) throw usage('a centred score needs a centre; call setCentre first')
    return this.#centre
  }

  #checkRow(row: number): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.#size)) throw usage(`received row ${row}, expected 0 to ${this.#size - 1}`)
  }

  #checkPresent(row: number): void {
    if (!this.has(row)) throw usage(`row ${row} has no vector; ask has(row) first`)
  }
}

function usage(why: string): PagekinError {
  return new PagekinError('usage', `FlatIndex: ${why}`)
}

function presentRows(present: Uint8Array, size: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < size; row++) if (present[row]) rows.push(row)
  return rows
}
