import type { Reason } from '../../types.js'
import { dotProduct } from '../../vectors/normalize.js'
import { statistics } from '../../vectors/statistics.js'
import type { Vectors } from '../rank.js'
import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'
import { solvePositive } from '../transforms/solve-positive.js'

/** An item that the visitor dismissed. */
export interface Dismissed {
  readonly row: number
  reason(weight: number): Reason
}

/** The latest so many of each kind teach (docs/measurements.md#learns-here). */
const MOST = 100
/** Keeps a score small that few items tell, the more so the more items are known. */
const RIDGE = 10

/** Of the last answer by these vectors: the next one mostly asks for the same. */
const kept = new WeakMap<Vectors, { readonly rows: readonly number[]; readonly scores: Float32Array }>()

/**
 * What tells the items that a visitor took from those that they dismissed, by ridge regression on their vectors:
 *
 *     score_i = sum over known items j of a_j cos(i, j), less its mean over all rows
 *     a = (K + D)^-1 y,   K_jk = cos(j, k),   y_j = 1 for a taken item, -1 for a dismissed one,   D_j = RIDGE n_j / (n + RIDGE)
 *
 * all centred; n_j items are of the kind of j and n are known, so that the few that were dismissed say as much as the many that were taken. A row
 * without a vector counts as average.
 *
 * Source: the metric that is learnt from likes and dislikes with the cosine as its prior (Diao et al. 2024, "GSSF"). On one side of its form
 * h' M i stands one visitor, so M h is one vector: that of their history, which `seedTerm` asks with, plus this one, 0 where nothing was dismissed.
 *
 * @param taken     Rows, latest first.
 * @param dismissed Latest first.
 * @param vectors   Another object once a vector has changed.
 * @param weight    Of a score of 1.
 * @returns null if no dismissed item has a vector.
 */
export function toldApartTerm(taken: readonly number[], dismissed: readonly Dismissed[], vectors: Vectors, weight: number): RowTerm | null {
  const { index } = vectors
  const liked = taken.filter((row) => index.has(row)).slice(0, MOST)
  const unliked = dismissed.filter(({ row }) => index.has(row)).slice(0, MOST)
  if (unliked.length === 0) return null
  const against = unliked.map(({ row }) => row)
  // what was dismissed comes last, after a mark
  const rows = [...liked, -1, ...against]
  const last = kept.get(vectors)
  const isSame = last?.rows.length === rows.length && last.rows.every((row, place) => row === rows[place])
  const scores = isSame ? last.scores : scoresOf(liked, against, vectors)
  if (!isSame) kept.set(vectors, { rows, scores })
  const reason: RowTerm['reason'] = (row, termWeight) => {
    if (!index.has(row)) return unliked[0]!.reason(termWeight)
    const cosines = index.scores(index.centre(index.vector(row)), against, 'given')
    return unliked[cosines.indexOf(Math.max(...cosines))]!.reason(termWeight)
  }
  return { kind: 'rows', weight, scores, standard: AS_IT_IS, reason }
}

function scoresOf(taken: readonly number[], dismissed: readonly number[], { index }: Vectors): Float32Array {
  const known = [...taken, ...dismissed].map((row) => index.centre(index.vector(row)))
  const size = known.length
  const matrix = new Float64Array(size * size)
  known.forEach((one, i) => {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = dotProduct(one, known[j]!)
    matrix[i * size + i]! += (RIDGE * (i < taken.length ? taken : dismissed).length) / (size + RIDGE)
  })
  const told = Float64Array.from(known, (_, i) => (i < taken.length ? 1 : -1))
  const amounts = solvePositive(matrix, size, told, 1)
  const query = new Float32Array(index.dimensions)
  known.forEach((one, i) => {
    for (let d = 0; d < query.length; d++) query[d]! += amounts[i]! * one[d]!
  })
  const all = Uint32Array.from({ length: index.size }, (_, row) => row)
  const scores = index.scores(query, all, 'given')
  const { mean } = statistics(scores)
  return scores.map((score) => (Number.isNaN(score) ? 0 : score - mean))
}
