import type { FlatIndex } from '../../../src/vectors/flat-index.js'
import type { Quantized } from '../../../src/vectors/quantize.js'

/** The part of an index that its `FlatIndex` answers. */
export abstract class IndexOverRows {
  /** All rows, for exhaustive search. */
  readonly exact: FlatIndex

  protected constructor(exact: FlatIndex) {
    this.exact = exact
  }

  get dimensions(): number {
    return this.exact.dimensions
  }

  get size(): number {
    return this.exact.size
  }

  get count(): number {
    return this.exact.count
  }

  has(row: number): boolean {
    return this.exact.has(row)
  }

  vector(row: number, out?: Float32Array): Float32Array {
    return this.exact.vector(row, out)
  }

  codes(row: number): Quantized {
    return this.exact.codes(row)
  }
}
