import { dotProduct } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'

const ITERATIONS = 24

export interface PrincipalComponents {
  /** Orthonormal rows, row-major, that with the most variance first. */
  readonly components: Float32Array
  /** Variance along each. */
  readonly variances: Float64Array
}

/**
 * The directions in which vectors (row-major) vary most about `mean`, by orthogonal iteration on their covariance: seeded, and as good
 * as cutting dimensions off needs, where the order of directions with almost the same variance does not matter. Two passes of d^2 a vector,
 * then 24 of d^2 a direction: half a second for 64 of 384 dimensions and 2,000 vectors.
 */
export function principalComponents(vectors: Float32Array, mean: Float32Array, count: number, seed = 1): PrincipalComponents {
  const dimensions = mean.length
  const covariance = covarianceOf(vectors, mean)
  const random = mulberry32(seed)
  let basis: Float64Array[] = Array.from({ length: count }, () => Float64Array.from({ length: dimensions }, () => random() - 0.5))
  orthonormalize(basis)
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    basis = basis.map((direction) => multiply(covariance, direction))
    orthonormalize(basis)
  }
  const measured = basis.map((direction) => ({ direction, variance: dotProduct(direction, multiply(covariance, direction)) }))
  measured.sort((a, b) => b.variance - a.variance)
  const components = new Float32Array(count * dimensions)
  measured.forEach(({ direction }, i) => {
    components.set(direction, i * dimensions)
  })
  return { components, variances: Float64Array.from(measured, ({ variance }) => variance) }
}

/** The coordinates of a vector along components. */
export function project(vector: Float32Array, components: Float32Array): Float32Array {
  const { length } = vector
  return Float32Array.from({ length: components.length / length }, (_, i) =>
    dotProduct(components.subarray(i * length, (i + 1) * length), vector),
  )
}

function covarianceOf(vectors: Float32Array, mean: Float32Array): Float64Array[] {
  const { length } = mean
  const rows = vectors.length / length
  const covariance = Array.from({ length }, () => new Float64Array(length))
  const away = new Float64Array(length)
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < length; j++) away[j] = vectors[row * length + j]! - mean[j]!
    for (let j = 0; j < length; j++) {
      const own = covariance[j]!
      const weight = away[j]! / rows
      for (let other = 0; other <= j; other++) own[other]! += weight * away[other]!
    }
  }
  for (let j = 0; j < length; j++) for (let other = 0; other < j; other++) covariance[other]![j] = covariance[j]![other]!
  return covariance
}

function multiply(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => {
    let sum = 0
    for (let j = 0; j < row.length; j++) sum += row[j]! * vector[j]!
    return sum
  })
}

/** Gram and Schmidt's method, each vector twice, which keeps it orthogonal in float64. A vector that lies in the span of those before becomes 0. */
function orthonormalize(basis: readonly Float64Array[]): void {
  basis.forEach((vector, i) => {
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < i; other++) {
        const along = dotProduct(vector, basis[other]!)
        for (let j = 0; j < vector.length; j++) vector[j]! -= along * basis[other]![j]!
      }
    }
    const norm = Math.sqrt(dotProduct(vector, vector))
    for (let j = 0; j < vector.length; j++) vector[j] = norm > 1e-12 ? vector[j]! / norm : 0
  })
}
