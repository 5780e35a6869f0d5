import { PagekinError } from '../errors.js'
import { checkCount, checkFinite, checkLength, checkVector } from './checks.js'
import { HalfRows } from './half-rows.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { dotProduct, normalize } from './normalize.js'
import { dequantize, MAX_CODE, type Quantized, quantizeInto } from './quantize.js'
import { MAX_QUERIES, RowMemory } from './row-memory.js'
import { scanMargin } from './scan-margin.js'
import type { Centring, ScanQuery } from './scan-query.js'
import { type Hits, TopK } from './top-k.js'
import type { VectorIndex } from './vector-index.js'

export interface FlatIndexOptions {
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

/** Rows to score exactly, at first, for k hits; and how often four times as many may be taken where that leaves the order in doubt. */
const shortlistLength = (k: number): number => k + 32
const MAX_GROWTHS = 2

/** A vector whose inner product with a row is wanted, and the constant to add to it. */
interface Prepared {
  readonly vector: Float32Array
  readonly offset: number
}

/**
 * Exhaustive search over int8 vectors in the memory of a scan kernel. Codes are never centred: the cosine about a centre mu is the
 * inner product with a shifted query, plus a constant, times one factor a row, so that moving mu rewrites no code. All errors
 * are `usage`.
 */
export class FlatIndex implements VectorIndex {
  readonly dimensions: number
  readonly kernelKind: 'wasm' | 'js'
  readonly #memory: RowMemory
  readonly #kernel: Kernel
  readonly #budgetBytes: number
  /** Null before the first float32 vector, and for good once they are more than the budget allows. */
  #halves: HalfRows | null = null
  #size = 0
  #count = 0
  #centre: Float32Array | null = null
  #longest = 0
  #coarsest = 0

  constructor(dimensions: number, options: FlatIndexOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw usage(`received ${dimensions} dimensions, expected an integer from 1 to ${MAX_DIMENSIONS}`)
    }
    const { kernel = createKernel(), capacity = 0, budgetMB = 16 } = options
    this.dimensions = dimensions
    this.kernelKind = kernel.kind
    this.#kernel = kernel
    this.#budgetBytes = checkFinite('FlatIndex: budgetMB', budgetMB) * 2 ** 20
    this.#memory = new RowMemory(kernel, dimensions, checkCount('FlatIndex: capacity', capacity))
  }

  get size(): number {
    return this.#size
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#memory.kernel.buffer.byteLength + (this.#halves?.bytes ?? 0)
  }

