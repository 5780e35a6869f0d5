/** Numbers over rows and columns: the sums that effective rank and CKA are made of. All matrices are flat and row-major. */

/** X^T Y (dx x dy, float64) of X (n x dx) and Y (n x dy). */
export function crossProduct(x: ArrayLike<number>, dx: number, y: ArrayLike<number>, dy: number): Float64Array {
  const n = x.length / dx
  const product = new Float64Array(dx * dy)
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < dx; a++) {
      const left = x[i * dx + a]!
      for (let b = 0; b < dy; b++) product[a * dy + b]! += left * y[i * dy + b]!
    }
  }
  return product
}

/** X^T. */
export function transposed(x: ArrayLike<number>, dimensions: number): Float64Array {
  const n = x.length / dimensions
  return Float64Array.from({ length: x.length }, (_, at) => x[(at % n) * dimensions + Math.floor(at / n)]!)
}

/** X with the mean of every column taken away, in float64. */
export function centred(x: ArrayLike<number>, dimensions: number): Float64Array {
  const n = x.length / dimensions
  const means = new Float64Array(dimensions)
  for (let at = 0; at < x.length; at++) means[at % dimensions]! += x[at]! / n
  return Float64Array.from(x, (value, at) => value - means[at % dimensions]!)
}
