import { expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { VectorSample } from '../vector-sample.js'
import { evidenceOf } from './evidence.js'

const words = Bm25Index.build(['red scarf', 'red hat', 'blue scarf'].map((text) => [{ text, weight: 1 }]))

/** Cosines with (1, 0): .5 and .1; the third row has no vector. */
function vectors() {
  const index = new FlatIndex(2)
  index.resize(3)
  index.set(0, Float32Array.of(0.5, Math.sqrt(0.75)))
  index.set(1, Float32Array.of(0.1, Math.sqrt(0.99)))
  return { index, sample: new VectorSample(index) }
}

test('coverage is the share of the query by idf, a word that nobody has included', () => {
  const [first, second, none] = evidenceOf(queryTerms('red scarf unheard'), Float32Array.of(1, 0), [0, 1, 2], words, vectors())
  // ln(1 + (n - n_t + .5) / (n_t + .5)) of 2 of 3 rows, and of none
  const common = Math.log(1 + 1.5 / 2.5)
  const unheard = Math.log(1 + 3.5 / 0.5)

  expect(first!.coverage).toBeCloseTo((2 * common) / (2 * common + unheard), 6)
  expect(second!.coverage).toBeCloseTo(common / (2 * common + unheard), 6)
  expect(first).toMatchObject({
    cosine: expect.closeTo(0.5, 2),
    deviation: expect.closeTo(0.2, 2),
    mean: expect.closeTo(0.3, 2),
  })
  expect(none).toBeNull()
})

test('nothing is covered of a query without words', () => {
  expect(evidenceOf([], Float32Array.of(1, 0), [0], words, vectors())[0]!.coverage).toBe(0)
})
