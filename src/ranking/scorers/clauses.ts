import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'
import { highestTerm } from './highest.js'

/** What one clause of a request says of every row, in standard units. */
export interface ClauseScores {
  readonly text: string
  readonly scores: Float32Array
}

/** How soft the minimum is: near 0 the worst clause decides alone, far above all count alike (docs/measurements.md#wishes). */
const SOFTNESS = 6
/** From here on a clause is met (docs/measurements.md#wishes). */
export const MET = 3

/**
 * A row is as good as its worst clause, softly:
 *
 *     score_i = -t ln mean over k of e^(-z_k,i / t)
 *
 * Source: CoTRR (`queries/wishes`), whose judge is asked of each part; the soft minimum is its closed form over standard scores.
 */
export function clauseTerm(clauses: readonly ClauseScores[], rows: number): RowTerm {
  const scores = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (const clause of clauses) sum += Math.exp(-clause.scores[row]! / SOFTNESS)
    return -SOFTNESS * Math.log(sum / clauses.length)
  })
  return {
    kind: 'rows',
    weight: 1,
    scores,
    standard: AS_IT_IS,
    reason: (row, weight) => ({
      kind: 'clauses',
      met: clauses.filter((clause) => clause.scores[row]! >= MET).map(({ text }) => text),
      missed: clauses.filter((clause) => clause.scores[row]! < MET).map(({ text }) => text),
      weight,
    }),
  }
}

/** What one alternative of a request says of every row, and 1 for the rows that have all its words. */
export interface Alternative {
  readonly term: RowTerm
  readonly hasAll: Uint8Array
}

/**
 * A row is as good as its best alternative; the reason is that one's. The best row that has all words of its alternative counts the same for
 * each, so that what is rarer ("pear" of "apple or pear pie") does not fill the list: docs/measurements.md#wishes.
 */
export function anyTerm(alternatives: readonly Alternative[]): RowTerm {
  const bests = alternatives.map(({ term, hasAll }) => term.scores.reduce((best, score, row) => Math.max(best, score * hasAll[row]!), 0))
  const most = Math.max(...bests)
  return highestTerm(
    alternatives.map(({ term }, i) => (bests[i]! > 0 ? { ...term, scores: term.scores.map((score) => (score * most) / bests[i]!) } : term)),
    1,
  )
}
