import type { RowTerm } from '../term.js'

/** What one clause of a request says of every row, in standard units. */
export interface ClauseScores {
  readonly text: string
  readonly scores: Float32Array
}

/** How soft the minimum is: near 0 the worst clause decides alone, far above all count alike (docs/measurements.md#wishes). */
const SOFTNESS = 6
/** From here on a clause is met (docs/measurements.md#wishes). */
export const MET = 3
const AS_IT_IS = { mean: 0, deviation: 1 } as const

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

/** A row is as good as its best alternative; the reason is that one's. */
export function anyTerm(alternatives: readonly RowTerm[]): RowTerm {
  const [first] = alternatives
  const best = (row: number) => alternatives.reduce((one, other) => (other.scores[row]! > one.scores[row]! ? other : one))
  return {
    kind: 'rows',
    weight: 1,
    scores: first!.scores.map((_, row) => best(row).scores[row]!),
    standard: AS_IT_IS,
    reason: (row, weight) => best(row).reason(row, weight),
  }
}
