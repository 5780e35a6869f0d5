import type { RowTerm } from '../term.js'

/** What one clause of a request says of every row, in standard units. */
export interface ClauseScores {
  readonly text: string
  readonly negated: boolean
  readonly scores: Float32Array
}

/**
 * How soft the minimum is: near 0 the worst clause decides alone, far above all count alike. P@10 of lists of three on the synthetic shop, with
 * .5, 1, 2 and plain sums: .902 .946 .976 .736; as one text .692.
 */
const SOFTNESS = 2
/** From here on a clause is met: on the synthetic shop .9995 of what is called so is, and .88 of what is gets called so (from 1 on .927 and .99). */
const MET = 3
const AS_IT_IS = { mean: 0, deviation: 1 } as const

/**
 * A row is as good as its worst clause, softly, and loses by what it has of a negated one:
 *
 *     score_i = -t ln mean over k of e^(-z_k,i / t)  -  sum over negated k of max(0, z_k,i)
 *
 * Source: CoTRR (`queries/clauses`), whose judge is asked of each part; the soft minimum is its closed form over standard scores.
 */
export function clauseTerm(clauses: readonly ClauseScores[], rows: number): RowTerm {
  const wanted = clauses.filter(({ negated }) => !negated)
  const avoided = clauses.filter(({ negated }) => negated)
  const scores = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (const clause of wanted) sum += Math.exp(-clause.scores[row]! / SOFTNESS)
    let score = -SOFTNESS * Math.log(sum / wanted.length)
    for (const clause of avoided) score -= Math.max(0, clause.scores[row]!)
    return score
  })
  return {
    kind: 'rows',
    weight: 1,
    scores,
    standard: AS_IT_IS,
    reason: (row, weight) => ({
      kind: 'clauses',
      met: wanted.filter((clause) => clause.scores[row]! >= MET).map(({ text }) => text),
      missed: [
        ...wanted.filter((clause) => clause.scores[row]! < MET).map(({ text }) => text),
        ...avoided.filter((clause) => clause.scores[row]! >= MET).map(({ text }) => `not ${text}`),
      ],
      weight,
    }),
  }
}
