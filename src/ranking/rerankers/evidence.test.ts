import { expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { evidenceOf } from './evidence.js'

test('coverage is the share of the query by idf, a word that nobody has included', () => {
  const words = Bm25Index.build(['red scarf', 'red hat', 'blue scarf'].map((text) => [{ text, weight: 1 }]))
  const of = evidenceOf(queryTerms('red scarf unheard'), words, Float32Array.of(0.5, 0.1, Number.NaN))
  // ln(1 + (n - n_t + .5) / (n_t + .5)) of 2 of 3 rows, and of none
  const common = Math.log(1 + 1.5 / 2.5)
  const unheard = Math.log(1 + 3.5 / 0.5)

  expect(of(0).coverage).toBeCloseTo((2 * common) / (2 * common + unheard), 6)
  expect(of(1).coverage).toBeCloseTo(common / (2 * common + unheard), 6)
  expect(of(0)).toMatchObject({ cosine: 0.5, deviation: expect.closeTo(0.2, 6), mean: expect.closeTo(0.3, 6) })
})

test('nothing is covered of a query without words', () => {
  const words = Bm25Index.build([[{ text: 'red scarf', weight: 1 }]])

  expect(evidenceOf([], words, Float32Array.of(1))(0)).toMatchObject({ coverage: 0, graph: 0 })
})
