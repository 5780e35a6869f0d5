import { meanDirection } from '../../src/vectors/mean.js'
import { dotProduct } from '../../src/vectors/normalize.js'

export interface AttentionOptions {
  /** Share of the short query, 0 to 1. Default 0.5. */
  readonly alpha?: number
  /** How many of the latest items the long query is the mean of. Default 5. */
  readonly last?: number
  /** The lower, the more the past that is like the query counts. Default 0.3. */
  readonly temperature?: number
}

/**
 * How much each item of a history says of what comes next: by its own share, and by how like it is to where the visitor is now.
 *
 *     a_t = alpha softmax_t( q_S . h_t / tau + ln w_t ) + (1 - alpha) softmax_t( q_L . h_t / tau + ln w_t )
 *
 * q_S = h_1, the latest item; q_L = the mean of the latest `last`, unit length. The profile is the sum of a_t h_t, so that each item
 * still knows its part of every score. Source: multi-query self-attention of Zhu et al., "Collaboration and transition: distilling item
 * transitions into multi-query self-attention", WSDM 2024, section 3.3, with identity projections: nothing is trained.
 *
 * @param vectors Unit length, latest first.
 * @param shares  w_t, above 0, of the same items.
 * @returns a_t, which add up to 1; none for no item.
 */
export function multiQueryAttention(
  vectors: readonly Float32Array[],
  shares: readonly number[],
  { alpha = 0.5, last = 5, temperature = 0.3 }: AttentionOptions = {},
): number[] {
  const [short] = vectors
  if (!short) return []
  const attend = (query: Float32Array): number[] =>
    softmax(vectors.map((vector, t) => dotProduct(query, vector) / temperature + Math.log(shares[t]!)))
  const byShort = attend(short)
  const byLong = attend(meanDirection(vectors.slice(0, last)))
  return byShort.map((weight, t) => alpha * weight + (1 - alpha) * byLong[t]!)
}

/** Shares that add up to 1. */
export function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits)
  const raised = logits.map((logit) => Math.exp(logit - most))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / total)
}
