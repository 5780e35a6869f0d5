import { describe, expect, test } from 'vitest'
import { leaveLastOut } from './data/movielens.js'
import { inverseCloze } from './data/papers.js'
import type { RetrievalSet } from './data/retrieval-set.js'
import { splitBundles, splitCrowdflower, splitMagento, splitPapers, splitQueries } from './data/splits.js'
import { frozenHash } from './frozen.js'
import { hasSharedData, sharedSets, sharedText } from './shared-data.js'
import type { Split } from './split.js'

/** Every figure that was measured on a set stands on its split: a change here is a new test bed, and all of them are measured anew. */
const FROZEN = {
  cranfield: 'aaba0c02d9e20ce0c50c573b399b4391d52b0c65a7db1a6df664462edc6b9159',
  msmarco: '6d0be1ab03302114a822718f94ded87291a2bf43437970d084685ff06e68ef0f',
  crowdflower: '45da11cd414232468c4455e692d504a3bd54adf60f106906879fa6224e4d1f2b',
  stsb: 'ee75658c01f4b3a7a125bbf0873201e40449ef3885a84000131d2e4001f7c318',
  banking77: '54cc4a04e1f48b59055a9f1e51e6b9675bf261dbcaa64f59090114b322d77e80',
  abtBuy: 'ebcffbefeaeff8fc96d288076cfae6e2062308f6aa989f879ef9644c16abc926',
  movieLens: 'c9493223b1db07df91c47bba1a4b21edfb8ff6be3176ce13179c29b9610c2202',
  amazonIndustrial: 'aa79bd0a1321c5d52b75d5f78f01eb6273b848b79cd69e06bd9278ed26dae983',
  bundles: '5c851fb2dfb0f33a1abba607272054d072ef8e36e0df5e10afc3cc09ab19f6a8',
  magento: '3e5039eb573cbd63f2c1e501703687a2aff3fc7ac09d25201211ec759a4dc9a0',
  papers: '911a6b68863d6ff935e8794dde8ee8effa4117e95a1ab0d47281322a3d597157',
} as const

const isHere = hasSharedData('tests of the real sets')

const sizes = ({ train, dev, test }: Split) => [train.length, dev.length, test.length]
const judged = (set: RetrievalSet) => [...set.judgements.values()].flatMap((grades) => [...grades.values()])

