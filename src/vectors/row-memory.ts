import { Columns } from './columns.js'
import type { Kernel } from './kernel/kernel.js'
import type { KernelInstance } from './kernel/parameters.js'
import { MAX_CODE, quantizeInto } from './quantize.js'

/** The most queries of one scan. */
export const MAX_QUERIES = 32

/** Steps of a code in one step of its upper nibble. */
export const COARSE_STEP = 16
/** The code that an upper nibble of 0 stands for: the middle of -128 to -113, or -120 if lower nibbles are not kept. */
const ORIGINS = { 8: 7.5 - 128, 4: 8 - 128 } as const

const columnsOf = (stride: number, bits: 4 | 8) => ({
  mask: { bytes: 1, kept: false },
  biases: { bytes: 4, kept: false },
  totals: { bytes: 4, kept: false },
  heapScores: { bytes: 4, kept: false },
  heapRows: { bytes: 4, kept: false },
  present: { bytes: 1, kept: true },
  scales: { bytes: 4, kept: true },
  squares: { bytes: 4, kept: true },
  inverses: { bytes: 4, kept: true },
  lower: { bytes: bits === 8 ? stride / 2 : 0, kept: true },
  upper: { bytes: stride / 2, kept: true },
})

const strideOf = (dimensions: number): number => Math.ceil(dimensions / 32) * 32

/** Bytes that an index keeps for each row, without the room that a search writes to. */
export function bytesOfRow(dimensions: number, bits: 4 | 8 = 8): number {
  const columns = Object.values(columnsOf(strideOf(dimensions), bits))
  return columns.reduce((sum, { bytes, kept }) => sum + (kept ? bytes : 0), 0)
}

/**
 * The memory of a `FlatIndex`, in its kernel: first room for queries, then columns with one entry a row. The codes of a row are padded
 * with 0 to a multiple of 32 and split into nibbles. Hold no view across a call of `reserve`.
 */
export class RowMemory {
  readonly dimensions: number
  /** Codes a row, with padding. */
  readonly stride: number
  readonly #bits: 4 | 8
  readonly #columns: Columns<keyof ReturnType<typeof columnsOf>>
  /** Where every column begins. Changes with every growth. */
  offsets!: ReturnType<typeof layOut>
  mask!: Uint8Array
  biases!: Float32Array
  heapScores!: Float32Array
  heapRows!: Uint32Array
  present!: Uint8Array
  scales!: Float32Array
  /** Sum of the squares of a row's codes. */
  squares!: Int32Array
  inverses!: Float32Array
  /** One vector of `stride` numbers: a row before it is quantised, or a query. */
  #floats!: Float32Array
  /** The joined codes of one row. */
  #codes!: Int8Array

  /** @param bits kept of each code */
  constructor(kernel: Kernel, dimensions: number, capacity: number, bits: 4 | 8) {
    this.dimensions = dimensions
    this.#bits = bits
    this.stride = strideOf(dimensions)
    const perQuery = this.stride + 3 * Float32Array.BYTES_PER_ELEMENT
    this.#columns = new Columns(kernel, columnsOf(this.stride, bits), MAX_QUERIES * perQuery + this.stride * (4 + 1 + 8), capacity)
    this.#deriveViews(0)
  }

  get kernel(): KernelInstance {
    return this.#columns.kernel
  }

