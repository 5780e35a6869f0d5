import { mulberry32 } from '../../../src/vectors/random.js'

const ROUNDS = 4

/**
 * A seeded orthogonal map that spreads every vector evenly over the dimensions. Each round flips random signs and applies a Hadamard
 * transform to a power of two of dimensions, from the front and from the back in turn. O(d log d), while a matrix takes d^2. After the
 * fast Johnson-Lindenstrauss transform (Ailon and Chazelle, 2009).
 */
export class Rotation {
  readonly #signs: readonly Int8Array[]
  readonly #block: number

  constructor(dimensions: number, seed: number) {
    const random = mulberry32(seed)
    this.#signs = Array.from({ length: ROUNDS }, () => Int8Array.from({ length: dimensions }, () => (random() < 0.5 ? -1 : 1)))
    this.#block = 2 ** Math.floor(Math.log2(dimensions))
  }

  /** Rotates a vector in place and returns it. */
  apply(vector: Float32Array): Float32Array {
    this.#signs.forEach((signs, round) => {
      for (let j = 0; j < vector.length; j++) vector[j]! *= signs[j]!
      hadamard(round % 2 ? vector.subarray(vector.length - this.#block) : vector.subarray(0, this.#block))
    })
    return vector
  }
}

/** The orthonormal Walsh-Hadamard transform, in place; the length is a power of two. */
function hadamard(vector: Float32Array): void {
  const { length } = vector
  for (let half = 1; half < length; half *= 2) {
    for (let start = 0; start < length; start += 2 * half) {
      for (let j = start; j < start + half; j++) {
        const a = vector[j]!
        const b = vector[j + half]!
        vector[j] = a + b
        vector[j + half] = a - b
      }
    }
  }
  const scale = 1 / Math.sqrt(length)
  for (let j = 0; j < length; j++) vector[j]! *= scale
}
