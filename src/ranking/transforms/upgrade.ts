import { PagekinError } from '../../errors.js'
import { normalize } from '../../vectors/normalize.js'
import { solvePositive } from './solve-positive.js'

export interface UpgradeOptions {
  /** Keeps the map small where anchors are few. Default 0.1, for rows of unit length. */
  readonly ridge?: number
}

/**
 * The linear map from a new encoder's space into the old one's, from the same texts embedded by both:
 *
 *     W = argmin |A_new W - A_old|^2 + ridge |W|^2
 *
 * so that queries of the new encoder can be asked on vectors of the old one while items are embedded anew. 256 anchors (medoids
 * of k-means over the catalog) are plenty. Source: ridge regression; the use of it is that of compatible representations
 * (Biondi et al. 2024, "Stationary Representations") and of direct matching (Balogh & Jelasity 2024, "How not to Stitch Representations").
 *
 * @param fresh Anchors in the new space, row-major, anchors x `freshDimensions`.
 * @param old   The same anchors in the old space, row-major, anchors x `oldDimensions`.
 * @returns W, row-major, `freshDimensions` x `oldDimensions`.
 * @throws PagekinError `usage` where the two do not have the same number of rows, or none.
 */
export function fitUpgrade(
  fresh: Float32Array,
  freshDimensions: number,
  old: Float32Array,
  oldDimensions: number,
  options: UpgradeOptions = {},
): Float32Array {
  const { ridge = 0.1 } = options
  const anchors = fresh.length / freshDimensions
  if (!Number.isInteger(anchors) || anchors === 0 || old.length !== anchors * oldDimensions) {
    throw new PagekinError(
      'usage',
      `fitUpgrade: received ${anchors} new rows of ${freshDimensions} and ${old.length / oldDimensions} old ones of ${oldDimensions}, expected as many of each`,
    )
  }
  // the smaller of the two normal equations, they have the same solution: (A'A + rI)^-1 A' B = A' (AA' + rI)^-1 B
  const few = anchors < freshDimensions
  const size = few ? anchors : freshDimensions
  const gram = few ? rowProducts(fresh, anchors, freshDimensions) : columnProducts(fresh, freshDimensions, fresh, freshDimensions)
  for (let i = 0; i < size; i++) gram[i * size + i]! += ridge
  const right = few ? Float64Array.from(old) : columnProducts(fresh, freshDimensions, old, oldDimensions)
  const solution = solvePositive(gram, size, right, oldDimensions)
  return Float32Array.from(few ? columnProducts(fresh, freshDimensions, solution, oldDimensions) : solution)
}

/** `norm(x W)` of each row: new vectors as the old encoder would have made them. */
export function applyUpgrade(map: Float32Array, vectors: Float32Array, freshDimensions: number, oldDimensions: number): Float32Array {
  return normalize(applyMap(map, vectors, freshDimensions, oldDimensions), oldDimensions)
}

/** `x W` of each row, which is the shorter the less the map can tell. */
export function applyMap(map: Float32Array, vectors: Float32Array, freshDimensions: number, oldDimensions: number): Float32Array {
  const rows = vectors.length / freshDimensions
  const mapped = new Float32Array(rows * oldDimensions)
  for (let row = 0; row < rows; row++) {
    const out = mapped.subarray(row * oldDimensions, (row + 1) * oldDimensions)
    for (let i = 0; i < freshDimensions; i++) {
      const value = vectors[row * freshDimensions + i]!
      if (value === 0) continue
      for (let j = 0; j < oldDimensions; j++) out[j]! += value * map[i * oldDimensions + j]!
    }
  }
  return mapped
}

/** A A', rows x rows. */
function rowProducts(a: Float32Array, rows: number, dimensions: number): Float64Array {
  const products = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let d = 0; d < dimensions; d++) sum += a[i * dimensions + d]! * a[j * dimensions + d]!
      products[i * rows + j] = sum
      products[j * rows + i] = sum
    }
  }
  return products
}

/** A' B, dimensions of A x dimensions of B. */
function columnProducts(a: Float32Array, da: number, b: Float32Array | Float64Array, db: number): Float64Array {
  const products = new Float64Array(da * db)
  for (let row = 0; row * da < a.length; row++) {
    for (let i = 0; i < da; i++) {
      const value = a[row * da + i]!
      for (let j = 0; j < db; j++) products[i * db + j]! += value * b[row * db + j]!
    }
  }
  return products
}
