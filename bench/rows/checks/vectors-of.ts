/** These rows, in this order. */
export function pickRows(vectors: Float32Array, dimensions: number, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length * dimensions)
  rows.forEach((row, i) => {
    picked.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
  })
  return picked
}
