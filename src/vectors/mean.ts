import { normalize } from './normalize.js'

/** The mean of the rows of a row-major matrix; 0 if there are none. */
export function meanRow(matrix: Float32Array, dimensions: number): Float64Array {
  const sum = new Float64Array(dimensions)
  for (let at = 0; at < matrix.length; at++) sum[at % dimensions]! += matrix[at]!
  const rows = Math.max(1, matrix.length / dimensions)
  return sum.map((total) => total / rows)
}

/** Rows minus `mean`, scaled to unit length again by default. Returns a new array. */
export function shifted(matrix: Float32Array, mean: Float64Array, scaled = true): Float32Array {
  const moved = matrix.map((value, at) => value - mean[at % mean.length]!)
  return scaled ? normalize(moved, mean.length) : moved
}

/** Rows minus their mean, scaled to unit length: the vectors by which items are compared. Returns a new array. */
export function centredRows(matrix: Float32Array, dimensions: number): Float32Array {
  return shifted(matrix, meanRow(matrix, dimensions))
}

/** The mean of one or more unit vectors, scaled to unit length. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length)
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!
  return normalize(sum)
}
