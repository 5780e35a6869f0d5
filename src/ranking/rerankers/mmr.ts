export interface Scored {
  readonly row: number
  readonly score: number
}

export interface MmrOptions {
  readonly limit: number
  /** 1 keeps the order by score; 0 ignores scores after the first pick. */
  readonly lambda: number
  /** Unit-length vector of a row, or null where the row has none: such a row is taken to resemble nothing. */
  vectorOf(row: number): Float32Array | null
}

/**
 * Picks up to `limit` candidates, trading relevance against redundancy (maximal marginal relevance, Carbonell and
 * Goldstein 1998): the next one is `argmax lambda * s - (1 - lambda) * max over picked of cos`.
 *
 * Scores are in standard units, cosines in -1..1, so scores are first mapped to 0..1 over the candidates. Candidates come
 * best first; costs O(limit * candidates * dimensions), so cut the list before, not after.
 *
 * @returns The picked candidates in the order picked, scores unchanged.
 */
export function mmr<T extends Scored>(candidates: readonly T[], { limit, lambda, vectorOf }: MmrOptions): T[] {
  if (lambda >= 1 || candidates.length <= 1) return candidates.slice(0, limit)
  const best = candidates[0]!.score
  const range = best - candidates[candidates.length - 1]!.score
  const relevance = candidates.map(({ score }) => (range > 0 ? 1 - (best - score) / range : 1))
  const vectors = candidates.map(({ row }) => vectorOf(row))
  const nearest = new Float64Array(candidates.length)
  const taken = new Uint8Array(candidates.length)
  const picked: T[] = []
  while (picked.length < Math.min(limit, candidates.length)) {
    const next = bestIndex(relevance, nearest, taken, lambda)
    taken[next] = 1
    picked.push(candidates[next]!)
    const vector = vectors[next]
    if (!vector) continue
    for (let i = 0; i < candidates.length; i++) {
      const other = vectors[i]
      if (!taken[i] && other) nearest[i] = Math.max(nearest[i]!, inner(vector, other))
    }
  }
  return picked
}

/** Of one kind of array only: thousands of these are most of what variety costs, and a loop that has met other kinds takes three times as long. */
function inner(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!
  return sum
}

function bestIndex(relevance: readonly number[], nearest: Float64Array, taken: Uint8Array, lambda: number): number {
  let best = -1
  let bestValue = Number.NEGATIVE_INFINITY
  for (let i = 0; i < relevance.length; i++) {
    if (taken[i]) continue
    const value = lambda * relevance[i]! - (1 - lambda) * nearest[i]!
    if (value > bestValue) {
      best = i
      bestValue = value
    }
  }
  return best
}
