import { normalize } from '../../src/vectors/normalize.js'
import { softmax } from './attention.js'

/** Items near a query: their vectors and cosines. */
export interface Neighbourhood {
  readonly vectors: readonly Float32Array[]
  readonly cosines: readonly number[]
}

export interface RefinedProfileOptions {
  /** Default 2. */
  readonly steps?: number
  /** How far a step goes towards the neighbours, 0 to 1. Default 0.3. */
  readonly reach?: number
  /** The lower, the more the nearest count. Default 0.1. */
  readonly temperature?: number
}

/**
 * A profile that has moved towards the items around it, step by step; all steps count alike.
 *
 *     p_k = norm( (1 - rho) p_{k-1} + rho * sum over its neighbours of softmax(cosine / tau) x_j ),   p = norm( p_0 + ... + p_K )
 *
 * Closed form of the repeated reasoning of ReaRec (Tang et al., 2025, "Think before recommend"), whose steps are a trained model's own last
 * state fed back to it.
 *
 * @param profile Unit length. @param near The neighbours of a query, for example the ten best of a scan.
 */
export function refinedProfile(
  profile: Float32Array,
  near: (query: Float32Array) => Neighbourhood,
  { steps = 2, reach = 0.3, temperature = 0.1 }: RefinedProfileOptions = {},
): Float32Array {
  const sum = Float32Array.from(profile)
  let now = profile
  for (let k = 0; k < steps; k++) {
    const { vectors, cosines } = near(now)
    const shares = softmax(cosines.map((cosine) => cosine / temperature))
    const next = now.map((value) => (1 - reach) * value)
    vectors.forEach((vector, j) => {
      for (let d = 0; d < next.length; d++) next[d]! += reach * shares[j]! * vector[d]!
    })
    now = normalize(next)
    for (let d = 0; d < sum.length; d++) sum[d]! += now[d]!
  }
  return normalize(sum)
}
