import { TopK } from '../../vectors/top-k.js'
import { checkCutoff, checkNumbers, rowCount } from './checks.js'
import { exposure } from './exposure.js'

/**
 * N_k of every row: in how many other rows' k nearest neighbours it is, by dot product (cosine, for unit vectors); a tie goes
 * to the lower row. Exact, n^2 d / 2 multiplications: for catalogs of some thousand rows.
 */
export function kOccurrences(vectors: Float32Array, dimensions: number, k = 10): Uint32Array {
  checkCutoff('kOccurrences', k)
  const n = rowCount('kOccurrences', vectors, dimensions)
  const heaps = Array.from({ length: n }, () => TopK.of(Math.min(k, Math.max(0, n - 1))))
  for (let a = 1; a < n; a++) {
    for (let b = 0; b < a; b++) {
      let dot = 0
      for (let j = 0; j < dimensions; j++) dot += vectors[a * dimensions + j]! * vectors[b * dimensions + j]!
      heaps[a]!.offer(b, dot)
      heaps[b]!.offer(a, dot)
    }
  }
  return exposure(
    heaps.map((heap) => heap.drain().rows),
    n,
  )
}

/** Skewness m3 / m2^1.5 of the population, m_p = mean (x - mean)^p. NaN where all values are equal, or there are none. */
export function skewness(values: ArrayLike<number>): number {
  checkNumbers('skewness', values)
  const n = values.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += values[i]!
  const mean = sum / n
  let squares = 0
  let cubes = 0
  let constant = true
  for (let i = 0; i < n; i++) {
    const off = values[i]! - mean
    squares += off * off
    cubes += off * off * off
    // the mean of equal values need not equal them in floating point
    if (values[i] !== values[0]) constant = false
  }
  return constant ? Number.NaN : cubes / n / (squares / n) ** 1.5
}

/**
 * Hubness: skewness of N_k (Radovanović, Nanopoulos and Ivanović, 2010; k = 10 is theirs). Above 1 some rows are near
 * everything ("hubs") and many near nothing. NaN where every row is a neighbour equally often.
 */
export function hubnessSkew(vectors: Float32Array, dimensions: number, k = 10): number {
  return skewness(kOccurrences(vectors, dimensions, k))
}
