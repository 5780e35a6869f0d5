import { expect, test } from 'vitest'
import { evidenceSentence } from './evidence-sentence.js'

/** Unit vectors whose cosines with the query are these. */
const meaningOf = (cosines: readonly number[]) => ({
  query: Float32Array.of(1, 0),
  sentences: cosines.map((cosine) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2))),
})

test('is the sentence that is nearest, or that has the words, or both by halves', () => {
  expect(evidenceSentence({ meaning: meaningOf([0.1, 0.1, 0.8, 0.1]), coverage: [0, 0, 0, 0] })).toBe(2)
  expect(evidenceSentence({ meaning: null, coverage: [0, 0.9, 0, 0] })).toBe(1)
  expect(evidenceSentence({ meaning: meaningOf([0.1, 0.5, 0.5, 0.1]), coverage: [0.5, 0.5, 0, 0] })).toBe(1)
})

test('is none where all say as much, and the only one there is', () => {
  expect(evidenceSentence({ meaning: meaningOf([0.4, 0.4, 0.4]), coverage: [0.2, 0.2, 0.2] })).toBeNull()
  expect(evidenceSentence({ meaning: null, coverage: [0, 0] })).toBeNull()
  expect(evidenceSentence({ meaning: null, coverage: [0] })).toBe(0)
  expect(evidenceSentence({ meaning: null, coverage: [] })).toBeNull()
})
