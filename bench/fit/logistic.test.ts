import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../src/vectors/random.js'
import { fitLogistic, probabilityOf } from './logistic.js'

function drawn(seed: number, rows: number, count: number) {
  const random = mulberry32(seed)
  const features = Array.from({ length: rows * count }, () => 4 * random() - 1)
  const truth = Array.from({ length: count }, () => 3 * random() - 1.5)
  const labels = Array.from({ length: rows }, (_, row) => {
    const sum = truth.reduce((total, weight, j) => total + weight * features[row * count + j]!, 0.3)
    return Number(random() < 1 / (1 + Math.exp(-sum)))
  })
  // both kinds, whatever was drawn
  labels[0] = 0
  labels[1] = 1
  return { features, labels }
}

describe('fitLogistic', () => {
  test('stops where the gradient of the penalised likelihood is 0', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 5 }), fc.constantFrom(0.1, 1, 10), (seed, count, ridge) => {
        const { features, labels } = drawn(seed, 60, count)
        const model = fitLogistic(features, count, labels, { ridge })
        const row = (at: number) => features.slice(at * count, (at + 1) * count)
        const errors = labels.map((label, at) => label - probabilityOf(model, row(at)))

        expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 6)
        for (let j = 0; j < count; j++) {
          const slope = errors.reduce((sum, error, at) => sum + (error * (row(at)[j]! - model.means[j]!)) / model.deviations[j]!, 0)
          expect(slope).toBeCloseTo(ridge * model.weights[j]!, 6)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('balanced, it stops where the errors of both labels weigh alike', () => {
    const { features, labels } = drawn(11, 90, 2)
    const biased = labels.map((label, at) => (at % 3 === 0 ? label : 1))
    const model = fitLogistic(features, 2, biased, { balanced: true })
    const meanError = (wanted: number) => {
      const errors = biased.flatMap((label, at) =>
        label === wanted ? [label - probabilityOf(model, features.slice(at * 2, at * 2 + 2))] : [],
      )
      return errors.reduce((sum, error) => sum + error, 0) / errors.length
    }

    expect(meanError(0) + meanError(1)).toBeCloseTo(0, 9)
    expect(meanError(1)).toBeGreaterThan(0)
  })

  test('gives the same probabilities in other units', () => {
    const { features, labels } = drawn(7, 80, 2)
    const model = fitLogistic(features, 2, labels)
    const scaled = fitLogistic(
      features.map((value, at) => (at % 2 === 0 ? 1000 * value + 5 : value)),
      2,
      labels,
    )

    expect(probabilityOf(scaled, [1005, 0.5])).toBeCloseTo(probabilityOf(model, [1, 0.5]), 8)
  })

  test('stays finite where a feature parts the two kinds, and where one is always the same', () => {
    const model = fitLogistic([-2, 1, -1, 1, 1, 1, 2, 1], 2, [0, 0, 1, 1])

    expect(probabilityOf(model, [-2, 1])).toBeLessThan(0.3)
    expect(probabilityOf(model, [2, 1])).toBeGreaterThan(0.7)
    expect(model.weights[1]).toBeCloseTo(0, 12)
  })

  test('refuses labels of one kind and lengths that do not fit', () => {
    expect(() => fitLogistic([1, 2], 1, [1, 1])).toThrow('labels of both kinds')
    expect(() => fitLogistic([1, 2, 3], 1, [1, 0])).toThrow('3 features')
  })
})
