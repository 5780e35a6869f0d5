import type { FlatIndex } from '../../vectors/flat-index.js'
import { TopK } from '../../vectors/top-k.js'
import type { ItemWeights, WeightedRow } from './item-item.js'

/** Rows alike that speak for a row, and how fast their say falls with the cosine. */
const ALIKE = 10
const TEMPERATURE = 0.05
/** So many of the best rows pass their score on to rows that are like them. */
const SPREAD = 20

/**
 * What goes with rows, from what was bought or linked together, also for rows that nobody bought:
 *
 *     score = sum over the rows of  S[row] W S^T
 *
 * W = how often two rows were together, S = a row and its nearest by text, as a softmax of their cosines. Source: the synthetic coverage of
 * Kvernadze et al., "Two is better than one: dual embeddings for complementary product recommendations", 2022, in closed form.
 *
 * @param index Vectors of the rows; without them rows speak for themselves alone.
 */
export function goesWithScores(asked: readonly number[], weights: ItemWeights, index: FlatIndex | null, out: Float32Array): void {
  const { offset, rows, weights: counts } = weights
  out.fill(0)
  const direct = new Float32Array(out.length)
  for (const seed of asked) {
    for (const { row, weight } of alike(seed, index)) {
      for (let e = offset[row]!; e < offset[row + 1]!; e++) direct[rows[e]!]! += weight * counts[e]!
    }
  }
  const best = TopK.of(Math.min(SPREAD, direct.length))
  direct.forEach((score, row) => {
    out[row]! += score
    if (score > 0) best.offer(row, score)
  })
  const { rows: passing, length } = best.drain()
  for (const from of passing.subarray(0, length)) {
    for (const { row, weight } of alike(from, index)) if (row !== from) out[row]! += weight * direct[from]!
  }
}

/** The row itself and its nearest; their weights add up to 1. */
function alike(row: number, index: FlatIndex | null): readonly WeightedRow[] {
  if (!index?.has(row)) return [{ row, weight: 1 }]
  const { rows, scores, length } = index.search({ query: index.vector(row) }, ALIKE + 1)
  const near = Array.from(rows.subarray(0, length), (other, place) => ({
    row: other,
    weight: other === row ? 1 : Math.exp((Math.min(1, scores[place]!) - 1) / TEMPERATURE),
  }))
  const total = near.reduce((sum, { weight }) => sum + weight, 0)
  return near.map((one) => ({ row: one.row, weight: one.weight / total }))
}
