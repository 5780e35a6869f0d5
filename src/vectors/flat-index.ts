import { PagekinError } from '../errors.js'
import { checkCount, checkFinite, checkLength, checkVector } from './checks.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { dotProduct, normalize } from './normalize.js'
import { dequantize, type Quantized } from './quantize.js'
import { COARSE_STEP, MAX_QUERIES, RowMemory } from './row-memory.js'
import { roundingMargin } from './scan-margin.js'
import type { Centring, ScanQuery } from './scan-query.js'
import { type Hits, TopK } from './top-k.js'

export interface IndexOptions {
  /** Default: `createKernel()`. */
  readonly kernel?: Kernel
  /** Rows to make room for at once. Default 0. */
  readonly capacity?: number
  /** Bits kept of each int8 code. With 4 the index takes half the memory, and scores are those of codes in steps of 16. Default 8. */
  readonly bits?: 4 | 8
}

const MAX_DIMENSIONS = 65_536

/** Rows that get exact totals first, for k hits (docs/measurements.md#scan). */
const firstLength = (k: number): number => Math.ceil(1.6 * k)

/** Bound of the float32 rounding in a total, as a share of the lengths. */
const ROUNDING = 1e-6

/** A row nearer to the centre than this has no direction but rounding noise: its centred score is 0. */
const MIN_DISTANCE = 1e-6
/** Below this, a squared distance is computed from the differences themselves. */
const NEAR_SQUARES = 0.01

/** The vector whose inner product with a row is wanted, and the constant to add to it. */
interface Prepared {
  readonly vector: Float32Array
  readonly offset: number
}

interface Numbers {
  readonly alpha: number
  readonly beta: number
  readonly missing: number
}

/**
 * Exhaustive search over int8 vectors by row number, in the memory of a scan kernel. A row may have no vector: it keeps its number, its
 * mask and its bias. Scores are those of the codes.
 *
 * Codes are never centred. The cosine about a centre mu is the inner product with a shifted query, plus a constant, times one factor a
 * row. So a new centre rewrites no code. All errors are `usage`.
 */
export class FlatIndex {
  readonly dimensions: number
  readonly #memory: RowMemory
  #size = 0
  #count = 0
  /** No row is longer. */
  #longest = 0
  #centre: Float32Array | null = null

