import { statistics } from '../vectors/statistics.js'

/** Mean and deviation that turn a scorer's numbers into standard units. */
export interface Standard {
  readonly mean: number
  /** 0 when all scores are equal: the term then says nothing and is left out. */
  readonly deviation: number
}

/** Of scores that are in standard units already: they are not standardised once more. */
export const AS_IT_IS: Standard = { mean: 0, deviation: 1 }

/** Mean and deviation of the scores that are numbers (NaN: the row has none). */
export function standardOf(scores: ArrayLike<number>): Standard {
  const { mean, deviation } = statistics(scores)
  // below the resolution of float32 scores a deviation is rounding, and dividing by it would make noise the loudest term
  return { mean, deviation: deviation > 1e-6 * Math.max(1, Math.abs(mean)) ? deviation : 0 }
}

/** All scores in standard units, by default of their own. */
export function standardized(scores: Float32Array, standard: Standard = standardOf(scores)): Float32Array {
  const out = new Float32Array(scores.length)
  // a call for each row, as `map` makes, takes three times as long
  for (let row = 0; row < out.length; row++) out[row] = standardize(scores[row]!, standard)
  return out
}

/** `(score - mean) / deviation`; 0 where the scorer does not tell rows apart. */
export function standardize(score: number, { mean, deviation }: Standard): number {
  return deviation === 0 ? 0 : (score - mean) / deviation
}
