import { PagekinError } from '../errors.js'
import { checkCount, checkFinite, checkLength, checkVector } from './checks.js'
import { HalfRows } from './half-rows.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { dotProduct, normalize } from './normalize.js'
import { dequantize, MAX_CODE, type Quantized, quantizeInto } from './quantize.js'
import { RowMemory } from './row-memory.js'
import type { Centring } from './scan-query.js'

export interface IndexOptions {
  /** Default: `createKernel()`. */
  readonly kernel?: Kernel
  /** Rows to make room for at once. Default 0. */
  readonly capacity?: number
  /**
   * Vectors given as float32 (`set`, not `setCodes`) are kept as float16 beside their codes, and scores taken from there, while both
   * fit into so many MB. Beyond, the codes alone are kept. Default 16; 0 keeps codes only.
   */
  readonly budgetMB?: number
}

const MAX_DIMENSIONS = 65_536

/** Nearer to the centre than this, the direction of a float32 unit vector is rounding noise, and its centred score is 0. */
const MIN_DISTANCE = 1e-6
/** Nearer than this, a squared distance is taken from the differences themselves. */
const NEAR_SQUARES = 0.01

/** A vector whose inner product with a row is wanted, and the constant to add to it. */
export interface Prepared {
  readonly vector: Float32Array
  readonly offset: number
}

/**
 * int8 vectors in the memory of a scan kernel, and what can be said of some of them. Codes are never centred: the cosine about a
 * centre mu is the inner product with a shifted query, plus a constant, times one factor a row, so that moving mu rewrites no code.
 */
export class VectorRows {
  readonly dimensions: number
  readonly kernelKind: 'wasm' | 'js'
  protected readonly memory: RowMemory
  readonly #kernel: Kernel
  readonly #budgetBytes: number
  /** Null before the first float32 vector, and from the moment that the rows are more than the budget allows. */
  protected halves: HalfRows | null = null
  #size = 0
  #count = 0
  #centre: Float32Array | null = null
  /** No row is longer. */
  protected longest = 0
  /** No row's scale is larger. */
  protected coarsest = 0

