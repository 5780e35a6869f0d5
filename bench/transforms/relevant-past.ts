import { meanDirection } from '../../src/vectors/mean.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { TopK } from '../../src/vectors/top-k.js'

export interface RelevantPastOptions {
  /** How many items of the past are kept. Default 20. */
  readonly count?: number
  /** How many of the latest say where the visitor is now. Default 5. */
  readonly last?: number
}

/**
 * Places in a long history of the items that are most like where the visitor is now, rising. Vectors of a few dimensions are enough to pick
 * them; what they say is then told from whole ones. Source: decoupled embeddings (Feng et al., "Long-sequence recommendation models
 * need decoupled embeddings", ICLR 2025): small vectors search the past, others are compared. There both are trained; here the small ones are
 * the first principal components. O(history * their dimensions).
 *
 * @param short Few dimensions, unit length, latest first.
 */
export function relevantPast(short: readonly Float32Array[], { count = 20, last = 5 }: RelevantPastOptions = {}): number[] {
  const [latest] = short
  if (!latest) return []
  const now = meanDirection(short.slice(0, last)).map((value, d) => value + latest[d]!)
  const best = TopK.of(Math.min(count, short.length))
  short.forEach((vector, t) => {
    best.offer(t, dotProduct(now, vector))
  })
  return [...best.drain().rows].sort((a, b) => a - b)
}