  resize(rows: number): void {
    this.#memory.reserve(checkCount('FlatIndex.resize: rows', rows))
    for (let row = rows; row < this.#size; row++) this.unset(row)
    this.#size = rows
    if (this.#fitsHalves()) this.#halves?.reserve(rows)
    else this.#halves = null
  }

  /** Gives a row its vector, as int8 codes with one scale, and as float16 while the budget allows. */
  set(row: number, vector: Float32Array): void {
    this.#checkRow(row)
    checkLength('FlatIndex.set: vector', vector, this.dimensions)
    const scale = quantizeInto(vector, this.#codes(row), MAX_CODE)
    if (this.#fitsHalves()) {
      this.#halves ??= new HalfRows(this.#kernel, this.dimensions, this.#size)
      this.#halves.set(row, vector)
    }
    this.#place(row, scale)
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.#checkRow(row)
    checkLength('FlatIndex.setCodes: codes', codes, this.dimensions)
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw usage(`received the scale ${scale}, expected a finite number, 0 or more`)
    this.#codes(row).set(codes)
    this.#halves?.unset(row)
    this.#place(row, scale)
  }

  unset(row: number): void {
    if (!this.has(row)) return
    this.#memory.present[row] = 0
    this.#halves?.unset(row)
    this.#count--
  }

  has(row: number): boolean {
    this.#checkRow(row)
    return this.#memory.present[row] === 1
  }

  vector(row: number, out: Float32Array = new Float32Array(this.dimensions)): Float32Array {
    this.#checkPresent(row)
    return this.#read(row, out)
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
    const vector = new Float32Array(dimensions)
    let factors = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const weight = factor(row)
      this.#read(row, vector)
      factors += weight
      for (let j = 0; j < dimensions; j++) sum[j]! += vector[j]! * weight
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
   * The k rows with the highest totals, best first, ties to the lower row; fewer where the mask allows fewer. The scan, over codes,
   * finds a shortlist; its scores are then taken from the float32 query and the vectors as well as they are kept. While a row
   * beyond the shortlist may still belong to the k, by what the scan can be wrong, a longer one is taken.
   */
  search(scan: ScanQuery, k: number): Hits {
    return this.#search(scan, k)
  }

  /** The same among `rows` only, each named once. */
  searchRows(scan: ScanQuery, k: number, rows: Uint32Array): Hits {
    if (rows.length > this.#size) throw usage(`searchRows received ${rows.length} rows of ${this.#size}, expected each once`)
    for (const row of rows) this.#checkRow(row)
    return this.#search(scan, k, rows)
  }

  /** The exact score s of each of `rows`, before alpha, beta and bias; NaN for a row without a vector. */
  scores(query: Float32Array, rows: ArrayLike<number>, centred?: Centring): Float32Array {
    const { vector, offset } = this.#prepare(query, centred)
    for (let i = 0; i < rows.length; i++) this.#checkRow(rows[i]!)
    const { present, inverses } = this.#memory
    const out = new Float32Array(rows.length)
    // a list of rows may name some twice, and the room for one is that of all rows
    for (let start = 0; start < rows.length; start += this.#size) {
      const some = Uint32Array.from({ length: Math.min(this.#size, rows.length - start) }, (_, i) => rows[start + i]!)
      this.#memory.heapRows.set(some)
      this.#inner(vector, some.length).forEach((inner, i) => {
        const row = some[i]!
        out[start + i] = present[row] ? (centred ? (inner + offset) * inverses[row]! : inner) : Number.NaN
      })
    }
    return out
  }

  #search(scan: ScanQuery, k: number, list?: Uint32Array): Hits {
    const numbers = this.#check(scan, k)
    const prepared = [scan.query, ...(scan.more ?? [])].map((query) => this.#prepare(query, scan.centred))
    const memory = this.#memory
    if (scan.bias) memory.biases.set(scan.bias)
    if (scan.mask) memory.mask.set(scan.mask)
    if (list) memory.list.set(list)
    const margin = this.#writeQueries(prepared, numbers.alpha, scan.centred)
    const rowCount = list?.length ?? this.#size
    const { offsets, stride } = memory
    for (let growth = 0, length = shortlistLength(k); ; growth++, length *= 4) {
      const found = memory.kernel.scan({
        ...offsets,
        ...numbers,
        rowCount,
        stride,
        list: list ? offsets.list : 0,
        inverses: scan.centred ? offsets.inverses : 0,
        biases: scan.bias ? offsets.biases : 0,
        mask: scan.mask ? offsets.mask : 0,
        queryCount: prepared.length,
        k: Math.min(rowCount, length),
      })
      // no row beyond the shortlist has a higher total than this
      const beyond = found === length ? memory.heapScores[0]! + margin : Number.NEGATIVE_INFINITY
      const hits = this.#rescore(scan, numbers, prepared, found, k)
      if (growth === MAX_GROWTHS || hits.length === 0 || hits.scores[hits.length - 1]! >= beyond) return hits
    }
  }

  /**
   * Lays the queries out for the scan. Where it centres, their offsets make each row's total as high as it may be, by what the scan
   * can be wrong (one margin would not do: inverses differ). Elsewhere returns by how much every total may be higher.
   */
  #writeQueries(prepared: readonly Prepared[], alpha: number, centred: Centring | undefined): number {
    let highest = 0
    prepared.forEach(({ vector, offset }, place) => {
      const queryScale = this.#memory.writeQuery(place, vector, offset)
      const margin = scanMargin({
        dimensions: this.dimensions,
        queryLength: Math.sqrt(dotProduct(vector, vector)),
        queryScale,
        longestRow: this.#longest,
        coarsestRow: this.#halves ? this.#coarsest : 0,
      })
      if (centred) this.#memory.writeQuery(place, vector, offset + Math.sign(alpha) * margin)
      highest = Math.max(highest, margin)
    })
    return centred ? 0 : Math.abs(alpha) * highest
  }

  /** The best k of the `found` rows in the heap, by exact totals. */
  #rescore({ bias, centred }: ScanQuery, { alpha, beta, missing }: Numbers, prepared: readonly Prepared[], found: number, k: number): Hits {
    const { present, inverses } = this.#memory
    const rows = this.#memory.heapRows.slice(0, found)
    const scores = new Float64Array(found).fill(Number.NEGATIVE_INFINITY)
    for (const { vector, offset } of prepared) {
      this.#inner(vector, found).forEach((inner, i) => {
        scores[i] = Math.max(scores[i]!, centred ? (inner + offset) * inverses[rows[i]!]! : inner)
      })
    }
    const best = TopK.of(Math.min(k, found))
    rows.forEach((row, i) => {
      best.offer(row, (present[row] ? alpha * scores[i]! + beta : missing) + (bias ? bias[row]! : 0))
    })
    return best.drain()
  }

  /** Inner products with the first `count` rows of `heapRows`: a view of `heapScores`. */
  #inner(vector: Float32Array, count: number): Float32Array {
    const scores = this.#memory.rescore(vector, count)
    this.#halves?.rescore(vector, this.#memory.heapRows.subarray(0, count), scores)
    return scores
  }

  #check({ alpha = 1, beta = 0, missing = 0, bias, mask, more = [] }: ScanQuery, k: number): Numbers {
    checkCount('FlatIndex.search: k', k)
    checkFinite('FlatIndex.search: alpha', alpha)
    checkFinite('FlatIndex.search: beta', beta)
    checkFinite('FlatIndex.search: missing', missing)
    if (bias) checkLength('FlatIndex.search: bias', bias, this.#size)
    if (mask) checkLength('FlatIndex.search: mask', mask, this.#size)
    if (more.length >= MAX_QUERIES) throw usage(`received ${more.length + 1} queries, expected ${MAX_QUERIES} at most`)
    return { alpha, beta, missing }
  }

  #prepare(vector: Float32Array, centred: Centring | undefined): Prepared {
    checkVector('FlatIndex: query', vector, this.dimensions)
    if (!centred) return { vector, offset: 0 }
    const mu = this.#requireCentre()
    const query = centred === 'shift' ? this.centre(vector) : vector
    return { vector: query, offset: -dotProduct(query, mu) }
  }

  #place(row: number, scale: number): void {
    const codes = this.#codes(row)
    let sum = 0
    let squares = 0
    for (let j = 0; j < codes.length; j++) {
      sum += codes[j]!
      squares += codes[j]! ** 2
    }
    this.#memory.scales[row] = scale
    this.#memory.sums[row] = sum
    this.#longest = Math.max(this.#longest, Math.sqrt(squares) * scale)
    this.#coarsest = Math.max(this.#coarsest, scale)
    if (this.#memory.present[row] === 0) this.#count++
    this.#memory.present[row] = 1
    this.#updateInverse(row)
  }

  #updateInverse(row: number): void {
    const mu = this.#centre
    if (!mu) return
    const vector = this.#read(row, new Float32Array(this.dimensions))
    let squares = 0
    for (let j = 0; j < vector.length; j++) squares += (vector[j]! - mu[j]!) ** 2
    const distance = Math.sqrt(squares)
    this.#memory.inverses[row] = distance < MIN_DISTANCE ? 0 : 1 / distance
  }

  #read(row: number, out: Float32Array): Float32Array {
    return this.#halves?.has(row) ? this.#halves.vector(row, out) : dequantize(this.#codes(row), this.#memory.scales[row]!, out)
  }

  #fitsHalves(): boolean {
    return this.#size * this.#memory.stride + HalfRows.bytes(this.dimensions, this.#size) <= this.#budgetBytes
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

interface Numbers {
  readonly alpha: number
  readonly beta: number
  readonly missing: number
}

function usage(why: string): PagekinError {
  return new PagekinError('usage', `FlatIndex: ${why}`)
}

function presentRows(present: Uint8Array, size: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < size; row++) if (present[row]) rows.push(row)
  return rows
}
