import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Described, describedScores } from './descriptors.js'

const component = fc.float({ min: -1, max: 1, noNaN: true })
const DIMENSIONS = 4
const vector = fc.array(component, { minLength: DIMENSIONS, maxLength: DIMENSIONS })

/** Labels with the vectors of their descriptors. */
const described = fc
  .array(fc.array(vector, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((lists): { labels: Described[]; vectors: number[][] } => ({
    labels: lists.map((list, l) => ({ label: `l${l}`, descriptors: list.map((_, d) => `l${l} d${d}`) })),
    vectors: lists.flat(),
  }))

const flat = (vectors: readonly (readonly number[])[]) => Float32Array.from(vectors.flat())
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

test('a label has the mean of its descriptors, told in terms that add up to it, and the best comes first', () => {
  fc.assert(
    fc.property(vector, described, (item, { labels, vectors }) => {
      const scores = describedScores(Float32Array.from(item), labels, flat(vectors))
      expect(scores.map(({ score }) => score)).toEqual(scores.map(({ score }) => score).sort((a, b) => b - a))
      for (const { label, score, terms } of scores) {
        const { descriptors } = labels.find((one) => one.label === label)!
        const before = labels.slice(0, Number(label.slice(1))).reduce((sum, one) => sum + one.descriptors.length, 0)
        const mean = descriptors.reduce((sum, _, d) => sum + dot(item, vectors[before + d]!), 0) / descriptors.length
        expect(score).toBeCloseTo(mean, 5)
        expect(terms.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
        expect(new Set(terms.map(({ descriptor }) => descriptor))).toEqual(new Set(descriptors))
        expect(terms.map(({ weight }) => weight)).toEqual(terms.map(({ weight }) => weight).sort((a, b) => b - a))
      }
    }),
  )
})

test('what is missing is named', () => {
  const item = Float32Array.of(1, 0)
  expect(() => describedScores(item, [{ label: 'warm', descriptors: [] }], new Float32Array(0))).toThrow(/usage.*no descriptor of "warm"/)
  expect(() => describedScores(item, [{ label: 'warm', descriptors: ['wool'] }], new Float32Array(4))).toThrow(/2 vectors of 1 descriptors/)
})
