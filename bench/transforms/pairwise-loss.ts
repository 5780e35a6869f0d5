import type { HeadLoss } from '../../src/ranking/transforms/head.js'
import { mulberry32 } from '../../src/vectors/random.js'

/**
 * Pairwise ranking of a batch: what was met stands above what another met.
 *
 *     loss = mean over pairs (i, j) of  -ln sigmoid((cos(i, j) - cos(i, n)) / temperature),   n: the later row of another pair
 *
 * Source: Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback", UAI 2009, over cosines. A batch brings its own negatives,
 * each as often as it was met.
 */
export function pairwiseRanking(temperature: number, seed = 1): HeadLoss {
  const random = mulberry32(seed)
  return (vectors, outputs, { earlier, later }, gradient) => {
    const pairs = earlier.length
    const cosine = (a: number, b: number) => {
      let sum = 0
      for (let o = 0; o < outputs; o++) sum += vectors[a * outputs + o]! * vectors[b * outputs + o]!
      return sum
    }
    let loss = 0
    for (let p = 0; p < pairs; p++) {
      const [i, j, n] = [earlier[p]!, later[p]!, later[Math.floor(random() * pairs)]!]
      const margin = (cosine(i, j) - cosine(i, n)) / temperature
      loss += Math.log1p(Math.exp(-margin)) / pairs
      const pull = 1 / (1 + Math.exp(margin)) / temperature / pairs
      for (let o = 0; o < outputs; o++) {
        const [a, b, c] = [i * outputs + o, j * outputs + o, n * outputs + o]
        gradient[a]! -= pull * (vectors[b]! - vectors[c]!)
        gradient[b]! -= pull * vectors[a]!
        gradient[c]! += pull * vectors[a]!
      }
    }
    return loss
  }
}
