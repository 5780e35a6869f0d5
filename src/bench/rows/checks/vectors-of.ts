import { normalize } from '../../../vectors/normalize.js'

/** Rows with their mean taken away and unit length again: how items are compared. */
export function centredRows(vectors: Float32Array, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions)
  for (let at = 0; at < vectors.length; at++) sum[at % dimensions]! += vectors[at]!
  const rows = vectors.length / dimensions
  return normalize(
    vectors.map((value, at) => value - sum[at % dimensions]! / rows),
    dimensions,
  )
}

/** These rows, in this order. */
export function pickRows(vectors: Float32Array, dimensions: number, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length * dimensions)
  rows.forEach((row, i) => {
    picked.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
  })
  return picked
}
