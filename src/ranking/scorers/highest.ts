import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

/**
 * Gives each row its highest score by any of several terms, and that term's reason; of equal terms the first counts:
 *
 *     score(j) = max over terms t of s_t(j)
 *
 * A sum over several items asked about finds rows a little like each; this finds rows much like one (docs/measurements.md#several-items).
 * Source: a row's highest score by any of a user's interests (Cen et al. 2020, "Controllable multi-interest framework for recommendation").
 */
export function highestTerm(terms: readonly Pick<RowTerm, 'scores' | 'reason'>[], weight: number): RowTerm {
  const highest = (row: number) => terms.reduce((best, term) => (term.scores[row]! > best.scores[row]! ? term : best))
  const scores = terms[0]!.scores.slice()
  for (const term of terms) for (let row = 0; row < scores.length; row++) scores[row] = Math.max(scores[row]!, term.scores[row]!)
  return {
    kind: 'rows',
    weight,
    scores,
    standard: AS_IT_IS,
    reason: (row, termWeight) => highest(row).reason(row, termWeight),
  }
}
