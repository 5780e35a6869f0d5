/** Sums over row-major float32 matrices; a row is named by where it starts. */

/** `to += factor * from`, four numbers at a time: engines do not unroll, and this is where the time goes. */
export function addScaled(to: Float32Array, toStart: number, from: Float32Array, fromStart: number, factor: number, count: number): void {
  for (let j = 0; j < count; j += 4) {
    const at = toStart + j
    const source = fromStart + j
    to[at]! += factor * from[source]!
    to[at + 1]! += factor * from[source + 1]!
    to[at + 2]! += factor * from[source + 2]!
    to[at + 3]! += factor * from[source + 3]!
  }
}

/** Mean of the rows that are not 0. */
export function meanOf(vectors: Float32Array, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions)
  let rows = 0
  for (let start = 0; start < vectors.length; start += dimensions) {
    if (lengthOf(vectors, start, dimensions) === 0) continue
    rows++
    for (let j = 0; j < dimensions; j++) sum[j]! += vectors[start + j]!
  }
  return Float32Array.from(sum, (total) => total / Math.max(1, rows))
}

export function toUnit(vectors: Float32Array, start: number, dimensions: number): void {
  const length = lengthOf(vectors, start, dimensions)
  if (length === 0) return
  for (let j = start; j < start + dimensions; j++) vectors[j]! /= length
}

export function lengthOf(vectors: Float32Array, start: number, dimensions: number): number {
  let sum = 0
  for (let j = start; j < start + dimensions; j++) sum += vectors[j]! ** 2
  return Math.sqrt(sum)
}
