import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { expect, test } from 'vitest'
import { toSequences } from '../../src/ranking/sequences.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { collaborativeVectors } from './collaborative.js'

test('inner products are those of the truncated singular value decomposition; who nobody met is 0', () => {
  const random = mulberry32(3)
  const rows = 30
  const lists = Array.from({ length: 12 }, () => [...new Set(Array.from({ length: 8 }, () => Math.floor(random() ** 2 * (rows - 1))))])
  const met = Array.from({ length: rows }, (_, row) => lists.filter((list) => list.includes(row)).length)
  const matrix = Matrix.zeros(rows, lists.length)
  lists.forEach((list, user) => {
    for (const row of list) matrix.set(row, user, 1 / Math.sqrt(list.length * met[row]!))
  })
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(matrix)

  const vectors = collaborativeVectors(toSequences(lists, rows), 3)

  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let expected = 0
      for (let d = 0; d < 3; d++) expected += leftSingularVectors.get(i, d) * diagonal[d]! * leftSingularVectors.get(j, d)
      let product = 0
      for (let d = 0; d < 3; d++) product += vectors[i * 3 + d]! * vectors[j * 3 + d]!
      expect(product).toBeCloseTo(expected, 2)
    }
  }
  expect([...vectors.subarray((rows - 1) * 3)]).toEqual([0, 0, 0])
})

test('refuses more dimensions than there are sequences', () => {
  expect(() => collaborativeVectors(toSequences([[0], [1]], 2), 3)).toThrow('expected at most 2, the sequences')
})
