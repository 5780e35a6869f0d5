import { expect, test } from 'vitest'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { normalize } from '../../src/vectors/normalize.js'
import { withFeedback } from './feedback.js'

const unit = (...numbers: number[]) => normalize(Float32Array.from(numbers))

function indexOf(...vectors: Float32Array[]): FlatIndex {
  const index = new FlatIndex(vectors[0]!.length)
  index.resize(vectors.length + 1)
  for (const [row, vector] of vectors.entries()) index.set(row, vector)
  return index
}

test('a query is moved by half of the softmax mean of its rows', () => {
  const [query, near, far] = [unit(1, 0, 0, 0), unit(0.8, 0.6, 0, 0), unit(0.7, 0, 0.7, 0.14)]
  const index = indexOf(near, far)
  const cosines = index.scores(query, [0, 1])
  const weights = [...cosines].map((cosine) => Math.exp(cosine / 0.05))
  const total = weights[0]! + weights[1]!
  const expected = [...query].map(
    (value, i) => value + 0.5 * ((weights[0]! * index.vector(0)[i]! + weights[1]! * index.vector(1)[i]!) / total),
  )
  const widened = withFeedback(query, [0, 1], index)
  for (const [i, value] of widened.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
})

test('a row like the one that the query finds comes before one that is as near to the query alone', () => {
  const query = unit(1, 0, 0, 0)
  const [found, like, unlike] = [unit(0.9, 0.4, 0, 0), unit(0.6, 0.8, 0, 0), unit(0.6, 0, 0.8, 0)]
  const index = indexOf(found, like, unlike)
  const [toLike, toUnlike] = index.scores(withFeedback(query, [0], index), [1, 2])
  expect(toLike).toBeGreaterThan(toUnlike!)
})

test('rows without a vector do not move it', () => {
  const query = unit(1, 2, 3, 4)
  const index = indexOf(unit(1, 0, 0, 0))
  expect(withFeedback(query, [1], index)).toEqual(query)
  expect(withFeedback(query, [], index)).toEqual(query)
})