  constructor(dimensions: number, options: IndexOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw usage(`received ${dimensions} dimensions, expected an integer from 1 to ${MAX_DIMENSIONS}`)
    }
    const { kernel = createKernel(), capacity = 0, budgetMB = 16 } = options
    this.dimensions = dimensions
    this.kernelKind = kernel.kind
    this.#kernel = kernel
    this.#budgetBytes = checkFinite('FlatIndex: budgetMB', budgetMB) * 2 ** 20
    this.memory = new RowMemory(kernel, dimensions, checkCount('FlatIndex: capacity', capacity))
  }

  get size(): number {
    return this.#size
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.memory.kernel.buffer.byteLength + (this.halves?.bytes ?? 0)
  }

  resize(rows: number): void {
    this.memory.reserve(checkCount('FlatIndex.resize: rows', rows))
    for (let row = rows; row < this.#size; row++) this.unset(row)
    this.#size = rows
    if (this.#fitsHalves()) this.halves?.reserve(rows)
    else this.halves = null
  }

  /** Gives a row its vector, as int8 codes with one scale, and as float16 while the budget allows. */
  set(row: number, vector: Float32Array): void {
    this.checkRow(row)
    checkLength('FlatIndex.set: vector', vector, this.dimensions)
    const scale = quantizeInto(vector, this.#codes(row), MAX_CODE)
    if (this.#fitsHalves()) {
      this.halves ??= new HalfRows(this.#kernel, this.dimensions, this.#size)
      this.halves.set(row, vector)
    }
    this.#place(row, scale)
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.checkRow(row)
    checkLength('FlatIndex.setCodes: codes', codes, this.dimensions)
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw usage(`received the scale ${scale}, expected a finite number, 0 or more`)
    this.#codes(row).set(codes)
    this.halves?.unset(row)
    this.#place(row, scale)
  }

  copy(from: number, to: number): void {
    this.#checkPresent(from)
    this.checkRow(to)
    this.#codes(to).set(this.#codes(from))
    this.halves?.copy(from, to)
    this.#place(to, this.memory.scales[from]!)
  }

  unset(row: number): void {
    if (!this.has(row)) return
    this.memory.present[row] = 0
    this.halves?.unset(row)
    this.#count--
  }

  has(row: number): boolean {
    this.checkRow(row)
    return this.memory.present[row] === 1
  }

  vector(row: number, out: Float32Array = new Float32Array(this.dimensions)): Float32Array {
    this.#checkPresent(row)
    return this.#read(row, out)
  }

  /** A copy of a row's codes, and its scale. Throws when it has none. */
  codes(row: number): Quantized {
    this.#checkPresent(row)
    return { codes: this.#codes(row).slice(), scale: this.memory.scales[row]! }
  }

  /** The mean of all vectors; 0 where there are none. */
  mean(): Float32Array {
    return this.#meanOf(presentRows(this.memory.present, this.#size), () => 1, null)
  }

  /**
   * The mean of the vectors of `rows`, each of which has one and is named once; if centred, of `(x - mu) / |x - mu|`. The mean of the scores
   * of a query over these rows is its inner product with this vector (`'given'` queries, when centred). 0 for no rows.
   */
  meanOf(rows: ArrayLike<number>, centred: boolean): Float32Array {
    for (let i = 0; i < rows.length; i++) this.#checkPresent(rows[i]!)
    return centred ? this.#meanOf(rows, (row) => this.memory.inverses[row]!, this.#requireCentre()) : this.#meanOf(rows, () => 1, null)
  }

  /** Sum of `factor(row) * (x - mu)` over the rows, by their number. */
  #meanOf(rows: ArrayLike<number>, factor: (row: number) => number, mu: Float32Array | null): Float32Array {
    const { dimensions } = this
    const coded: number[] = []
    const codeFactors: number[] = []
    const halved: number[] = []
    let factors = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const weight = factor(row)
      factors += weight
      if (this.halves?.has(row)) halved.push(row)
      else {
        coded.push(row)
        codeFactors.push(weight * this.memory.scales[row]!)
      }
    }
    const sum = this.memory.sumRows(coded, codeFactors, dimensions)
    const vector = new Float32Array(dimensions)
    for (const row of halved) {
      const weight = factor(row)
      this.#read(row, vector)
      for (let j = 0; j < dimensions; j++) sum[j]! += vector[j]! * weight
    }
    return Float32Array.from(sum, (total, j) => (total - factors * (mu ? mu[j]! : 0)) / Math.max(1, rows.length))
  }

  /** Sets mu, the centre of centred scores, or takes it away. Reads every vector once, writes one number a row. */
  setCentre(mu: Float32Array | null): void {
    if (mu) checkVector('FlatIndex.setCentre: mu', mu, this.dimensions)
    this.#centre = mu?.slice() ?? null
    if (!mu) return
    const rows = Uint32Array.from(presentRows(this.memory.present, this.#size))
    this.memory.heapRows.set(rows)
    const inner = this.memory.rescore(mu, rows.length).slice()
    const centreSquares = dotProduct(mu, mu)
    rows.forEach((row, i) => {
      const squares = this.memory.squares[row]! * this.memory.scales[row]! ** 2 - 2 * inner[i]! + centreSquares
      // near the centre the difference of large numbers is rounding noise
      if (this.halves?.has(row) || squares < NEAR_SQUARES) this.#updateInverse(row)
      else this.memory.inverses[row] = 1 / Math.sqrt(squares)
    })
  }

  /** `(vector - mu) / |vector - mu|`: a vector in the centred space, of which `'given'` queries are made. 0 at the centre itself. */
  centre(vector: Float32Array): Float32Array {
    const mu = this.#requireCentre()
    checkVector('FlatIndex.centre: vector', vector, this.dimensions)
    const shifted = vector.map((value, j) => value - mu[j]!)
    return dotProduct(shifted, shifted) < MIN_DISTANCE ** 2 ? shifted.fill(0) : normalize(shifted)
  }

  /** The exact score s of each of `rows`, before alpha, beta and bias; NaN for a row without a vector. */
  scores(query: Float32Array, rows: ArrayLike<number>, centred?: Centring): Float32Array {
    const { vector, offset } = this.prepare(query, centred)
    for (let i = 0; i < rows.length; i++) this.checkRow(rows[i]!)
    const { present, inverses } = this.memory
    const out = new Float32Array(rows.length)
    // a list of rows may name some twice, and the room for one is that of all rows
    for (let start = 0; start < rows.length; start += this.#size) {
      const some = Uint32Array.from({ length: Math.min(this.#size, rows.length - start) }, (_, i) => rows[start + i]!)
      this.memory.heapRows.set(some)
      this.inner(vector, some.length).forEach((inner, i) => {
        const row = some[i]!
        out[start + i] = present[row] ? (centred ? (inner + offset) * inverses[row]! : inner) : Number.NaN
      })
    }
    return out
  }

  /** Inner products with the first `count` rows of `heapRows`: a view of `heapScores`. */
  protected inner(vector: Float32Array, count: number): Float32Array {
    const scores = this.memory.rescore(vector, count)
    this.halves?.rescore(vector, this.memory.heapRows.subarray(0, count), scores)
    return scores
  }

  protected prepare(vector: Float32Array, centred: Centring | undefined): Prepared {
    checkVector('FlatIndex: query', vector, this.dimensions)
    if (!centred) return { vector, offset: 0 }
    const mu = this.#requireCentre()
    const query = centred === 'shift' ? this.centre(vector) : vector
    return { vector: query, offset: -dotProduct(query, mu) }
  }

  #place(row: number, scale: number): void {
    this.memory.scales[row] = scale
    this.memory.measure(row, this.dimensions)
    this.longest = Math.max(this.longest, Math.sqrt(this.memory.squares[row]!) * scale)
    this.coarsest = Math.max(this.coarsest, scale)
    if (this.memory.present[row] === 0) this.#count++
    this.memory.present[row] = 1
    this.#updateInverse(row)
  }

  #updateInverse(row: number): void {
    const mu = this.#centre
    if (!mu) return
    const vector = this.#read(row, new Float32Array(this.dimensions))
    let squares = 0
    for (let j = 0; j < vector.length; j++) {
      const away = vector[j]! - mu[j]!
      squares += away * away
    }
    const distance = Math.sqrt(squares)
    this.memory.inverses[row] = distance < MIN_DISTANCE ? 0 : 1 / distance
  }

  #read(row: number, out: Float32Array): Float32Array {
    return this.halves?.has(row) ? this.halves.vector(row, out) : dequantize(this.#codes(row), this.memory.scales[row]!, out)
  }

  #fitsHalves(): boolean {
    return this.#size * this.memory.stride + HalfRows.bytes(this.dimensions, this.#size) <= this.#budgetBytes
  }

  /** A view: it dies when the memory grows. */
  #codes(row: number): Int8Array {
    const start = row * this.memory.stride
    return this.memory.codes.subarray(start, start + this.dimensions)
  }

  #requireCentre(): Float32Array {
    if (!this.#centre) throw usage('a centred score needs a centre; call setCentre first')
    return this.#centre
  }

  protected checkRow(row: number): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.#size)) throw usage(`received row ${row}, expected 0 to ${this.#size - 1}`)
  }

  #checkPresent(row: number): void {
    if (!this.has(row)) throw usage(`row ${row} has no vector; ask has(row) first`)
  }
}

export function usage(why: string): PagekinError {
  return new PagekinError('usage', `FlatIndex: ${why}`)
}

function presentRows(present: Uint8Array, size: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < size; row++) if (present[row]) rows.push(row)
  return rows
}