  constructor(dimensions: number, { kernel = createKernel(), capacity = 0, bits = 8 }: IndexOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw usage(`received ${dimensions} dimensions, expected an integer from 1 to ${MAX_DIMENSIONS}`)
    }
    this.dimensions = dimensions
    this.#memory = new RowMemory(kernel, dimensions, checkCount('FlatIndex: capacity', capacity), bits)
  }

  /** Rows, with and without a vector. */
  get size(): number {
    return this.#size
  }

  /** Rows that have a vector. */
  get count(): number {
    return this.#count
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#memory.kernel.buffer.byteLength
  }

  /** Adds rows without a vector at the end, or drops rows from the end. */
  resize(rows: number): void {
    this.#memory.reserve(checkCount('FlatIndex.resize: rows', rows))
    for (let row = rows; row < this.#size; row++) this.unset(row)
    this.#size = rows
  }

  /** Moves the vectors: row r gets that of row `from[r]`, none if that is -1. These are all rows from now on. */
  arrange(from: Int32Array): void {
    for (const row of from) if (row !== -1) this.#checkRow(row)
    this.#memory.arrange(from)
    this.#size = from.length
    this.#count = this.#memory.present.reduce((sum, one) => sum + one, 0)
  }

  /** Gives a row its vector, as `quantize` makes it. */
  set(row: number, vector: Float32Array): void {
    this.#checkRow(row)
    checkLength('FlatIndex.set: vector', vector, this.dimensions)
    this.#place(row, this.#memory.quantize(row, vector))
  }

  /** Gives a row its vector as codes and scale. */
  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.#checkRow(row)
    checkLength('FlatIndex.setCodes: codes', codes, this.dimensions)
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw usage(`received the scale ${scale}, expected a finite number, 0 or more`)
    this.#memory.writeCodes(row, codes)
    this.#place(row, scale)
  }

  /** Removes a row's vector. */
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

  /** The vector that a row's codes stand for. Throws if the row has none. */
  vector(row: number, out: Float32Array = new Float32Array(this.dimensions)): Float32Array {
    this.#checkPresent(row)
    return dequantize(this.#memory.readCodes(row), this.#memory.scales[row]!, out)
  }

  /** A copy of a row's codes, and their scale. Throws if the row has none. */
  codes(row: number): Quantized {
    this.#checkPresent(row)
    return { codes: this.#memory.readCodes(row).slice(), scale: this.#memory.scales[row]! }
  }

  /** The mean of all vectors; 0 if there are none. */
  mean(): Float32Array {
    return this.#meanOf(this.#presentRows(), () => 1, null)
  }

  /**
   * The mean of the vectors of `rows`, each named once; if centred, of `(x - mu) / |x - mu|`. The mean score of a query over these rows is
   * its inner product with this vector (of a `'given'` query, if centred). 0 for no rows. Throws for a row without a vector.
   */
  meanOf(rows: ArrayLike<number>, centred: boolean): Float32Array {
    for (let i = 0; i < rows.length; i++) this.#checkPresent(rows[i]!)
    return centred ? this.#meanOf(rows, (row) => this.#memory.inverses[row]!, this.#requireCentre()) : this.#meanOf(rows, () => 1, null)
  }

  /** Sets the centre mu of centred scores, or removes it. Reads every vector once and writes one number a row. */
  setCentre(mu: Float32Array | null): void {
    if (mu) checkVector('FlatIndex.setCentre: mu', mu, this.dimensions)
    this.#centre = mu?.slice() ?? null
    if (!mu) return
    const { heapRows, squares, scales, inverses } = this.#memory
    const rows = this.#presentRows()
    heapRows.set(rows)
    const inner = this.#memory.rescore(mu, rows.length)
    const centreSquares = dotProduct(mu, mu)
    rows.forEach((row, i) => {
      const distance = squares[row]! * scales[row]! ** 2 - 2 * inner[i]! + centreSquares
      // near the centre the difference of large numbers is rounding noise
      if (distance < NEAR_SQUARES) this.#writeInverse(row)
      else inverses[row] = 1 / Math.sqrt(distance)
    })
  }

  /** `(vector - mu) / |vector - mu|`: a vector in the centred space, for `'given'` queries. 0 at the centre itself. */
  centre(vector: Float32Array): Float32Array {
    const mu = this.#requireCentre()
    checkVector('FlatIndex.centre: vector', vector, this.dimensions)
    const shifted = vector.slice()
    for (let j = 0; j < shifted.length; j++) shifted[j]! -= mu[j]!
    return dotProduct(shifted, shifted) < MIN_DISTANCE ** 2 ? shifted.fill(0) : normalize(shifted)
  }

  /** The exact score s of each of `rows`, before alpha, beta and bias; NaN for a row without a vector. */
  scores(query: Float32Array, rows: ArrayLike<number>, centred?: Centring): Float32Array {
    const { vector, offset } = this.#prepare(query, centred)
    for (let i = 0; i < rows.length; i++) this.#checkRow(rows[i]!)
    const { present, inverses, heapRows } = this.#memory
    const out = new Float32Array(rows.length)
    // rows may repeat, and the kernel has room for as many as the index has
    for (let start = 0; start < rows.length; start += this.#size) {
      const count = Math.min(this.#size, rows.length - start)
      for (let i = 0; i < count; i++) heapRows[i] = rows[start + i]!
      const inner = this.#memory.rescore(vector, count)
      for (let i = 0; i < count; i++) {
        const row = rows[start + i]!
        // one assignment a kind: a number chosen among several would be an object
        if (!present[row]) out[start + i] = Number.NaN
        else if (centred) out[start + i] = (inner[i]! + offset) * inverses[row]!
        else out[start + i] = inner[i]!
      }
    }
    return out
  }

  /**
   * The k rows with the highest totals, best first, ties to the lower row; fewer if the mask allows fewer. The scan reads the upper
   * nibbles and ranks each row by the highest total that its lower nibbles could give (`roundingMargin`). Then the first rows get exact
   * totals from the float32 query and whole codes. Last, so does every other row that could still belong to the k.
   */
  search(scan: ScanQuery, k: number): Hits {
    const numbers = this.#check(scan, k)
    const prepared = [scan.query, ...(scan.more ?? [])].map((query) => this.#prepare(query, scan.centred))
    const memory = this.#memory
    if (scan.bias) memory.biases.set(scan.bias)
    if (scan.mask) memory.mask.set(scan.mask)
    this.#writeQueries(prepared, numbers.alpha)
    const { offsets, stride } = memory
    memory.kernel.scan({
      ...offsets,
      ...numbers,
      stride,
      rowCount: this.#size,
      inverses: scan.centred ? offsets.inverses : 0,
      biases: scan.bias ? offsets.biases : 0,
      mask: scan.mask ? offsets.mask : 0,
      queryCount: prepared.length,
    })
    const best = (most: number, floor: number) => memory.kernel.best({ ...offsets, count: this.#size, k: most, floor })
    const found = best(Math.min(this.#size, firstLength(k)), Number.NEGATIVE_INFINITY)
    const hits = this.#rescore(scan, numbers, prepared, found, k)
    // with fewer than k hits, every row has its exact total already
    const possible = best(this.#size, above(hits.scores[k - 1] ?? Number.POSITIVE_INFINITY))
    return possible <= found ? hits : this.#rescore(scan, numbers, prepared, possible, k)
  }

  /** Writes the queries for the scan, with margins that make scores as high as they may be (as low, if alpha is negative). */
  #writeQueries(prepared: readonly Prepared[], alpha: number): void {
    const { dimensions } = this
    const longest = this.#longest
    prepared.forEach(({ vector, offset }, place) => {
      const length = Math.sqrt(dotProduct(vector, vector))
      const sign = Math.sign(alpha)
      const scale = this.#memory.writeQuery(place, vector, sign * roundingMargin(dimensions, COARSE_STEP, length))
      this.#memory.writeOffset(place, offset + sign * (roundingMargin(dimensions, scale, longest) + ROUNDING * length * longest))
    })
  }

  /** The best k of the `found` rows in the heap, by exact totals. */
  #rescore({ bias, centred }: ScanQuery, { alpha, beta, missing }: Numbers, prepared: readonly Prepared[], found: number, k: number): Hits {
    const { present, inverses } = this.#memory
    const rows = this.#memory.heapRows.slice(0, found)
    const scores = new Float64Array(found).fill(Number.NEGATIVE_INFINITY)
    for (const { vector, offset } of prepared) {
      const inner = this.#memory.rescore(vector, found)
      for (let i = 0; i < found; i++) {
        scores[i] = Math.max(scores[i]!, centred ? (inner[i]! + offset) * inverses[rows[i]!]! : inner[i]!)
      }
    }
    const best = TopK.of(Math.min(k, found))
    for (let i = 0; i < found; i++) {
      const row = rows[i]!
      best.offer(row, (present[row] ? alpha * scores[i]! + beta : missing) + (bias ? bias[row]! : 0))
    }
    return best.drain()
  }

  #prepare(vector: Float32Array, centred: Centring | undefined): Prepared {
    checkVector('FlatIndex: query', vector, this.dimensions)
    if (!centred) return { vector, offset: 0 }
    const mu = this.#requireCentre()
    const query = centred === 'shift' ? this.centre(vector) : vector
    return { vector: query, offset: -dotProduct(query, mu) }
  }

  #place(row: number, scale: number): void {
    const { scales, squares, present } = this.#memory
    scales[row] = scale
    this.#longest = Math.max(this.#longest, Math.sqrt(squares[row]!) * scale)
    if (present[row] === 0) this.#count++
    present[row] = 1
    if (this.#centre) this.#writeInverse(row)
  }

  /** Writes `1 / |x - mu|` of a row, from its differences. */
  #writeInverse(row: number): void {
    const mu = this.#centre!
    const vector = this.vector(row)
    let squares = 0
    for (let j = 0; j < vector.length; j++) squares += (vector[j]! - mu[j]!) ** 2
    const distance = Math.sqrt(squares)
    this.#memory.inverses[row] = distance < MIN_DISTANCE ? 0 : 1 / distance
  }

  /** Mean of `factor(row) * (x - mu)` over the rows. */
  #meanOf(rows: ArrayLike<number>, factor: (row: number) => number, mu: Float32Array | null): Float32Array {
    const { scales } = this.#memory
    const factors = Float64Array.from(rows, factor)
    const sum = this.#memory.sumRows(
      rows,
      factors.map((value, i) => value * scales[rows[i]!]!),
    )
    const total = factors.reduce((all, value) => all + value, 0)
    return Float32Array.from(sum, (value, j) => (value - total * (mu ? mu[j]! : 0)) / Math.max(1, rows.length))
  }

  #presentRows(): Uint32Array {
    const rows = new Uint32Array(this.#count)
    for (let row = 0, at = 0; row < this.#size; row++) if (this.#memory.present[row]) rows[at++] = row
    return rows
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

  #check({ alpha = 1, beta = 0, missing = 0, bias, mask, more = [] }: ScanQuery, k: number): Numbers {
    checkCount('FlatIndex.search: k', k)
    checkFinite('FlatIndex.search: alpha', alpha)
    checkFinite('FlatIndex.search: beta', beta)
    if (!Number.isNaN(missing)) checkFinite('FlatIndex.search: missing', missing)
    if (bias) checkLength('FlatIndex.search: bias', bias, this.#size)
    if (mask) checkLength('FlatIndex.search: mask', mask, this.#size)
    if (more.length >= MAX_QUERIES) throw usage(`received ${more.length + 1} queries, expected ${MAX_QUERIES} at most`)
    return { alpha, beta, missing }
  }
}

/**
 * The next float32. A row whose total equals the last hit cannot replace it: of equal totals the first list has the lower rows. All rows
 * without a vector may share one total.
 */
function above(score: number): number {
  const value = Float32Array.of(score)
  if (value[0]! > score) return value[0]!
  const bits = new Int32Array(value.buffer)
  if (value[0] === 0) bits[0] = 1
  else if (value[0]! < Number.POSITIVE_INFINITY) bits[0]! += value[0]! > 0 ? 1 : -1
  return value[0]!
}

function usage(why: string): PagekinError {
  return new PagekinError('usage', `FlatIndex: ${why}`)
}
