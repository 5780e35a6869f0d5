import { ManyRowsPasses } from '../../../src/vectors/approximate/kernel/many-rows.js'
import { Columns } from '../../../src/vectors/columns.js'
import type { Kernel } from '../../../src/vectors/kernel/kernel.js'

const BITS_PER_WORD = 64
/** A sample that holds this many of the best tells from which total on the best lie. */
const SAMPLED_BEST = 128
/** Factor on the sample's share of the best, so that the rows are seldom too few. */
const MORE = 1.25
/** If this many times k rows pass, a heap of k is faster. */
const MOST = 2

const columnsOf = (stride: number) => ({
  mask: { bytes: 1, kept: false },
  biases: { bytes: 4, kept: false },
  totals: { bytes: 4, kept: false },
  heapScores: { bytes: 4, kept: false },
  heapRows: { bytes: 4, kept: false },
  present: { bytes: 1, kept: true },
  signatures: { bytes: stride, kept: true },
})

export interface HammingPass {
  /** The query's signature is the signs of these numbers. */
  readonly query: Float32Array
  /** Total of a row by the share of its bits that differ, 0 to 1. */
  readonly total: (share: number) => number
  readonly missing: number
  readonly rowCount: number
  readonly bias?: Float32Array | undefined
  readonly mask?: Uint8Array | undefined
  readonly k: number
}

/** One bit a dimension for each row: whether the number is 0 or more. */
export class SignatureRows {
  readonly #columns: Columns<keyof ReturnType<typeof columnsOf>>
  readonly #passes: ManyRowsPasses
  readonly #dimensions: number
  /** Bytes from one row to the next. */
  readonly #stride: number

  constructor(kernel: Kernel, dimensions: number, capacity: number) {
    this.#dimensions = dimensions
    this.#stride = Math.ceil(dimensions / BITS_PER_WORD) * (BITS_PER_WORD / 8)
    const tableBytes = 4 * (8 * this.#stride + 1)
    this.#columns = new Columns(kernel, columnsOf(this.#stride), this.#stride + tableBytes, 0)
    this.#passes = new ManyRowsPasses(this.#columns.kernel, kernel.relaxed)
    this.reserve(capacity)
  }

  get bytes(): number {
    return this.#columns.kernel.buffer.byteLength
  }

  reserve(rows: number): void {
    const before = this.#columns.capacity
    if (this.#columns.reserve(rows)) this.#bytes(this.#columns.offsets.present, this.#columns.capacity).fill(0, before)
  }

  set(row: number, numbers: Float32Array): void {
    const { present, signatures } = this.#columns.offsets
    writeSigns(numbers, this.#bytes(signatures + row * this.#stride, this.#stride))
    this.#bytes(present, this.#columns.capacity)[row] = 1
  }

  unset(row: number): void {
    this.#bytes(this.#columns.offsets.present, this.#columns.capacity)[row] = 0
  }

  /** The rows with the k best totals, and perhaps some more, in any order. */
  nearest({ query, total, missing, rowCount, bias, mask, k }: HammingPass): Uint32Array {
    const { kernel, offsets, fixedOffset } = this.#columns
    const table = fixedOffset + this.#stride
    writeSigns(query, this.#bytes(fixedOffset, this.#stride))
    const totals = new Float32Array(kernel.buffer, table, this.#dimensions + 1)
    for (let distance = 0; distance < totals.length; distance++) totals[distance] = total(distance / this.#dimensions)
    if (bias) new Float32Array(kernel.buffer, offsets.biases).set(bias)
    if (mask) this.#bytes(offsets.mask, rowCount).set(mask)
    this.#passes.hamming({
      ...offsets,
      rowCount,
      stride: this.#stride,
      biases: bias ? offsets.biases : 0,
      mask: mask ? offsets.mask : 0,
      query: fixedOffset,
      table,
      missing,
    })
    const best = (most: number, floor: number) => kernel.best({ ...offsets, count: rowCount, floor, k: most })
    let found = best(rowCount, this.#floorOf(rowCount, k))
    // the sample was unlike the rest, or many rows share a total
    if (found < k || found > MOST * k) found = best(k, Number.NEGATIVE_INFINITY)
    return new Uint32Array(kernel.buffer, offsets.heapRows, found).slice()
  }

  /** A total that slightly more than k rows are likely to reach: a heap of thousands takes as long as the pass. Infinite for a small k. */
  #floorOf(rowCount: number, k: number): number {
    const every = Math.floor(k / SAMPLED_BEST)
    if (every < 2) return Number.POSITIVE_INFINITY
    const { kernel, offsets } = this.#columns
    const totals = new Float32Array(kernel.buffer, offsets.totals, rowCount)
    // the pass has used the biases, so their room is free
    const sample = new Float32Array(kernel.buffer, offsets.biases, Math.floor(rowCount / every))
    for (let i = 0; i < sample.length; i++) sample[i] = totals[i * every]!
    const most = Math.ceil((k / every) * MORE)
    const found = kernel.best({
      ...offsets,
      count: sample.length,
      totals: offsets.biases,
      floor: Number.NEGATIVE_INFINITY,
      k: most,
    })
    return found < most ? Number.NEGATIVE_INFINITY : new Float32Array(kernel.buffer, offsets.heapScores)[0]!
  }

  #bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#columns.kernel.buffer, offset, length)
  }
}

function writeSigns(numbers: Float32Array, out: Uint8Array): void {
  out.fill(0)
  for (let j = 0; j < numbers.length; j++) if (numbers[j]! >= 0) out[j >> 3]! |= 1 << (j & 7)
}
