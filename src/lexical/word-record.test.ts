import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bm25Index, queryTerms } from './bm25.js'
import type { Bm25Field } from './forward-index.js'
import { itemFields } from './item-fields.js'
import { narrowed, WORDS_VERSION, type WordRecord } from './word-record.js'

const words = fc
  .array(fc.constantFrom('kettle', 'red', 'cup', 'tea', 'steel', 'café', '茶', '10.5'), { maxLength: 9 })
  .map((list) => list.join(' '))
const document = fc.record({ title: words, text: words, weight: fc.constantFrom(1, 0.5, 300) })
const fieldsOf = ({ title, text, weight }: { title: string; text: string; weight: number }): Bm25Field[] => [
  { text: title, weight: 3 },
  { text, weight },
]

function scores(index: Bm25Index, text: string): number[] {
  const out = new Float32Array(index.rowCount)
  index.scoresInto(queryTerms(text), out)
  return [...out]
}

function expectSame(actual: Bm25Index, expected: Bm25Index, query: string): void {
  expect(actual.rowCount).toBe(expected.rowCount)
  expect(scores(actual, query)).toEqual(scores(expected, query))
  for (let row = 0; row < expected.rowCount; row++) {
    expect(actual.termsOf(row)).toEqual(expected.termsOf(row))
    expect(actual.itemQueryTerms(row)).toEqual(expected.itemQueryTerms(row))
    expect(actual.matchedTerms(row, queryTerms(query))).toEqual(expected.matchedTerms(row, queryTerms(query)))
  }
}

describe('a stored word index', () => {
  test('answers like one built from the same texts, and goes on like it', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 12 }), words, document, (documents, query, next) => {
        const built = Bm25Index.build(documents.map(fieldsOf))

        const restored = Bm25Index.restore(structuredClone(built.toRecord()), documents.length)!
        expectSame(restored, built, query)

        const from = Int32Array.from([...documents.keys()].slice(1), (row) => (row === 2 ? -1 : row))
        expectSame(
          restored.rearranged(from, () => fieldsOf(next)),
          built.rearranged(from, () => fieldsOf(next)),
          `${query} ${next.title}`,
        )
      }),
    )
  })

  test('is not read where it is none, of another version, of other rows, or damaged in any number', () => {
    const whole = Bm25Index.build(['red cup', 'red red tea'].map((text) => [{ text, weight: 1 }])).toRecord()
    expect(Bm25Index.restore(whole, 2)).toBeDefined()
    const damages: unknown[] = [
      null,
      'words',
      { ...whole, version: WORDS_VERSION + 1 },
      { ...whole, vocabulary: 'red\ncup' },
      { ...whole, starts: [0, 2, 4] },
      { ...whole, starts: Uint32Array.of(0, 5, 4) },
      { ...whole, starts: Uint32Array.of(1, 2, 4) },
      { ...whole, starts: Uint32Array.of(0, 4) },
      { ...whole, terms: Uint8Array.of(0, 1, 0, 3) },
      { ...whole, terms: Uint8Array.of(0, 1, 0) },
      { ...whole, terms: Float64Array.of(0, 1, 0.5, 2) },
      { ...whole, frequencies: Uint8Array.of(1, 1, 0, 1) },
      { ...whole, frequencies: Float64Array.of(1, 1, Number.NaN, 1) },
      { ...whole, frequencies: new Uint8Array(0) },
    ]
    expect(damages.map((record) => Bm25Index.restore(record, 2))).toEqual(damages.map(() => undefined))
    expect(Bm25Index.restore(whole, 3)).toBeUndefined()
  })

  test('takes a byte or two an entry of a usual catalog', () => {
    const { terms, frequencies }: WordRecord = Bm25Index.build([
      itemFields({ id: 'a', title: 'Red cup', description: 'A cup.' }),
    ]).toRecord()
    expect([terms, frequencies].map(({ BYTES_PER_ELEMENT }) => BYTES_PER_ELEMENT)).toEqual([1, 1])
    expect(narrowed(Float64Array.of(1, 256))).toEqual(Uint16Array.of(1, 256))
    expect(narrowed(Float64Array.of(1, 70_000))).toEqual(Uint32Array.of(1, 70_000))
    expect(narrowed(Float64Array.of(1, 0.5))).toEqual(Float64Array.of(1, 0.5))
  })

  test('has another version when texts give other terms than those its version stands for', () => {
    const item = {
      id: 'a',
      title: 'Running shoes, 10.5" – Müller’s “Café”',
      brand: 'Hikers & Sons',
      category: ['Outdoor', 'Making'],
      tags: ['waterproofed'],
      attributes: { colour: ['dark-red', 'x1'], weight: 3, vegan: true },
      description: "Don't wash; it was made for classes of boxes and ladies.",
    }
    const index = Bm25Index.build([itemFields(item)])
    const entries = index.matchedTerms(
      0,
      index.termsOf(0).map((term) => ({ term, weight: 1 })),
    )
    const repeated = entries.filter(({ score }) => score > Math.min(...entries.map((entry) => entry.score))).map(({ term }) => term)
    expect({ version: WORDS_VERSION, terms: index.termsOf(0).join(' '), repeated: repeated.sort().join(' ') }).toMatchInlineSnapshot(`
      {
        "repeated": "10.5 café müller run shoe",
        "terms": "run shoe 10.5 müller café hiker son outdoor make waterproof wash made class box lady dark red x1",
        "version": 2,
      }
    `)
  })
})
