import type { Rule } from './set-aside.js'

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
  /** Asked in turn of each that would be picked; the first that refuses sets it aside. Default: none. */
  readonly rules?: readonly Rule[]
}

/**
 * Picks up to `limit` candidates, trading relevance against redundancy (maximal marginal relevance, Carbonell and
 * Goldstein 1998): the next one is `argmax lambda * s - (1 - lambda) * max over picked of cos`.
 *
 * Scores are in standard units, cosines in -1..1, so scores are measured in what the first pick is above the last candidate. Candidates
 * come best first; costs O(limit * candidates * dimensions) at the most, so cut the list before, not after.
 *
 * What a rule sets aside resembles nobody, and comes last, to fill a list that would be short without it: what the last rule refused before
 * what the others did, in the order picked.
 *
 * @returns At most `limit` candidates in the order picked, scores unchanged.
 */
export function mmr<T extends Scored>(candidates: readonly T[], { limit, lambda, vectorOf, rules = [] }: MmrOptions): T[] {
  if (lambda >= 1 && rules.length === 0) return candidates.slice(0, limit)
  const count = candidates.length
  const scores = Float64Array.from(candidates, ({ score }) => score)
  // likeness to what is picked can only grow, so a candidate that was compared with fewer is at best what it seems: only those that seem best
  // are compared with the rest
  const likeness = new Likeness(candidates, vectorOf)
  const taken = new Uint8Array(count)
  const picked: T[] = []
  const aside = rules.map((): T[] => [])
  let scale = lambda
  const best = () => bestIndex(scores, scale, likeness.nearest, 1 - lambda, taken)
  for (let asked = 0; asked < count && picked.length < limit; asked++) {
    let next = best()
    while (lambda < 1 && likeness.update(next)) next = best()
    taken[next] = 1
    const refusal = rules.findIndex((rule) => !rule(next))
    if (refusal >= 0) {
      aside[refusal]!.push(candidates[next]!)
      continue
    }
    if (picked.length === 0) scale = lambda / (scores[next]! - scores[count - 1]! || 1)
    picked.push(candidates[next]!)
    likeness.pick(next)
  }
  return [...picked, ...aside.reverse().flat()].slice(0, limit)
}

/** The highest cosine of each candidate with what is picked, as far as it was asked for. */
class Likeness {
  readonly nearest: Float64Array
  /** With how many of the picked each was compared. */
  readonly #compared: Uint32Array
  readonly #picked: Float32Array[] = []
  readonly #vectorOf: (candidate: number) => Float32Array | null

  constructor(candidates: readonly Scored[], vectorOf: (row: number) => Float32Array | null) {
    this.nearest = new Float64Array(candidates.length)
    this.#compared = new Uint32Array(candidates.length)
    const vectors: (Float32Array | null)[] = []
    this.#vectorOf = (candidate) => {
      vectors[candidate] ??= vectorOf(candidates[candidate]!.row)
      return vectors[candidate]
    }
  }

  pick(candidate: number): void {
    const vector = this.#vectorOf(candidate)
    if (vector) this.#picked.push(vector)
  }

  /** Whether there was something to compare it with. */
  update(candidate: number): boolean {
    const from = this.#compared[candidate]!
    if (from === this.#picked.length) return false
    this.#compared[candidate] = this.#picked.length
    const vector = this.#vectorOf(candidate)
    if (!vector) return false
    for (const other of this.#picked.slice(from)) this.nearest[candidate] = Math.max(this.nearest[candidate]!, inner(other, vector))
    return true
  }
}

/**
 * Of one kind of array only: thousands of these are most of what variety costs, and a loop that has met other kinds takes three times as
 * long. Four sums, so that no addition waits for the one before; destructured from one list, each would be a new object after each addition.
 */
function inner(a: Float32Array, b: Float32Array): number {
  let s = 0
  let t = 0
  let u = 0
  let v = 0
  let d = 0
  for (; d + 3 < a.length; d += 4) {
    s += a[d]! * b[d]!
    t += a[d + 1]! * b[d + 1]!
    u += a[d + 2]! * b[d + 2]!
    v += a[d + 3]! * b[d + 3]!
  }
  for (; d < a.length; d++) s += a[d]! * b[d]!
  return s + t + u + v
}

function bestIndex(scores: Float64Array, scale: number, nearest: Float64Array, penalty: number, taken: Uint8Array): number {
  let best = -1
  let bestValue = 0
  for (let i = 0; i < scores.length; i++) {
    if (taken[i]) continue
    const value = scale * scores[i]! - penalty * nearest[i]!
    // the first that is left where no value can be compared
    if (best < 0 || value > bestValue) {
      best = i
      bestValue = value
    }
  }
  return best
}
