import { normalize } from '../../vectors/normalize.js'

/** Text vectors of all rows in float32, unit length: what a quantised index is measured against, too. */
export class DenseText {
  readonly dimensions: number
  readonly #vectors: Float32Array

  /** @param vectors rows x dimensions, unit length. */
  constructor(vectors: Float32Array, dimensions: number) {
    this.#vectors = vectors
    this.dimensions = dimensions
  }

  get rowCount(): number {
    return this.#vectors.length / this.dimensions
  }

  get bytes(): number {
    return this.#vectors.byteLength
  }

  /** With the mean of all rows taken away, and unit length again (docs/decisions/006-centring-and-fusion.md). */
  centred(): DenseText {
    const mean = new Float64Array(this.dimensions)
    for (let row = 0; row < this.rowCount; row++)
      this.row(row).forEach((value, j) => {
        mean[j]! += value / this.rowCount
      })
    return new DenseText(
      normalize(
        this.#vectors.map((value, i) => value - mean[i % this.dimensions]!),
        this.dimensions,
      ),
      this.dimensions,
    )
  }

  /** A view. */
  row(row: number): Float32Array {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions)
  }

  /** Writes the inner product of a vector with every row: their cosines, if it has unit length. */
  scoresInto(query: Float32Array, out: Float32Array): void {
    const vectors = this.#vectors
    // no view and no call a row: this loop is most of what text baselines cost
    for (let row = 0, at = 0; row < out.length; row++) {
      let sum = 0
      for (let j = 0; j < query.length; j++, at++) sum += query[j]! * vectors[at]!
      out[row] = sum
    }
  }

  /** Cosines of a row with every row. */
  similarTo = (row: number, out: Float32Array): void => this.scoresInto(this.row(row), out)

  /** The mean of the history's vectors, unit length. */
  profile(history: ArrayLike<number>): Float32Array {
    const sum = new Float32Array(this.dimensions)
    for (let i = 0; i < history.length; i++)
      this.row(history[i]!).forEach((value, j) => {
        sum[j]! += value
      })
    return normalize(sum)
  }
}
