import { expect, test } from 'vitest'
import { headLoss } from '../../src/ranking/transforms/head.js'
import { normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { pairwiseRanking } from './pairwise-loss.js'

test('pairwise ranking has the gradient of finite differences', () => {
  const [dimensions, outputs] = [12, 4]
  const random = mulberry32(3)
  const vectors = normalize(
    Float32Array.from({ length: 6 * dimensions }, () => random() - 0.5),
    dimensions,
  )
  const weights = Float32Array.from({ length: outputs * dimensions }, () => random() - 0.5)
  const batch = { rows: [0, 1, 2, 3, 4, 5], pairs: { earlier: Uint32Array.of(0, 1, 4), later: Uint32Array.of(2, 3, 5) } }
  // the same seed draws the same negatives
  const lossOf = (of: Float32Array, gradient?: Float32Array) =>
    headLoss(vectors, { dimensions, outputs, weights: of }, batch, pairwiseRanking(0.5, 1), gradient)
  const gradient = new Float32Array(weights.length)

  lossOf(weights, gradient)

  expect(gradient.some((value) => Math.abs(value) > 0.01)).toBe(true)
  for (let w = 0; w < weights.length; w += 5) {
    const [more, less] = [0.01, -0.01].map((off) => lossOf(weights.map((value, at) => (at === w ? value + off : value))))
    expect(gradient[w]).toBeCloseTo((more! - less!) / 0.02, 2)
  }
})
