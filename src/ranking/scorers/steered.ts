import type { Reason } from '../../types.js'
import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

/** What a row gains that is as asked, and loses that is known not to be, or does not say (docs/measurements.md#steering). */
const AS_ASKED = 3
const OTHERWISE = -6
const UNKNOWN = -4

/** One thing asked of every row. */
export interface Fact {
  /** By row: 1 as asked, between 0 and 1 nearly, -1 not, NaN where nobody knows. */
  readonly agreement: Float32Array
  /** `kept`: in common with the item. `changed`: other than it. */
  readonly side: 'kept' | 'changed'
  /** What it adds to a row's score. Default: by `agreement`. */
  readonly scores?: Float32Array
  /** What the row has of it, for people: "colour: blue". */
  says(row: number): string
}

/**
 * A row gains by what is as asked and loses by what is not:
 *
 *     score_i = sum over facts f of  (a agreement_f,i  where it agrees,  -n where not,  -u where nobody knows)
 */
export function steeredTerm(facts: readonly Fact[], rows: number): RowTerm {
  const scores = new Float32Array(rows)
  for (const { agreement, scores: own } of facts) {
    for (let row = 0; row < rows; row++) scores[row]! += own ? own[row]! : worth(agreement[row]!)
  }
  const reason = (row: number, weight: number): Reason => {
    const said = { kept: [] as string[], changed: [] as string[], missed: [] as string[] }
    for (const { agreement, side, says } of facts) said[agreement[row]! > 0 ? side : 'missed'].push(says(row))
    return { kind: 'steered', ...said, weight }
  }
  return { kind: 'rows', weight: 1, scores, standard: AS_IT_IS, reason }
}

function worth(agreement: number): number {
  if (Number.isNaN(agreement)) return UNKNOWN
  return agreement > 0 ? AS_ASKED * agreement : OTHERWISE
}
