import type { FlatIndex } from '../../vectors/flat-index.js'
import { AS_IT_IS, standardOf } from '../standardize.js'
import type { RowTerm } from '../term.js'
import { addRow, type ItemWeights } from './item-item.js'
import type { ValuePairs } from './value-pairs.js'

/** Rows alike that speak for a row, and how fast their say falls with the cosine (docs/measurements.md#goes-with). */
const ALIKE = 10
const TEMPERATURE = 0.2
/** What was together with a row asked about comes before everything that speaks by likeness. */
const MET = 10
const MET_OFTEN = 5

/**
 * What goes with rows, from what was bought or linked together, as one term:
 *
 *     score(j) = trust / |asked| * sum over asked i, and its ten nearest k, of  exp((cos(i, k) - 1) / .2) W[k, j]
 *              + common / sigma * ln(1 + sum over all k of W[k, j]) + values / |asked| * sum over asked i of P(i, j)
 *
 * sigma: the deviation of these logarithms; P as in `ValuePairs`
 *
 * and, where j was together with an asked row, the highest of those + 10 + 5 sum of W[i, j]. W = how often two rows were together. So a row
 * that nobody bought has an answer from rows like it. Source: the synthetic coverage of Kvernadze et al., "Two is better than one: dual
 * embeddings for complementary product recommendations", 2022, in closed form.
 *
 * @param index  Vectors of the rows; without them rows speak for themselves alone.
 * @param trust  How much likeness counts beside texts.
 * @param common How much it counts that a row goes with many.
 * @param values How much it counts which values go together.
 */
export function goesWithTerm(
  asked: readonly number[],
  weights: ItemWeights,
  pairs: ValuePairs,
  index: FlatIndex | null,
  { trust, common, values }: { readonly trust: number; readonly common: number; readonly values: number },
): RowTerm {
  const size = weights.offset.length - 1
  const scores = common ? commonScores(weights).map((score) => common * score) : new Float32Array(size)
  if (values) pairs.addScores(asked, values, scores)
  const met = new Float32Array(size)
  for (const row of asked) {
    addFromAlike(row, weights, index, trust / asked.length, scores)
    addRow(row, weights, 1, met)
  }
  const first = MET + scores.reduce((highest, score) => Math.max(highest, score), 0)
  met.forEach((weight, row) => {
    if (weight > 0) scores[row]! += first + MET_OFTEN * weight
  })
  return {
    kind: 'rows',
    weight: 1,
    scores,
    standard: AS_IT_IS,
    reason: (_row, weight) => ({ kind: 'goes-with', weight }),
  }
}

/** Adds to `out` what goes with the rows like `row`, except those of `skip`. @param skip Has `row`. */
export function addFromAlike(
  row: number,
  weights: ItemWeights,
  index: FlatIndex | null,
  trust: number,
  out: Float32Array,
  skip: ReadonlySet<number> = new Set([row]),
): void {
  if (trust === 0 || !index?.has(row)) return
  const { rows, scores, length } = index.search({ query: index.vector(row), centred: 'shift', missing: Number.NaN }, ALIKE + 1)
  for (let place = 0; place < length; place++) {
    const other = rows[place]!
    if (!skip.has(other)) addRow(other, weights, trust * Math.exp((Math.min(1, scores[place]!) - 1) / TEMPERATURE), out)
  }
}

/** How many rows each goes with, as a logarithm in units of its deviation. @param skip These do not count. */
export function commonScores(weights: ItemWeights, skip: ReadonlySet<number> = new Set()): Float32Array {
  const sums = new Float32Array(weights.offset.length - 1)
  for (let row = 0; row < sums.length; row++) if (!skip.has(row)) addRow(row, weights, 1, sums)
  const scores = sums.map(Math.log1p)
  const { deviation } = standardOf(scores)
  return scores.map((score) => score / (deviation || 1))
}
