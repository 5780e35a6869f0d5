import { TopK } from '../../src/vectors/top-k.js'

/** The best k rows for each of some queries, by float32 vectors in float64 sums, over chunks of rows in turn. */
export class ExactHits {
  readonly #dimensions: number
  readonly #queries: readonly Float32Array[]
  readonly #best: readonly TopK[]
  #rows = 0

  constructor(dimensions: number, queries: readonly Float32Array[], k: number) {
    this.#dimensions = dimensions
    this.#queries = queries
    this.#best = queries.map(() => TopK.of(k))
  }

  /** Goes on with the rows that follow, row-major. */
  add(vectors: Float32Array): void {
    const { length } = vectors
    for (let start = 0; start < length; start += this.#dimensions) {
      for (let q = 0; q < this.#queries.length; q++) this.#best[q]!.offer(this.#rows, dot(vectors, start, this.#queries[q]!))
      this.#rows++
    }
  }

  /** For each query its rows, best first, ties to the lower row, and their scores. Empties it. */
  take(): { rows: number[]; scores: number[] }[] {
    return this.#best.map((best) => {
      const { rows, scores } = best.drain()
      return { rows: [...rows], scores: [...scores] }
    })
  }
}

function dot(vectors: Float32Array, start: number, query: Float32Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let j = 0
  for (; j + 3 < query.length; j += 4) {
    a += vectors[start + j]! * query[j]!
    b += vectors[start + j + 1]! * query[j + 1]!
    c += vectors[start + j + 2]! * query[j + 2]!
    d += vectors[start + j + 3]! * query[j + 3]!
  }
  for (; j < query.length; j++) a += vectors[start + j]! * query[j]!
  return a + b + c + d
}
