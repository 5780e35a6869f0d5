import type { FlatIndex } from './flat-index.js'

/** What an index whose rows are those of a `FlatIndex` can say without one of its own. */
export abstract class IndexOverRows {
  /** Every row, to be searched exhaustively. */
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
}
