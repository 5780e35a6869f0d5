import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bm25Index, queryTerms, type WeightedTerm } from './bm25.js'
import type { Bm25Field } from './forward-index.js'
import { itemFields } from './item-fields.js'
import { tokenize } from './tokens.js'

const plain = (text: string): Bm25Field[] => [{ text, weight: 1 }]

function scores(index: Bm25Index, query: readonly WeightedTerm[]): number[] {
  const out = new Float32Array(index.rowCount)
  index.scoresInto(query, out)
  return [...out]
}

/** The formula of the doc comment, written a second time over plain objects. */
function naiveScores(documents: readonly (readonly Bm25Field[])[], query: readonly WeightedTerm[], k1 = 1.2, b = 0.75): number[] {
  const bags = documents.map((fields) => fields.flatMap(({ text, weight }) => tokenize(text).map((term) => ({ term, weight }))))
  const lengthOf = (bag: readonly WeightedTerm[]) => bag.reduce((sum, { weight }) => sum + weight, 0)
  const meanLength = bags.reduce((sum, bag) => sum + lengthOf(bag), 0) / bags.length
  return bags.map((bag) => {
    return query.reduce((sum, { term, weight }) => {
      const tf = lengthOf(bag.filter((entry) => entry.term === term))
      const rowsWith = bags.filter((other) => other.some((entry) => entry.term === term)).length
      const idf = Math.log(1 + (bags.length - rowsWith + 0.5) / (rowsWith + 0.5))
      return tf === 0 ? sum : sum + (weight * idf * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * lengthOf(bag)) / meanLength))
    }, 0)
  })
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((score, row) => {
    expect(Math.abs(score - expected[row]!)).toBeLessThan(1e-5 * (1 + Math.abs(expected[row]!)))
  })
}

const words = fc.array(fc.constantFrom('kettle', 'red', 'cup', 'tea', 'steel', 'small'), { maxLength: 12 }).map((list) => list.join(' '))
const documents = fc.array(fc.record({ title: words, text: words }), { minLength: 1, maxLength: 12 })
const fieldsOf = ({ title, text }: { title: string; text: string }): Bm25Field[] => [
  { text: title, weight: 3 },
  { text, weight: 1 },
]

