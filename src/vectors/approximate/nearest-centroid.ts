import { align, Columns } from '../columns.js'
import type { Kernel } from '../kernel/kernel.js'
import { MAX_CODE, quantizeInto } from '../quantize.js'
import { ManyRowsPasses } from './kernel/many-rows.js'
import { QUERY_SHIFT } from './kernel/nearest-js.js'

const columnsOf = (stride: number) => ({
  sums: { bytes: 4, kept: false },
  out: { bytes: 4, kept: false },
  codes: { bytes: stride, kept: false },
})

/** Rows in one pass. */
const BATCH = 256

/** Finds the centroid with the largest inner product, by int8 codes, for many vectors at a time. Of equals, it may take any. */
export class NearestCentroid {
  readonly #dimensions: number
  readonly #stride: number
  readonly #count: number
  readonly #columns: Columns<keyof ReturnType<typeof columnsOf>>
  readonly #passes: ManyRowsPasses

  /** @param centroids of unit length, row-major */
  constructor(kernel: Kernel, dimensions: number, centroids: Float32Array) {
    this.#dimensions = dimensions
    this.#stride = align(dimensions)
    this.#count = centroids.length / dimensions
    this.#columns = new Columns(kernel, columnsOf(this.#stride), this.#count * this.#stride + this.#count * 4, BATCH)
    this.#passes = new ManyRowsPasses(this.#columns.kernel, kernel.relaxed)
    const scales = new Float32Array(this.#buffer, this.#scales, this.#count)
    for (let i = 0; i < this.#count; i++) {
      const codes = new Int8Array(this.#buffer, this.#columns.fixedOffset + i * this.#stride, dimensions)
      scales[i] = quantizeInto(centroids.subarray(i * dimensions, (i + 1) * dimensions), codes, QUERY_SHIFT - 1)
      for (let j = 0; j < dimensions; j++) codes[j]! += QUERY_SHIFT
    }
  }

  /** The number of the nearest centroid of each of `count` vectors. `read` writes vector number i. */
  find(count: number, read: (i: number, out: Float32Array) => void): Uint32Array {
    const { codes, sums, out } = this.#columns.offsets
    const found = new Uint32Array(count)
    const vector = new Float32Array(this.#dimensions)
    for (let start = 0; start < count; start += BATCH) {
      const rowCount = Math.min(BATCH, count - start)
      for (let row = 0; row < rowCount; row++) {
        read(start + row, vector)
        const own = new Int8Array(this.#buffer, codes + row * this.#stride, this.#dimensions)
        quantizeInto(vector, own, MAX_CODE)
        new Int32Array(this.#buffer, sums)[row] = own.reduce((sum, code) => sum + code, 0)
      }
      this.#passes.nearest({
        rowCount,
        stride: this.#stride,
        codes,
        sums,
        queryCount: this.#count,
        queries: this.#columns.fixedOffset,
        queryScales: this.#scales,
        out,
      })
      found.set(new Uint32Array(this.#buffer, out, rowCount), start)
    }
    return found
  }

  get #buffer(): ArrayBuffer {
    return this.#columns.kernel.buffer
  }

  get #scales(): number {
    return this.#columns.fixedOffset + this.#count * this.#stride
  }
}
