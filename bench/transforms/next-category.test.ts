import { expect, test } from 'vitest'
import { toSequences } from '../../src/ranking/sequences.js'
import { categorySteps, nextCategoryBias } from './next-category.js'

const CATEGORIES = { of: [0, 0, 1, 2], count: 3 }

test('steps between categories are smoothed by the shares of the catalog and add up to 1', () => {
  const steps = categorySteps(toSequences([[0, 2, 3, 2]], 4), CATEGORIES)

  for (let from = 0; from < 3; from++) expect([...steps.subarray(from * 3, from * 3 + 3)].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
  // from 0: to 1 at once and three steps on, to 2 after two
  expect([...steps.subarray(0, 3)]).toEqual([5 * 0.5, 5 * 0.25 + 1.25, 5 * 0.25 + 0.5].map((count) => count / (5 + 1.75)))
})

test('the bias is the weighted logarithm of the chance of a category, one for all its items', () => {
  const steps = Float64Array.of(0.5, 0.5, 0, 1, 0, 0, 0.2, 0.3, 0.5)
  const bias = nextCategoryBias(
    [
      { row: 3, weight: 3 },
      { row: 2, weight: 1 },
    ],
    CATEGORIES,
    steps,
    2,
  )
  const chances = [0.75 * 0.2 + 0.25, 0.75 * 0.3, 0.75 * 0.5]

  CATEGORIES.of.forEach((category, row) => {
    expect(bias[row]).toBeCloseTo(2 * Math.log(chances[category]! + 0.001), 5)
  })
})
