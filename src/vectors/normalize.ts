import { PagekinError } from '../errors.js'

/** Inner product of two vectors of one length, accumulated in float64. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return sum
}

/**
 * Scales each row of a row-major matrix to unit length, in place, and returns it. A zero row stays zero.
 * Throws `usage` for NaN, an infinity, or a length that is no multiple of `dimensions` (default: one row).
 */
export function normalize(vectors: Float32Array, dimensions = vectors.length): Float32Array {
  if (vectors.length % dimensions !== 0) throw notRows('normalize', vectors.length, dimensions)
  for (let start = 0; start < vectors.length; start += dimensions) {
    const row = vectors.subarray(start, start + dimensions)
    const norm = Math.sqrt(dotProduct(row, row))
    if (!Number.isFinite(norm)) {
      throw new PagekinError('usage', `normalize: row ${start / dimensions} holds NaN or an infinity; expected finite numbers`)
    }
    if (norm === 0) continue
    for (let j = 0; j < dimensions; j++) row[j] = row[j]! / norm
  }
  return vectors
}

/**
 * The first `keep` dimensions of each row of a row-major matrix, scaled to unit length again. Matryoshka encoders are trained for it
 * (Kusupati et al., 2022, arXiv:2205.13147). Returns a new array. Throws `usage` unless 1 <= keep <= dimensions.
 */
export function truncateDimensions(vectors: Float32Array, dimensions: number, keep: number): Float32Array {
  if (!Number.isInteger(keep) || keep < 1 || keep > dimensions) {
    throw new PagekinError('usage', `truncateDimensions: received keep = ${keep}, expected an integer from 1 to ${dimensions}`)
  }
  if (vectors.length % dimensions !== 0) throw notRows('truncateDimensions', vectors.length, dimensions)
  const rows = vectors.length / dimensions
  const kept = new Float32Array(rows * keep)
  for (let row = 0; row < rows; row++) kept.set(vectors.subarray(row * dimensions, row * dimensions + keep), row * keep)
  return normalize(kept, keep)
}

function notRows(where: string, length: number, dimensions: number): PagekinError {
  return new PagekinError('usage', `${where}: received ${length} numbers, expected a multiple of ${dimensions} dimensions`)
}
