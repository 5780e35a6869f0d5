import { solvePositive } from '../transforms/solve-positive.js'

/** What two rows share beyond being of one search: how far all scores lie from zero. */
const LEVEL = 10
/** How much of a score its row does not tell. Above 0, so that rows with one vector can have two scores. */
const NOISE = 0.3

/** Rows of which some have a score that costs much. */
export interface ScoredRows {
  /** What costs little: of every row, in standard units. */
  readonly cheap: ArrayLike<number>
  /** Places, among the rows, of those with a costly score. */
  readonly places: readonly number[]
  /** Their costly scores. */
  readonly scores: readonly number[]
  /** Cosines of one of these rows with every row; NaN without two vectors. */
  cosinesOf(place: number): ArrayLike<number>
}

/**
 * The costly score that each row is expected to have, by Gaussian-process regression on those that are known:
 *
 *     K(i, j) = cos(i, j)^2 + LEVEL + t_i t_j          t = the cheap score
 *     expected = K[all, known] (K[known, known] + NOISE I)^-1 scores
 *
 * Yadav et al., "Efficient Nearest Neighbor Search for Cross-Encoder Models using Matrix Factorization" (EMNLP 2022), expect them from a
 * matrix of costly scores made beforehand. This takes vectors and cheap scores in place of their matrix, and needs nothing beforehand:
 * docs/measurements.md#a-reranker-of-the-sites-own. Costs known * rows * dimensions.
 */
export function expectedScores({ cheap, places, scores, cosinesOf }: ScoredRows): Float64Array {
  const size = places.length
  const expected = new Float64Array(cheap.length)
  const mean = scores.reduce((sum, score) => sum + score, 0) / size
  const kernel = places.map((place) => {
    const t = cheap[place]!
    return Float64Array.from(cosinesOf(place), (cosine, row) => (Number.isNaN(cosine) ? 0 : cosine ** 2) + LEVEL + t * cheap[row]!)
  })
  const known = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) known[i * size + j] = kernel[i]![places[j]!]! + (i === j ? NOISE : 0)
  }
  const centred = Float64Array.from(scores, (score) => score - mean)
  const weights = solvePositive(known, size, centred, 1)
  for (let row = 0; row < expected.length; row++) {
    let sum = mean
    for (let i = 0; i < size; i++) sum += weights[i]! * kernel[i]![row]!
    expected[row] = sum
  }
  return expected
}
