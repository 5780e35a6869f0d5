import { expect, test } from 'vitest'
import { Bm25Index } from '../../lexical/bm25.js'
import { normalize } from '../../vectors/normalize.js'
import { labelScores } from './labels.js'

/** Four directions; the name of "boats" lies beside one sailing boat only, which lies beside the others. */
const ROWS = normalize(Float32Array.from([1, 0.2, 0, 0, 0.5, 1, 0, 0, 0.4, 1, 0.1, 0, 0, 0, 1, 0, 0, 0.1, 1, 0.2]), 4)
const LABELS = [
  { label: 'boats', descriptors: ['boats'] },
  { label: 'books', descriptors: ['books', 'something to read'] },
]
const VECTORS = normalize(Float32Array.from([1, 0, 0, 0.3, 0, 0, 1, 0, 0, 0.5, 0.9, 0]), 4)
const words = (texts: readonly string[]) => Bm25Index.build(texts.map((text) => [{ text, weight: 1 }]))

test('a label is its descriptors, the items that fit it best and its words, which add up', () => {
  const texts = ['a boat', 'a yacht', 'a dinghy', 'a book', 'a novel']
  const scores = labelScores(ROWS, 4, words(texts), LABELS, VECTORS)
  expect(scores.map(([best]) => best!.label)).toEqual(['boats', 'boats', 'boats', 'books', 'books'])
  for (const all of scores) {
    expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a))
    for (const { score, terms, alike, words } of all)
      expect(terms.reduce((sum, { weight }) => sum + weight, alike + words)).toBeCloseTo(score, 9)
  }
  // of five items one is the hundredth: the boat itself, by meaning and word
  const own = scores[0]!.find(({ label }) => label === 'boats')!
  expect(own.alike).toBeCloseTo(2, 5)
  expect(own.words).toBe(1)
  expect(scores[1]!.find(({ label }) => label === 'boats')!.words).toBe(0)
})

test('labels whose words no item has are told by vectors alone', () => {
  const scores = labelScores(ROWS, 4, words(['one', 'two', 'three', 'four', 'five']), LABELS, VECTORS)
  expect(scores.flat().every(({ words }) => words === 0)).toBe(true)
})
