import { align, Columns } from './columns.js'
import { fromFloat16, MAX_FLOAT16 } from './float16.js'
import type { Kernel } from './kernel/kernel.js'

const columnsOf = (stride: number) => ({
  list: { bytes: 4, kept: false },
  scores: { bytes: 4, kept: false },
  present: { bytes: 1, kept: true },
  halves: { bytes: stride, kept: true },
})

/** Float16 vectors of some rows, to take scores from that are finer than those of int8 codes. */
export class HalfRows {
  readonly #columns: Columns<keyof ReturnType<typeof columnsOf>>
  readonly #dimensions: number
  /** Bytes from one row to the next. */
  readonly #stride: number

  constructor(kernel: Kernel, dimensions: number, capacity: number) {
    this.#dimensions = dimensions
    this.#stride = align(dimensions * Uint16Array.BYTES_PER_ELEMENT)
    this.#columns = new Columns(kernel, columnsOf(this.#stride), this.#stride * 2, 0)
    this.reserve(capacity)
  }

  /** What so many rows take. */
  static bytes(dimensions: number, rows: number): number {
    return rows * (align(dimensions * Uint16Array.BYTES_PER_ELEMENT) + 9)
  }

  get bytes(): number {
    return this.#columns.kernel.buffer.byteLength
  }

  reserve(rows: number): void {
    const before = this.#columns.capacity
    if (this.#columns.reserve(rows)) this.#present().fill(0, before)
  }

  has(row: number): boolean {
    return this.#present()[row] === 1
  }

  /** Keeps the vector of a row, unless a number in it is too large for float16: then the row has none here. */
  set(row: number, vector: Float32Array): void {
    const { kernel, offsets, fixedOffset } = this.#columns
    const width = this.#stride / 2
    new Float32Array(kernel.buffer, fixedOffset, width).set(vector)
    const peak = kernel.toFloat16(width, fixedOffset, offsets.halves + row * this.#stride)
    this.#present()[row] = peak <= MAX_FLOAT16 ? 1 : 0
  }

  /** Gives a row what another has, be it nothing. */
  copy(from: number, to: number): void {
    const present = this.#present()
    present[to] = present[from]!
    this.#halves(to).set(this.#halves(from))
  }

  unset(row: number): void {
    this.#present()[row] = 0
  }

  vector(row: number, out: Float32Array): Float32Array {
    return fromFloat16(this.#halves(row), out)
  }

  /** Puts into `scores` the inner product of a float32 query with each of `rows` that is here; leaves the others. Returns how many were. */
  rescore(query: Float32Array, rows: Uint32Array, scores: Float32Array): number {
    const { kernel, offsets, fixedOffset } = this.#columns
    const present = this.#present()
    const list = new Uint32Array(kernel.buffer, offsets.list, this.#columns.capacity)
    let count = 0
    for (let i = 0; i < rows.length; i++) if (present[rows[i]!]) list[count++] = rows[i]!
    new Float32Array(kernel.buffer, fixedOffset, this.#stride / 2).set(query)
    kernel.rescoreHalves({
      count,
      stride: this.#stride,
      list: offsets.list,
      halves: offsets.halves,
      query: fixedOffset,
      out: offsets.scores,
    })
    const found = new Float32Array(kernel.buffer, offsets.scores, count)
    if (count === rows.length) scores.set(found)
    else for (let i = 0, at = 0; i < rows.length; i++) if (present[rows[i]!]) scores[i] = found[at++]!
    return count
  }

  #present(): Uint8Array {
    return new Uint8Array(this.#columns.kernel.buffer, this.#columns.offsets.present, this.#columns.capacity)
  }

  #halves(row: number): Uint16Array {
    return new Uint16Array(this.#columns.kernel.buffer, this.#columns.offsets.halves + row * this.#stride, this.#dimensions)
  }
}
