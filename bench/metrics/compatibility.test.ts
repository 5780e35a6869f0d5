import { expect, test } from 'vitest'
import { averageCompatibility, isCompatible, matchingResidual } from './compatibility.js'

test('a later encoder is compatible where it asks on earlier vectors no worse than their own encoder', () => {
  const matrix = [
    [0.5, 0, 0],
    [0.5, 0.6, 0],
    [0.49, 0.7, 0.8],
  ]
  expect([isCompatible(matrix, 1, 0), isCompatible(matrix, 2, 0), isCompatible(matrix, 2, 1)]).toEqual([true, false, true])
  expect(averageCompatibility(matrix)).toBeCloseTo(2 / 3, 12)
  expect(averageCompatibility([[0.5]])).toBeNaN()
  expect(() => averageCompatibility([[1, 2]])).toThrow(/not square/)
})

test('the residual is 0 for a hit, 1 for the mean, and falls in proportion between', () => {
  const target = Float32Array.of(1, 0, 3, 0, 5, 6)
  const mean = Float32Array.of(3, 2, 3, 2, 3, 2)
  const halfway = target.map((value, i) => (value + mean[i]!) / 2)
  expect(matchingResidual(target, target, 2)).toBe(0)
  expect(matchingResidual(mean, target, 2)).toBeCloseTo(1, 12)
  expect(matchingResidual(halfway, target, 2)).toBeCloseTo(0.5, 6)
  // by hand: spread = (4 + 0 + 4) + (4 + 4 + 16) = 32, missed = 1
  expect(matchingResidual(Float32Array.of(2, 0, 3, 0, 5, 6), target, 2)).toBeCloseTo(Math.sqrt(1 / 32), 12)
  expect(() => matchingResidual(new Float32Array(4), target, 2)).toThrow(/received 4 and 6/)
})
