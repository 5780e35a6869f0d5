import { PagekinError } from '../../src/errors.js'
import { rowCount } from '../../src/evaluate/metrics/checks.js'
import { meanRow } from '../../src/vectors/mean.js'

/**
 * Criteria for a change of encoder. `matrix[i][j]` is a retrieval figure with queries of encoder i on vectors of encoder j, in
 * the order in which the encoders came.
 */
export type CompatibilityMatrix = readonly (readonly number[])[]

/** Empirical compatibility criterion (Shen et al., 2020, "Towards Backward-Compatible Representation Learning"): the new encoder asks on the old one's vectors no worse than the old one does. */
export function isCompatible(matrix: CompatibilityMatrix, fresh: number, old: number): boolean {
  return matrix[fresh]![old]! >= matrix[old]![old]!
}

/** Average compatibility (Biondi et al., 2023, "CoReS"): share of the T (T - 1) / 2 pairs of a later and an earlier encoder that are compatible. NaN for one encoder. */
export function averageCompatibility(matrix: CompatibilityMatrix): number {
  if (matrix.some((row) => row.length !== matrix.length)) {
    throw new PagekinError('usage', 'averageCompatibility: received a matrix that is not square, expected every encoder on every other')
  }
  const later = matrix.map((_, fresh) => fresh)
  const pairs = later.flatMap((fresh) => later.slice(0, fresh).map((old) => isCompatible(matrix, fresh, old)))
  return pairs.filter(Boolean).length / pairs.length
}

/**
 * Relative residual of direct matching, |mapped - target| / |target - mean of target| (Frobenius): 0 where a map hits, 1 where it does no
 * better than the mean would.
 */
export function matchingResidual(mapped: Float32Array, target: Float32Array, dimensions: number): number {
  rowCount('matchingResidual', target, dimensions)
  if (mapped.length !== target.length) {
    throw new PagekinError('usage', `matchingResidual: received ${mapped.length} and ${target.length} numbers, expected as many of each`)
  }
  const mean = meanRow(target, dimensions)
  let missed = 0
  let spread = 0
  target.forEach((value, at) => {
    missed += (mapped[at]! - value) ** 2
    spread += (value - mean[at % dimensions]!) ** 2
  })
  return Math.sqrt(missed / spread)
}
