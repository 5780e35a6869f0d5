import { expect, test } from 'vitest'
import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { VectorSample } from '../../ranking/vector-sample.js'
import type { Item } from '../../types.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { evidenceOf, namedShare, queryWords } from './evidence.js'

const items: readonly Item[] = [
  { id: 'tent', title: 'Dog tent', description: 'Not a bed for a labrador.' },
  { id: 'bed', title: 'Camp bed' },
  { id: 'chess', title: 'Chess board' },
  { id: 'ring', title: 'Jewellery' },
  { id: 'painting', title: 'Gemälde' },
  { id: 'shoe', title: 'Shoe' },
]
const words = Bm25Index.build(items.map(itemFields))
const named = (text: string, row: number) => namedShare(queryWords(text, words), items[row]!, words)

test('a slip, another ending or spelling is the same word; a part of a compound or a slip of a short word is not', () => {
  expect(named('jewelery', 3)).toBe(1)
  expect(named('tents', 0)).toBe(1)
  expect(named('Gemaelde', 4)).toBe(1)
  expect(named('sheo', 5)).toBe(0)
  expect(named('snowboard', 2)).toBe(0)
})

const index = new FlatIndex(2)
index.resize(items.length)
for (let row = 0; row < items.length; row++) index.set(row, Float32Array.of(1, 0))
const vectors = { index, sample: new VectorSample(index) }
const known = (text: string) =>
  evidenceOf({ text, query: queryWords(text, words), vector: Float32Array.of(1, 0) }, [0, 1, 2, 3], items, words, vectors).map(
    (one) => one!,
  )

test.each([
  ['dog bed for a labrador', [0, 1, 0, 0]],
  ['bed', [0, 1, 0, 0]],
  ['something for my dog', [1, 0, 0, 0]],
  ['Bett für Labrador', [0, 0, 0, 0]],
  ['for with a', [0, 0, 0, 0]],
])('of "%s" a title has or lacks what is asked for', (text, heads) => {
  expect(known(text).map(({ head }) => head)).toEqual(heads)
})

test('words of the description are told, and name nothing', () => {
  const [tent] = known('dog bed for a labrador')
  expect(tent!.told).toBe(1)
  expect(tent!.named).toBeLessThan(0.5)
})
