import { PagekinError } from '../../src/errors.js'
import { solvePositive } from '../../src/ranking/transforms/solve-positive.js'

/** `P(x) = 1 / (1 + exp(-(bias + sum over j of weights_j (x_j - means_j) / deviations_j)))`. */
export interface Logistic {
  readonly bias: number
  readonly weights: readonly number[]
  readonly means: readonly number[]
  readonly deviations: readonly number[]
}

export interface LogisticOptions {
  /** Default 1. The bias is not penalised. */
  readonly ridge?: number
  /** Both labels count alike, however often each occurs. Default false. */
  readonly balanced?: boolean
}

/** Newton's steps at the most; five or six are enough where the two kinds overlap. */
const MAX_STEPS = 50
const TOLERANCE = 1e-10

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), features in standard units, with the penalty
 * `ridge / 2 * |weights|^2`, which also keeps weights finite where a feature parts the two kinds without error.
 *
 * @param features Row-major, labels.length x count.
 * @param labels   1 or 0 each; both must occur.
 * @throws PagekinError `usage` for lengths that do not fit and for labels of one kind.
 */
export function fitLogistic(
  features: ArrayLike<number>,
  count: number,
  labels: ArrayLike<number>,
  { ridge = 1, balanced = false }: LogisticOptions = {},
): Logistic {
  const rows = labels.length
  const positives = Array.from(labels).filter((label) => label === 1).length
  if (features.length !== rows * count || positives === 0 || positives === rows) {
    throw new PagekinError(
      'usage',
      `fitLogistic: received ${features.length} features and ${positives} of ${rows} labels 1, expected ${rows} x ${count} and labels of both kinds`,
    )
  }
  const { means, deviations } = spreadOf(features, count)
  const size = count + 1
  const inputs = Float64Array.from({ length: rows * size }, (_, at) => {
    const j = (at % size) - 1
    return j < 0 ? 1 : (features[Math.floor(at / size) * count + j]! - means[j]!) / deviations[j]!
  })
  const shares = balanced ? [rows / (2 * (rows - positives)), rows / (2 * positives)] : [1, 1]
  const solution = new Float64Array(size)
  for (let step = 0; step < MAX_STEPS; step++) {
    const change = newtonStep(inputs, labels, shares, solution, ridge)
    for (let j = 0; j < size; j++) solution[j]! += change[j]!
    if (Math.hypot(...change) < TOLERANCE) break
  }
  return { bias: solution[0]!, weights: [...solution.slice(1)], means: [...means], deviations: [...deviations] }
}

/** Of a feature vector, 0 to 1. */
export function probabilityOf({ bias, weights, means, deviations }: Logistic, features: ArrayLike<number>): number {
  let sum = bias
  for (let j = 0; j < weights.length; j++) sum += (weights[j]! * (features[j]! - means[j]!)) / deviations[j]!
  return sigmoid(sum)
}

function newtonStep(
  inputs: Float64Array,
  labels: ArrayLike<number>,
  shares: readonly number[],
  solution: Float64Array,
  ridge: number,
): Float64Array {
  const size = solution.length
  const hessian = new Float64Array(size * size)
  // the least that keeps the matrix definite where all probabilities are 0 or 1
  for (let j = 0; j < size; j++) hessian[j * size + j] = j === 0 ? 1e-9 : ridge
  const gradient = solution.map((weight, j) => (j === 0 ? 0 : -ridge * weight))
  for (let row = 0; row < labels.length; row++) {
    const x = inputs.subarray(row * size, (row + 1) * size)
    let sum = 0
    for (let j = 0; j < size; j++) sum += x[j]! * solution[j]!
    const probability = sigmoid(sum)
    const share = shares[labels[row]!]!
    for (let a = 0; a < size; a++) {
      gradient[a]! += share * (labels[row]! - probability) * x[a]!
      for (let b = 0; b <= a; b++) hessian[a * size + b]! += share * probability * (1 - probability) * x[a]! * x[b]!
    }
  }
  return solvePositive(hessian, size, gradient, 1)
}

/** Mean and deviation of each feature; 1 for the deviation of one that is the same everywhere. */
function spreadOf(features: ArrayLike<number>, count: number): { means: Float64Array; deviations: Float64Array } {
  const rows = features.length / count
  const means = new Float64Array(count)
  const deviations = new Float64Array(count)
  for (let at = 0; at < features.length; at++) means[at % count]! += features[at]! / rows
  for (let at = 0; at < features.length; at++) deviations[at % count]! += (features[at]! - means[at % count]!) ** 2 / rows
  return { means, deviations: deviations.map((variance) => (variance > 1e-24 ? Math.sqrt(variance) : 1)) }
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
