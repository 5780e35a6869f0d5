import { describe, expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { toSequences } from '../sequences.js'
import { alignmentAndUniformity, applyHead, type Batch, headLoss, trainHead } from './head.js'

const DIMENSIONS = 48
const ITEMS = 120
const GROUPS = 6

/** Items of a group share a weak direction; all else of their vectors is noise. */
function planted(seed = 5) {
  const random = mulberry32(seed)
  const noise = () => random() + random() + random() - 1.5
  const vectors = Float32Array.from({ length: ITEMS * DIMENSIONS }, (_, i) => {
    const [row, d] = [Math.floor(i / DIMENSIONS), i % DIMENSIONS]
    return noise() + (d === row % GROUPS ? 1.2 : 0)
  })
  const paths = Array.from({ length: 200 }, (_, user) =>
    Array.from({ length: 8 }, () => (user % GROUPS) + GROUPS * Math.floor((random() * ITEMS) / GROUPS)),
  )
  return { vectors: normalize(vectors, DIMENSIONS), sequences: toSequences(paths, ITEMS) }
}

/** Of each item's nearest other, how often it is of the same group. */
function purity(vectors: Float32Array, dimensions: number): number {
  const dot = (a: number, b: number) => {
    let sum = 0
    for (let d = 0; d < dimensions; d++) sum += vectors[a * dimensions + d]! * vectors[b * dimensions + d]!
    return sum
  }
  const rows = [...Array(ITEMS).keys()]
  const nearest = rows.map((row) =>
    rows.filter((other) => other !== row).reduce((best, other) => (dot(row, other) > dot(row, best) ? other : best), row === 0 ? 1 : 0),
  )
  return nearest.filter((other, row) => other % GROUPS === row % GROUPS).length / ITEMS
}

describe('head', () => {
  test('has the gradient of finite differences', () => {
    const { vectors } = planted()
    const outputs = 5
    const random = mulberry32(2)
    const weights = Float32Array.from({ length: outputs * DIMENSIONS }, () => random() - 0.5)
    const batch: Batch = { rows: [3, 8, 20, 41, 7], pairs: { earlier: Uint32Array.of(0, 1, 4), later: Uint32Array.of(2, 3, 0) } }
    const lossOf = (of: Float32Array) => headLoss(vectors, { dimensions: DIMENSIONS, outputs, weights: of }, batch, alignmentAndUniformity)
    const gradient = new Float32Array(weights.length)

    headLoss(vectors, { dimensions: DIMENSIONS, outputs, weights }, batch, alignmentAndUniformity, gradient)

    for (let w = 0; w < weights.length; w += 7) {
      const [more, less] = [0.01, -0.01].map((off) => lossOf(weights.map((value, at) => (at === w ? value + off : value))))
      expect(gradient[w]).toBeCloseTo((more! - less!) / 0.02, 2)
    }
  })

  test('finds what the same users met, where it hardly shows in the vectors', () => {
    const { vectors, sequences } = planted()

    const head = trainHead(vectors, DIMENSIONS, sequences, { outputs: 8, epochs: 500 })!

    expect(purity(applyHead(head, vectors), 8)).toBeGreaterThan(purity(vectors, DIMENSIONS) + 0.1)
  })

  test('is the same for the same seed, and another for another', () => {
    const { vectors, sequences } = planted()
    const trained = (seed: number) => trainHead(vectors, DIMENSIONS, sequences, { outputs: 4, epochs: 2, seed })

    expect(trained(1)).toEqual(trained(1))
    expect(trained(1)!.weights).not.toEqual(trained(2)!.weights)
  })

  test('stops once users held out have no more of it, and tells each time through the log', () => {
    const { vectors, sequences } = planted()
    const told: number[] = []

    const head = trainHead(vectors, DIMENSIONS, sequences, { outputs: 8, epochs: 500, onEpoch: (done) => told.push(done) })!

    expect(told.length).toBeLessThan(500)
    expect(told).toEqual(told.map((_, at) => at + 1))
    expect(head.epochs).toBe(told.length - 2)
  })

  test('needs pairs, and a vector for each row', () => {
    const { vectors } = planted()

    expect(trainHead(vectors, DIMENSIONS, toSequences([[1], [2, 3]], ITEMS))).toBeNull()
    expect(() => trainHead(vectors, DIMENSIONS, toSequences([], 3))).toThrow('expected 3 rows of 48 dimensions')
  })

  test('leaves a row without a vector at 0', () => {
    const { vectors, sequences } = planted()
    const head = trainHead(
      vectors.map((value, i) => (i < DIMENSIONS ? 0 : value)),
      DIMENSIONS,
      sequences,
      { outputs: 4, epochs: 1 },
    )!

    expect([...applyHead(head, new Float32Array(DIMENSIONS))]).toEqual([0, 0, 0, 0])
  })
})