describe('Bm25Index', () => {
  test('has the scores worked out by hand for three short texts', () => {
    const index = Bm25Index.build(['red red cup', 'red tea', 'steel'].map(plain))

    // n = 3, mean length 2; red is in two rows: idf = ln(1 + 1.5 / 2.5) = 0.470004; steel in one: ln(1 + 2.5 / 1.5) = 0.980829
    // row 0: 0.470004 * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 1.5)); row 1: 0.470004 * 2.2 / 2.2; row 2: 0.980829 * 2.2 / (1 + 1.2 * 0.625)
    expectClose(scores(index, queryTerms('red')), [0.56658, 0.470004, 0])
    expectClose(scores(index, queryTerms('steel red unknown')), [0.56658, 0.470004, 1.233042])
    expectClose(scores(index, [{ term: 'red', weight: 2 }]), [1.13316, 0.940007, 0])
  })

  test('agrees with the formula written out on random texts of two fields', () => {
    fc.assert(
      fc.property(documents, words, (texts, query) => {
        const index = Bm25Index.build(texts.map(fieldsOf))
        expectClose(scores(index, queryTerms(query)), naiveScores(texts.map(fieldsOf), queryTerms(query)))
      }),
    )
  })

  test('rows put in any order, dropped and added make the same index as one built from their texts', () => {
    const row = fc.oneof(fc.nat(11), fc.record({ title: words, text: words }))
    fc.assert(
      fc.property(documents, fc.array(row, { maxLength: 12 }), (texts, rows) => {
        const index = Bm25Index.build(texts.map(fieldsOf))
        const chosen = [...new Set(rows.map((one) => (typeof one === 'number' ? one % texts.length : one)))]
        const textAt = (at: number) => {
          const one = chosen[at]!
          return fieldsOf(typeof one === 'number' ? texts[one]! : one)
        }
        const moved = index.rearranged(
          Int32Array.from(chosen, (one) => (typeof one === 'number' ? one : -1)),
          textAt,
        )
        const built = Bm25Index.build(chosen.map((_, at) => textAt(at)))

        expect(moved.toRecord()).toEqual(built.toRecord())
        expect(scores(moved, queryTerms('red kettle tea'))).toEqual(scores(built, queryTerms('red kettle tea')))
        expect(moved.graph().vectors).toEqual(built.graph().vectors)
      }),
    )
  })

  test('some rows of a catalog score as they do among all, if the index knows how many rows have a word', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(11), { maxLength: 12 }), words, (texts, numbers, query) => {
        const all = Bm25Index.build(texts.map(fieldsOf))
        const chosen = [...new Set(numbers.map((number) => number % texts.length))]
        const whole = { rows: texts.length, meanLength: all.meanLength, counts: { get: (term: string) => all.countOf(term) } }
        const some = all.rearranged(Int32Array.from(chosen), () => []).within(whole)
        const terms = queryTerms(query)

        const among = scores(all, terms)
        expectClose(
          scores(some, terms),
          chosen.map((row) => among[row]!),
        )
        for (const { term } of terms.filter((one) => some.has(one.term))) expect(some.idfOf(term)).toBeCloseTo(all.idfOf(term), 10)
      }),
    )
  })

  test('splits a score into its terms, largest first', () => {
    fc.assert(
      fc.property(documents, words, (texts, query) => {
        const index = Bm25Index.build(texts.map(fieldsOf))
        const terms = [...queryTerms(query), ...queryTerms('red')]
        scores(index, terms).forEach((score, row) => {
          const matched = index.matchedTerms(row, terms)
          const own = new Set(index.termsOf(row))
          expectClose([matched.reduce((sum, entry) => sum + entry.score, 0)], [score])
          expect(matched.map((entry) => entry.term).sort()).toEqual(
            [...new Set(terms.map(({ term }) => term))].filter((term) => own.has(term)).sort(),
          )
          expect(matched.map((entry) => entry.score)).toEqual(matched.map((entry) => entry.score).sort((left, right) => right - left))
        })
      }),
    )
  })

  test('asks for an item by its rarest words first, and finds the item itself', () => {
    const index = Bm25Index.build(['red steel kettle', 'red steel cup', 'red tea', 'blue poster'].map(plain))

    expect(index.itemQueryTerms(0).map(({ term }) => term)).toEqual([tokenize('kettle')[0], 'steel', 'red'])
    expect(index.itemQueryTerms(0, 2)).toHaveLength(2)
    const ranked = scores(index, index.itemQueryTerms(0))
    expect(ranked.indexOf(Math.max(...ranked))).toBe(0)
    expect(ranked[1]).toBeGreaterThan(ranked[2]!)
    expect(ranked[3]).toBe(0)
  })

  test('has zeros for an empty index, empty texts and words nobody has', () => {
    expect(scores(new Bm25Index(), queryTerms('red'))).toEqual([])
    expect(scores(Bm25Index.build([plain(''), plain('!')]), queryTerms('red'))).toEqual([0, 0])
    expect(Bm25Index.build([plain('')]).itemQueryTerms(0)).toEqual([])
    expect(scores(Bm25Index.build([plain('cup')]), queryTerms('__proto__ constructor'))).toEqual([0])
  })

  test('refuses an output that is too short and a row that is not there', () => {
    const index = Bm25Index.build([plain('cup'), plain('tea')])
    const usage = expect.objectContaining({ code: 'usage' })

    expect(() => index.scoresInto([], new Float32Array(1))).toThrow(usage)
    for (const row of [-1, 2, 0.5, Number.NaN]) expect(() => index.termsOf(row)).toThrow(usage)
  })

  test('queryTerms counts repetitions', () => {
    expect(queryTerms('Tea for tea, cups')).toEqual([
      { term: 'tea', weight: 2 },
      { term: 'cup', weight: 1 },
    ])
  })

  test('itemFields holds every word of an item and counts its title three times', () => {
    const index = Bm25Index.build([
      itemFields({
        id: '1',
        title: 'Kettle',
        brand: 'Acme',
        category: ['Kitchen'],
        tags: ['steel'],
        description: 'boils',
        attributes: { colour: ['red', 'blue'], watts: 2000, use: 'camping' },
      }),
      itemFields({ id: '2', title: 'Camping', description: 'kettle' }),
    ])

    expect(index.termsOf(0)).toEqual(tokenize('kettle acme kitchen steel boils red blue camping'))
    const [first, second] = scores(index, queryTerms('kettle'))
    expect(first).toBeGreaterThan(second!)
  })
})
