import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evidenceSentence } from './evidence-sentence.js'

/** Unit vectors whose cosines with the query are these. */
const meaningOf = (cosines: readonly number[]) => ({
  query: Float32Array.of(1, 0),
  sentences: cosines.map((cosine) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2))),
})

test('is the sentence that is nearest, or that has the words, or both', () => {
  expect(evidenceSentence({ meaning: meaningOf([0.1, 0.1, 0.8, 0.1]), coverage: [0, 0, 0, 0] })).toBe(2)
  expect(evidenceSentence({ meaning: null, coverage: [0, 0.9, 0, 0] })).toBe(1)
  expect(evidenceSentence({ meaning: meaningOf([0.1, 0.4, 0.4, 0.1]), coverage: [0.6, 0.6, 0, 0] })).toBe(1)
})

test('is none where no sentence answers, however far one stands above the others', () => {
  expect(evidenceSentence({ meaning: meaningOf([0, 0, 0.2, 0]), coverage: [0, 0, 0.2, 0] })).toBeNull()
  expect(evidenceSentence({ meaning: null, coverage: [0, 0.3] })).toBeNull()
  expect(evidenceSentence({ meaning: meaningOf([0.1]), coverage: [0.1] })).toBeNull()
  expect(evidenceSentence({ meaning: null, coverage: [] })).toBeNull()
})

test('what is said of one sentence does not depend on the others', () => {
  const signs = fc.record({ cosine: fc.double({ min: -1, max: 1, noNaN: true }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(fc.array(signs, { minLength: 1, maxLength: 12 }), (sentences) => {
      const answers = (some: typeof sentences) =>
        evidenceSentence({ meaning: meaningOf(some.map(({ cosine }) => cosine)), coverage: some.map(({ share }) => share) }) !== null
      expect(answers(sentences)).toBe(sentences.some((one) => answers([one])))
    }),
  )
})