  reserve(rows: number): void {
    const before = this.#columns.capacity
    if (this.#columns.reserve(rows)) this.#deriveViews(before)
  }

  /** Row r becomes what row `from[r]` was, or a row without a vector if that is negative; these are all rows. */
  arrange(from: Int32Array): void {
    this.reserve(from.length)
    const present = from.map((row) => (row < 0 ? 0 : this.present[row]!))
    this.#columns.arrange(from)
    this.present.fill(0)
    this.present.set(present)
  }

  /**
   * Writes query number `place` as codes. Returns the value of one step of a code.
   *
   * @param margin is added to a row's score, times the row's scale
   */
  writeQuery(place: number, query: Float32Array, margin: number): number {
    const { buffer } = this.kernel
    const { queries, queryScales, lifts, floats } = this.offsets
    const start = queries + place * this.stride
    const codes = new Int8Array(buffer, start, this.dimensions)
    this.#floats.set(query)
    const quantized = this.kernel.quantize(this.stride, floats, start)
    const scale = quantized >= 0 ? quantized : quantizeInto(query, codes, MAX_CODE)
    let sum = 0
    for (let j = 0; j < codes.length; j++) sum += codes[j]!
    new Float32Array(buffer, queryScales)[place] = scale * COARSE_STEP
    new Float32Array(buffer, lifts)[place] = (ORIGINS[this.#bits] / COARSE_STEP) * sum + (scale === 0 ? 0 : margin / (scale * COARSE_STEP))
    return scale
  }

  /** Sets what is added to all scores of query number `place` before `inverses` multiply. */
  writeOffset(place: number, offset: number): void {
    new Float32Array(this.kernel.buffer, this.offsets.offsets)[place] = offset
  }

  /** Writes a vector as codes. Returns its scale. Throws `usage` for NaN or an infinity, and leaves the row unchanged. */
  quantize(row: number, vector: Float32Array): number {
    const { floats, codes } = this.offsets
    this.#floats.set(vector)
    const scale = this.kernel.quantize(this.stride, floats, codes)
    if (scale >= 0) {
      this.#split(row)
      return scale
    }
    const own = new Int8Array(this.dimensions)
    const exact = quantizeInto(vector, own, MAX_CODE)
    this.writeCodes(row, own)
    return exact
  }

  writeCodes(row: number, codes: Int8Array): void {
    // the padding is 0 already: every row before had the same
    this.#codes.set(codes)
    this.#split(row)
  }

  /** A view: the next row that is written or read overwrites it. */
  readCodes(row: number): Int8Array {
    this.kernel.joinCodes(this.#rowAt(row))
    return this.#codes.subarray(0, this.dimensions)
  }

  /** Inner products of a float32 query with the first `count` rows of `heapRows`: a view of `heapScores`, which they overwrite. */
  rescore(query: Float32Array, count: number): Float32Array {
    const { heapRows, heapScores, upper, lower, scales, floats } = this.offsets
    this.#floats.set(query)
    this.kernel.rescoreCodes({ count, stride: this.stride, list: heapRows, upper, lower, scales, query: floats, out: heapScores })
    return this.heapScores.subarray(0, count)
  }

  /** Sum of the codes of rows, each times its factor: one number a dimension. Overwrites `heapRows` and `heapScores`. */
  sumRows(rows: ArrayLike<number>, factors: ArrayLike<number>): Float64Array {
    const { dimensions, stride } = this
    const { heapRows, heapScores, upper, lower, codes, total } = this.offsets
    this.heapRows.set(rows)
    this.heapScores.set(factors)
    const count = rows.length
    this.kernel.sumRows({ count, dimensions, stride, list: heapRows, upper, lower, factors: heapScores, scratch: codes, out: total })
    return new Float64Array(this.kernel.buffer, total, dimensions).slice()
  }

  #split(row: number): void {
    const place = this.#rowAt(row)
    this.squares[row] = this.kernel.splitCodes(place)
    if (this.#bits === 8) return
    // the squares of the codes as they are kept; a 0 in the padding is kept as 8
    this.kernel.joinCodes(place)
    this.squares[row] = this.kernel.splitCodes(place) - (this.stride - this.dimensions) * 8 ** 2
  }

  #rowAt(row: number) {
    const { stride } = this
    const { upper, lower, codes } = this.offsets
    const start = (row * stride) / 2
    return { stride, codes, upper: upper + start, lower: lower && lower + start }
  }

  #deriveViews(capacityBefore: number): void {
    // once a growth, not once a row: deriving them takes as long as writing a row
    this.offsets = layOut(this.#columns, this.stride, this.#bits)
    const { buffer } = this.kernel
    const { offsets } = this
    const { capacity } = this.#columns
    this.mask = new Uint8Array(buffer, offsets.mask, capacity)
    this.biases = new Float32Array(buffer, offsets.biases, capacity)
    this.heapScores = new Float32Array(buffer, offsets.heapScores, capacity)
    this.heapRows = new Uint32Array(buffer, offsets.heapRows, capacity)
    this.present = new Uint8Array(buffer, offsets.present, capacity)
    this.scales = new Float32Array(buffer, offsets.scales, capacity)
    this.squares = new Int32Array(buffer, offsets.squares, capacity)
    this.inverses = new Float32Array(buffer, offsets.inverses, capacity)
    this.#floats = new Float32Array(buffer, offsets.floats, this.stride)
    this.#codes = new Int8Array(buffer, offsets.codes, this.stride)
    this.present.fill(0, capacityBefore)
  }
}

/** Where the columns and the room before them begin. `lower` is 0 if lower nibbles are not kept. */
function layOut({ fixedOffset, offsets: columns }: Columns<keyof ReturnType<typeof columnsOf>>, stride: number, bits: 4 | 8) {
  const queryScales = fixedOffset + MAX_QUERIES * stride
  const lifts = queryScales + MAX_QUERIES * 4
  const offsets = lifts + MAX_QUERIES * 4
  const floats = offsets + MAX_QUERIES * 4
  const codes = floats + stride * 4
  const lower = bits === 8 ? columns.lower : 0
  return { ...columns, lower, queries: fixedOffset, queryScales, lifts, offsets, floats, codes, total: codes + stride }
}
