import { expect, test } from 'vitest'
import { draws } from '../../src/evaluate/draw.js'
import { toSequences } from '../../src/ranking/sequences.js'
import { dualEmbeddings } from './dual-embeddings.js'

test('what two items are bought with is near them by in x out, and the two are near each other by in x in alone', () => {
  // rows 0 and 1 are never in one basket, and both go with 2 to 5; rows 6 to 11 go with each other
  const { one, integer } = draws(1)
  const baskets = Array.from({ length: 400 }, (_, n) => (n % 2 ? [one([0, 1]), integer(2, 5)] : [integer(6, 8), integer(9, 11)]))
  const { dimensions, into, out } = dualEmbeddings(toSequences(baskets, 12), { epochs: 40, dimensions: 8, negatives: 2 })
  const product = (a: Float32Array, i: number, b: Float32Array, j: number) => {
    let sum = 0
    for (let d = 0; d < dimensions; d++) sum += a[i * dimensions + d]! * b[j * dimensions + d]!
    return sum
  }

  const goWith = [2, 3, 4, 5].map((row) => product(into, 0, out, row))
  const others = [1, 6, 7, 8, 9, 10, 11].map((row) => product(into, 0, out, row))
  expect(Math.min(...goWith)).toBeGreaterThan(Math.max(...others))
  expect(product(into, 0, into, 1)).toBeGreaterThan(Math.max(...[2, 3, 4, 5, 6, 9].map((row) => product(into, 0, into, row))))
})
