import { align, Columns } from './columns.js'
import type { Kernel } from './kernel/kernel.js'
import type { KernelInstance } from './kernel/parameters.js'
import { QUERY_SHIFT } from './kernel/scan-js.js'
import { quantizeInto } from './quantize.js'

/** So many queries fit into one scan. */
export const MAX_QUERIES = 32

/** The largest magnitude of a query code: with `QUERY_SHIFT` it fits into 0..127. */
const MAX_QUERY_CODE = QUERY_SHIFT - 1

const columnsOf = (stride: number) => ({
  mask: { bytes: 1, kept: false },
  biases: { bytes: 4, kept: false },
  list: { bytes: 4, kept: false },
  heapScores: { bytes: 4, kept: false },
  heapRows: { bytes: 4, kept: false },
  present: { bytes: 1, kept: true },
  scales: { bytes: 4, kept: true },
  sums: { bytes: 4, kept: true },
  squares: { bytes: 4, kept: true },
  inverses: { bytes: 4, kept: true },
  codes: { bytes: stride, kept: true },
})

/**
 * The columns of a `FlatIndex` in the memory of its kernel, the codes of a row padded to a multiple of 16 (with anything: the
 * padding of a query is 0), and room for queries before them. Hold no view across a call of `reserve`.
 */
export class RowMemory {
  /** Bytes from one row's codes to the next. */
  readonly stride: number
  readonly #columns: Columns<keyof ReturnType<typeof columnsOf>>
  mask!: Uint8Array
  biases!: Float32Array
  list!: Uint32Array
  heapScores!: Float32Array
  heapRows!: Uint32Array
  present!: Uint8Array
  scales!: Float32Array
  sums!: Int32Array
  /** Sum of the squares of a row's codes. */
  squares!: Int32Array
  inverses!: Float32Array
  codes!: Int8Array

  constructor(kernel: Kernel, dimensions: number, capacity: number) {
    this.stride = align(dimensions)
    const perQuery = this.stride + 2 * Float32Array.BYTES_PER_ELEMENT
    this.#columns = new Columns(kernel, columnsOf(this.stride), MAX_QUERIES * perQuery + this.stride * (4 + 8), capacity)
    this.#deriveViews(0)
  }

  get kernel(): KernelInstance {
    return this.#columns.kernel
  }

  get offsets() {
    const queries = this.#columns.fixedOffset
    const queryScales = queries + MAX_QUERIES * this.stride
    const offsets = queryScales + MAX_QUERIES * 4
    return {
      ...this.#columns.offsets,
      queries,
      queryScales,
      offsets,
      floatQuery: offsets + MAX_QUERIES * 4,
      total: offsets + MAX_QUERIES * 4 + this.stride * 4,
    }
  }

  reserve(rows: number): void {
    const before = this.#columns.capacity
    if (this.#columns.reserve(rows)) this.#deriveViews(before)
  }

  /** Writes query number `place` as codes; returns what one step of them is worth. */
  writeQuery(place: number, query: Float32Array, offset: number): number {
    const { buffer } = this.kernel
    const { queries, queryScales, offsets } = this.offsets
    const codes = new Int8Array(buffer, queries + place * this.stride, this.stride)
    const scale = quantizeInto(query, codes, MAX_QUERY_CODE)
    for (let j = 0; j < query.length; j++) codes[j]! += QUERY_SHIFT
    new Float32Array(buffer, queryScales)[place] = scale
    new Float32Array(buffer, offsets)[place] = offset
    return scale
  }

  /** Inner products of a float32 query with the first `count` rows of `heapRows`: a view of `heapScores`, which they replace. */
  rescore(query: Float32Array, count: number): Float32Array {
    const { heapRows, heapScores, codes, scales, floatQuery } = this.offsets
    new Float32Array(this.kernel.buffer, floatQuery, this.stride).set(query)
    const { stride } = this
    this.kernel.rescore({ type: 'int8', count, stride, list: heapRows, rows: codes, scales, query: floatQuery, out: heapScores })
    return this.heapScores.subarray(0, count)
  }

  /** Sum of the codes of rows, each times its factor: one number a dimension. */
  sumRows(rows: readonly number[], factors: readonly number[], dimensions: number): Float64Array {
    const { list, biases, codes, total } = this.offsets
    this.list.set(rows)
    this.biases.set(factors)
    this.kernel.sumRows({ count: rows.length, dimensions, stride: this.stride, list, codes, factors: biases, out: total })
    return new Float64Array(this.kernel.buffer, total, dimensions).slice()
  }

  /** Takes down what the codes of a row add up to. */
  measure(row: number, dimensions: number): void {
    const start = this.offsets.codes + row * this.stride
    this.sums[row] = this.kernel.sumOfCodes(start, dimensions)
    this.squares[row] = this.kernel.squaresOfCodes(start, dimensions)
  }

  #deriveViews(capacityBefore: number): void {
    const { buffer } = this.kernel
    const { offsets, capacity } = this.#columns
    this.mask = new Uint8Array(buffer, offsets.mask, capacity)
    this.biases = new Float32Array(buffer, offsets.biases, capacity)
    this.list = new Uint32Array(buffer, offsets.list, capacity)
    this.heapScores = new Float32Array(buffer, offsets.heapScores, capacity)
    this.heapRows = new Uint32Array(buffer, offsets.heapRows, capacity)
    this.present = new Uint8Array(buffer, offsets.present, capacity)
    this.scales = new Float32Array(buffer, offsets.scales, capacity)
    this.sums = new Int32Array(buffer, offsets.sums, capacity)
    this.squares = new Int32Array(buffer, offsets.squares, capacity)
    this.inverses = new Float32Array(buffer, offsets.inverses, capacity)
    this.codes = new Int8Array(buffer, offsets.codes, capacity * this.stride)
    this.present.fill(0, capacityBefore)
  }
}
