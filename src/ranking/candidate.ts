import type { Reason } from '../types.js'

/** A row with its score and the terms of it; the weights of the reasons add up to the score. */
export interface Candidate {
  readonly row: number
  readonly score: number
  readonly reasons: readonly Reason[]
}
