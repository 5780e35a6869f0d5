import type { Reason } from '../types.js'

/** A row with its score and the terms of it; the weights of the reasons add up to the score. */
export interface Candidate {
  readonly row: number
  readonly score: number
  /** 0 to 1, where there is evidence of it. */
  readonly confidence?: number
  readonly reasons: readonly Reason[]
}
