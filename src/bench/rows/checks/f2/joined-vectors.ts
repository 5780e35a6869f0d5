import { fastRp } from '../../../../ranking/transforms/fast-rp.js'
import { meetings } from '../../../../ranking/transforms/graph.js'
import { normalize } from '../../../../vectors/normalize.js'
import { principalComponents, project } from '../../../../vectors/principal-components.js'
import { type Movies, pathOf } from './movies.js'

/** Early fusion, which late fusion is held against: one vector an item, half its text, half who met it, and a plain cosine. */
export class JoinedVectors {
  readonly #vectors: Float32Array
  readonly #dimensions: number

  /** As many dimensions as the text alone has; each half of unit length. */
  constructor({ vectors, task }: Movies) {
    const half = vectors.dimensions / 2
    const rows = task.ids.length
    const sample = new Float32Array(vectors.dimensions * Math.min(rows, 2000))
    const stride = Math.floor(rows / (sample.length / vectors.dimensions))
    for (let i = 0; i * vectors.dimensions < sample.length; i++) sample.set(vectors.row(i * stride), i * vectors.dimensions)
    const { components } = principalComponents(sample, new Float32Array(vectors.dimensions), half)
    const met = normalize(fastRp(meetings(task.train), half).slice(0, rows * half), half)
    this.#dimensions = 2 * half
    this.#vectors = new Float32Array(rows * this.#dimensions)
    for (let row = 0; row < rows; row++) {
      this.#vectors.set(normalize(project(vectors.row(row), components)), row * this.#dimensions)
      this.#vectors.set(met.subarray(row * half, (row + 1) * half), row * this.#dimensions + half)
    }
  }

  scores(history: ArrayLike<number>): Float32Array {
    const query = new Float32Array(this.#dimensions)
    for (const { row, weight } of pathOf(history, 0.9, 100)) {
      for (let d = 0; d < this.#dimensions; d++) query[d]! += weight * this.#vectors[row * this.#dimensions + d]!
    }
    return Float32Array.from({ length: this.#vectors.length / this.#dimensions }, (_, row) => {
      let sum = 0
      for (let d = 0; d < this.#dimensions; d++) sum += query[d]! * this.#vectors[row * this.#dimensions + d]!
      return sum
    })
  }
}