describe.skipIf(!isHere)('real sets have the rows that their list counts, and frozen splits', { tags: 'long' }, () => {
  test('cranfield: 1,400 abstracts, 225 queries, 1,837 judgements of which 225 say no', () => {
    const set = sharedSets.cranfield()
    expect([set.documents.length, set.queries.length, set.judgements.size]).toEqual([1400, 225, 225])
    expect(judged(set)).toHaveLength(1837)
    expect(judged(set).filter((grade) => grade === 0)).toHaveLength(225)
    expect(set.documents.flatMap(({ id, title, text }) => (title === '' && text === '' ? [id] : []))).toEqual(['471', '995'])
    // the third query has .I 004; judgements name it by its place
    expect(set.queries[2]).toEqual({ id: '3', text: expect.stringContaining('heat conduction in composite slabs') })
    expect(frozenHash(splitQueries('cranfield', set))).toBe(FROZEN.cranfield)
  })

  test('msmarco: 5,000 passages, 50 queries of which 43 have an answer, 4,102 judgements', () => {
    const set = sharedSets.msmarco()
    expect([set.documents.length, set.queries.length, set.judgements.size, judged(set).length]).toEqual([5000, 50, 43, 4102])
    expect(new Set(judged(set))).toEqual(new Set([1, 2, 3]))
    const split = splitQueries('msmarco', set)
    expect(split.dev.length + split.test.length).toBe(43)
    expect(frozenHash(split)).toBe(FROZEN.msmarco)
  })

  test('crowdflower: 10,158 judged products of 261 queries', () => {
    const queries = sharedSets.crowdflower()
    const products = queries.flatMap((query) => query.products)
    expect([queries.length, products.length]).toEqual([261, 10158])
    expect([1, 2, 3, 4].map((grade) => products.filter((product) => product.grade === grade).length)).toEqual([774, 1476, 1737, 6171])
    expect(products.filter(({ description }) => description.trim() !== '')).toHaveLength(7714)
    expect(frozenHash(splitCrowdflower(queries))).toBe(FROZEN.crowdflower)
  })

  test('stsb: 5,749, 1,500 and 1,379 pairs', () => {
    const files = (['train', 'dev', 'test'] as const).map((file) => sharedSets.stsb(file))
    expect(files.map((pairs) => pairs.length)).toEqual([5749, 1500, 1379])
    expect(frozenHash(files.map((pairs) => pairs.map(({ first, second, score }) => [first, second, score])))).toBe(FROZEN.stsb)
  })

  test('banking77: 10,003 and 3,080 utterances in 77 intents', () => {
    const files = (['train', 'test'] as const).map((file) => sharedSets.banking77(file))
    expect(files.map((rows) => rows.length)).toEqual([10003, 3080])
    expect(files.map((rows) => new Set(rows.map(({ intent }) => intent)).size)).toEqual([77, 77])
    expect(frozenHash(files.map((rows) => rows.map(({ text, intent }) => [text, intent])))).toBe(FROZEN.banking77)
  })

  test('abt-buy: 5,743, 1,916 and 1,916 pairs, 1,028 the same, of 1,068 and 1,035 records', () => {
    const { abt, buy, pairs } = sharedSets.abtBuy()
    const files = [pairs.train, pairs.valid, pairs.test]
    expect(files.map((file) => file.length)).toEqual([5743, 1916, 1916])
    expect(files.flat().filter(({ same }) => same)).toHaveLength(1028)
    expect([abt.length, buy.length]).toEqual([1068, 1035])
    expect(frozenHash(files.map((file) => file.map((pair) => [abt[pair.abt]!.name, buy[pair.buy]!.name, pair.same])))).toBe(FROZEN.abtBuy)
  })

  test('movielens: 100,836 ratings of 610 users, 9,742 movies, 48,580 positives, 5,499 overviews and 1,586 joined from TMDB, 93 % of ratings', () => {
    const { ratings, movies } = sharedSets.movieLens()
    expect([ratings.length, movies.length, new Set(ratings.map(({ user }) => user)).size]).toEqual([100836, 9742, 610])
    expect(ratings.filter(({ rating }) => rating >= 4)).toHaveLength(48580)
    expect(movies.filter(({ overview }) => overview !== '')).toHaveLength(5499 + 1586)
    const told = new Set(movies.filter(({ overview }) => overview !== '').map(({ id }) => id))
    expect(ratings.filter(({ movie }) => told.has(movie)).length / ratings.length).toBeCloseTo(0.93, 2)
    const { users, tooShort } = leaveLastOut(ratings)
    expect([users.length, tooShort.length]).toEqual([608, 2])
    expect(users.reduce((sum, { train }) => sum + train.length + 2, 0)).toBeGreaterThan(48580 - 5)
    expect(frozenHash(users.map(({ user, valid, test }) => [user, valid, test]))).toBe(FROZEN.movieLens)
  })

  test('amazon-industrial: 3,686 items, 4,532 and 4,533 rows, 128 test targets seen before', () => {
    const { items, valid, test } = sharedSets.amazonIndustrial()
    expect([items.length, valid.length, test.length]).toEqual([3686, 4532, 4533])
    expect(test.filter(({ repeat }) => repeat)).toHaveLength(128)
    expect(Math.max(...test.map(({ history }) => history.length))).toBe(10)
    expect(items.filter(({ description }) => description.length > 0).length).toBeGreaterThan(3400)
    expect(frozenHash([valid, test].map((rows) => rows.map(({ user, history, target }) => [user, history, target])))).toBe(
      FROZEN.amazonIndustrial,
    )
  })

  test('bundles: 4,487 items, 1,910 bundles of 6,326, sessions of 6,793', () => {
    const set = sharedSets.bundles()
    const count = (lists: Iterable<readonly string[]>) => [...lists].reduce((sum, list) => sum + list.length, 0)
    expect([set.items.length, set.bundles.length]).toEqual([4487, 1910])
    expect([count(set.bundles.map(({ items }) => items)), count(set.sessions.values())]).toEqual([6326, 6793])
    expect(set.items.filter(({ title }) => /&[a-z]+;/.test(title))).toEqual([])
    expect(frozenHash(splitBundles(set))).toBe(FROZEN.bundles)
  })

  test('magento: 147 parents and 50 others, 1,847 variants, 125 related, 56 up-sell and 182 cross-sell sources', () => {
    const set = sharedSets.magento()
    expect([set.products.length, set.variants.length]).toEqual([147 + 50, 1847])
    const kinds = [set.links.related, set.links.upsell, set.links.crosssell]
    expect(kinds.map(({ links, absentSources }) => links.size + absentSources.length)).toEqual([125, 56, 182])
    expect(kinds.map(({ absentSources }) => absentSources.length)).toEqual([6, 0, 0])
    expect(kinds.map(({ absent }) => [...absent].sort())).toEqual([['24-WG080', '24-WG085_Group'], [], ['24-WG080', '24-WG085_Group']])
    expect(set.products.filter(({ price }) => price === undefined)).toEqual([])
    expect(frozenHash(splitMagento(set))).toBe(FROZEN.magento)
  })

  test('papers: 94, and each has a sentence to ask with', () => {
    const papers = sharedSets.papers()
    expect(papers).toHaveLength(94)
    const { documents, queries } = inverseCloze(papers, 1)
    expect([documents.length, queries.length]).toEqual([94, 94])
    for (const { id, text } of queries) expect(documents.find((document) => document.id === id)!.text).not.toContain(text)
    expect(frozenHash({ split: splitPapers(papers), queries: queries.map((query) => ({ ...query })) })).toBe(FROZEN.papers)
  })

  test('splits of halves are about halves', () => {
    const halves = [splitQueries('cranfield', sharedSets.cranfield()), splitPapers(sharedSets.papers()), splitMagento(sharedSets.magento())]
    for (const half of halves) {
      const [train, dev, held] = sizes(half)
      expect(train).toBe(0)
      expect(Math.abs(dev! / (dev! + held!) - 0.5)).toBeLessThan(0.15)
    }
  })
})

test('a file that is not there is an error that names it', () => {
  expect(() => sharedText('no-such-set/rows.csv')).toThrow(/received no-such-set\/rows.csv, expected a file/)
})
