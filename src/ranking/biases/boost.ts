import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

/** Rows that a site wants higher (or, below 0, lower), in deviations of the score. */
export interface Boost {
  readonly weight: number
  /** 1 for the rows it is about. */
  readonly rows: Uint8Array
}

/** The bias of the equation as a term, so that reasons add up with it: b_i = sum of the weights of the boosts that are about row i. */
export function boostTerm(boosts: readonly Boost[], rows: number): RowTerm {
  const scores = new Float32Array(rows)
  for (const { weight, rows: about } of boosts) {
    for (let row = 0; row < rows; row++) if (about[row] === 1) scores[row]! += weight
  }
  return { kind: 'rows', weight: 1, scores, standard: AS_IT_IS, reason: (_row, weight) => ({ kind: 'boosted', weight }) }
}
