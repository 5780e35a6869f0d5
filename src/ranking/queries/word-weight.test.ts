import { expect, test } from 'vitest'
import { wordWeight } from './word-weight.js'

test('words count the more the more there are, up to as much as meaning', () => {
  const weights = Array.from({ length: 30 }, (_, terms) => wordWeight(terms))

  expect(weights).toEqual([...weights].sort((a, b) => a - b))
  expect([weights[0], weights[3], weights[6], weights[12], weights[29]]).toEqual([0, 1 / 16, 1 / 4, 1, 1])
})
