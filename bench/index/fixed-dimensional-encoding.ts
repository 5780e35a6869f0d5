import { PagekinError } from '../../src/errors.js'
import { mulberry32 } from '../../src/vectors/random.js'

export interface EncodingOptions {
  /** Times the space is cut anew. Default 8. */
  readonly repetitions?: number
  /** Hyperplanes of a cut: 2 to this power buckets. Default 3, at most 8. */
  readonly hyperplanes?: number
  /** Numbers a bucket. Default 16. */
  readonly projected?: number
  /** Default 1. */
  readonly seed?: number
}

/** One cut: which side of each hyperplane, and where each dimension goes in the projection, with which sign. */
interface Cut {
  readonly hyperplanes: Float32Array
  readonly targets: Uint16Array
  readonly signs: Int8Array
}

/**
 * Fixed dimensional encodings of sets of vectors (MUVERA: Dhulipala et al., 2024, arXiv:2405.19504): one vector for a set, so
 * that the inner product of a query's with an item's is about `sum over query vectors of the best inner product with an item vector`
 * (Chamfer). Each cut puts vectors into buckets by random hyperplanes (SimHash); a bucket of a query is the sum of its vectors, one of an
 * item their mean, and where an item has none there, the vector that lies across the fewest hyperplanes. Buckets are projected by a
 * count sketch.
 */
export class FixedDimensionalEncoding {
  /** Of a single vector of a set. */
  readonly dimensions: number
  /** Of an encoding: repetitions x buckets x projected. */
  readonly length: number
  readonly #cuts: readonly Cut[]
  readonly #planes: number
  readonly #projected: number

  constructor(dimensions: number, { repetitions = 8, hyperplanes = 3, projected = 16, seed = 1 }: EncodingOptions = {}) {
    if (!(hyperplanes >= 0 && hyperplanes <= 8 && repetitions >= 1 && projected >= 1)) {
      throw new PagekinError('usage', `FixedDimensionalEncoding: received ${hyperplanes} hyperplanes, expected 0 to 8`)
    }
    this.dimensions = dimensions
    this.#planes = hyperplanes
    this.#projected = projected
    this.length = repetitions * 2 ** hyperplanes * projected
    const random = mulberry32(seed)
    this.#cuts = Array.from({ length: repetitions }, () => ({
      hyperplanes: Float32Array.from({ length: hyperplanes * dimensions }, () => gaussian(random)),
      targets: Uint16Array.from({ length: dimensions }, () => Math.floor(random() * projected)),
      signs: Int8Array.from({ length: dimensions }, () => (random() < 0.5 ? -1 : 1)),
    }))
  }

  /** The encoding of a query's vectors, row-major. */
  query(vectors: Float32Array): Float32Array {
    return this.#encode(vectors, false)
  }

  /** The encoding of an item's vectors, row-major; 0 when there are none. */
  item(vectors: Float32Array): Float32Array {
    return this.#encode(vectors, true)
  }

  #encode(vectors: Float32Array, isItem: boolean): Float32Array {
    const { dimensions } = this
    if (vectors.length % dimensions !== 0) {
      throw new PagekinError('usage', `FixedDimensionalEncoding: received ${vectors.length} numbers, expected a multiple of ${dimensions}`)
    }
    const rows = vectors.length / dimensions
    const vectorAt = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const out = new Float32Array(this.length)
    const buckets = 2 ** this.#planes
    this.#cuts.forEach((cut, repetition) => {
      const bucketOf = Array.from({ length: rows }, (_, row) => this.#bucket(cut, vectorAt(row)))
      for (let bucket = 0; bucket < buckets; bucket++) {
        let own = bucketOf.flatMap((other, row) => (other === bucket ? [row] : []))
        if (isItem && own.length === 0 && rows > 0) own = [nearestBucket(bucketOf, bucket)]
        // each repetition is an estimate of its own: the encodings of both sides take their mean
        const weight = (isItem ? 1 / own.length : 1) / Math.sqrt(this.#cuts.length)
        const start = (repetition * buckets + bucket) * this.#projected
        for (const row of own) this.#add(out.subarray(start, start + this.#projected), cut, vectorAt(row), weight)
      }
    })
    return out
  }

  #bucket({ hyperplanes }: Cut, vector: Float32Array): number {
    let bucket = 0
    for (let plane = 0; plane < this.#planes; plane++) {
      let side = 0
      for (let j = 0; j < vector.length; j++) side += vector[j]! * hyperplanes[plane * vector.length + j]!
      if (side >= 0) bucket |= 1 << plane
    }
    return bucket
  }

  #add(out: Float32Array, { targets, signs }: Cut, vector: Float32Array, weight: number): void {
    for (let j = 0; j < vector.length; j++) out[targets[j]!]! += signs[j]! * vector[j]! * weight
  }
}

/** The row whose bucket lies across the fewest hyperplanes, the first of them. */
function nearestBucket(bucketOf: readonly number[], bucket: number): number {
  const distances = bucketOf.map((other) => countOnes(other ^ bucket))
  return distances.indexOf(Math.min(...distances))
}

function countOnes(bits: number): number {
  let count = 0
  for (let rest = bits; rest; rest &= rest - 1) count++
  return count
}

/** Box and Muller's transform. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
