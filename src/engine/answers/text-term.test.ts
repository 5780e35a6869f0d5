import { describe, expect, test } from 'vitest'
import { parseCatalog } from '../../catalog/parse.js'
import { catalogContext } from '../../cli/answer-context.js'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { standardized } from '../../ranking/standardize.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import type { AnswerContext } from './context.js'
import { searchWords, wordsIn } from './text-term.js'

const { items } = parseCatalog([
  { id: '1', title: 'Wool blanket for the sofa' },
  { id: '2', title: 'Parade tulips' },
  { id: '3', title: 'Cotton blanket' },
  { id: '4', title: 'Lamp' },
])

describe('how much of a search the catalog knows', () => {
  const context = catalogContext(items, null).then((made): AnswerContext => ({ ...made, interactions: [], now: 0 }))
  const shareOf = async (text: string) => wordsIn(text, await context).share

  test('is all of its own words, and nothing of others', async () => {
    expect(await shareOf('wool blanket')).toBe(1)
    expect(await shareOf('xylophone')).toBe(0)
    expect(await shareOf('')).toBe(0)
  })

  test('is less by how telling an unknown word is, but not less than the rarest known word is telling', async () => {
    const { words } = await context
    const [known, unknown, once] = ['blanket', 'xylophone', 'wool'].map((word) => words.idfOf(word)) as [number, number, number]
    expect(await shareOf('blanket xylophone')).toBeCloseTo(known / once, 6)
    // four letters of parad, the stem
    expect(await shareOf('para xylophone')).toBeCloseTo(((4 / 5) * unknown) / (2 * unknown), 6)
  })

  test('is all of it beside a word that one item has, as a part number, whatever else is asked', async () => {
    expect(await shareOf('wool zither oboe bassoon xylophone')).toBeCloseTo(1, 6)
  })

  test('counts a word that another stands for by how much they are alike', async () => {
    // four letters of parad, the stem
    expect(await shareOf('para')).toBeCloseTo(4 / 5, 6)
  })

  test('is what words weigh beside meaning: a misread word of another language weighs less than a word of the search', async () => {
    const index = new FlatIndex(2, { capacity: 4 })
    index.resize(4)
    for (let row = 0; row < 4; row++) index.set(row, Float32Array.of(Math.cos(row), Math.sin(row)))
    const among = { ...(await catalogContext(items, index)), interactions: [], now: 0 }
    const said = wordsIn('para', among)
    // without the bound that makes large scores grow slowly
    const sums = (share: number) => [...searchWords({ ...said, share }, true, among).scores].map((score) => Math.sinh(score / 4))
    const [misread, whole] = [sums(said.share), sums(1)]
    misread.forEach((sum, row) => {
      expect(sum).toBeCloseTo(0.8 * whole[row]!, 5)
    })
    expect(searchWords(said, false, among).scores).toEqual(searchWords({ ...said, share: 1 }, false, among).scores)
  })
})

test('words and their graph count .5 each beside meaning, and nearly fully as long as few items have a vector', async () => {
  const words = Bm25Index.build(items.map(itemFields))
  const query = queryTerms('wool blanket')
  const [exact, graph] = [
    (out: Float32Array) => words.scoresInto(query, out),
    (out: Float32Array) => words.graph().scoresInto(words.graph().queryVector(query), out),
  ].map((scoresInto) => {
    const scores = new Float32Array(items.length)
    scoresInto(scores)
    return standardized(scores)
  }) as [Float32Array, Float32Array]
  for (const [embedded, weight] of [
    [4, 0.5],
    [1, 0.875],
    [0, 1],
  ] as const) {
    const index = new FlatIndex(2, { capacity: 4 })
    index.resize(4)
    for (let row = 0; row < embedded; row++) index.set(row, Float32Array.of(Math.cos(row), Math.sin(row)))
    const among = { ...(await catalogContext(items, index)), interactions: [], now: 0 }
    const { scores } = searchWords(wordsIn('wool blanket', among), true, among)
    scores.forEach((score, row) => {
      expect(score).toBeCloseTo(4 * Math.asinh((weight * (exact[row]! + graph[row]!)) / 4), 5)
    })
  }
})

test('a part number that is typed with a hyphen or a blank is the one that the catalog writes as one word', async () => {
  const { items: toners } = parseCatalog([
    { id: '1', title: 'Toner TN201' },
    { id: '2', title: 'Toner TN210' },
    { id: '3', title: 'Headphones WH1000XM5' },
  ])
  const context: AnswerContext = { ...(await catalogContext(toners, null)), interactions: [], now: 0 }
  const found = (text: string) => Array.from(wordsIn(text, context).named.scores, (score) => score > 0)

  for (const text of ['tn-201', 'TN 201', 'tn201']) expect(found(text), text).toEqual([true, false, false])
  expect(found('wh-1000xm5')).toEqual([false, false, true])
})

test('two numbers beside each other are no third one', async () => {
  const { items: bolts } = parseCatalog([
    { id: '1', title: 'Bolt 1/2 inch' },
    { id: '2', title: 'Screw 12 mm' },
  ])
  const context: AnswerContext = { ...(await catalogContext(bolts, null)), interactions: [], now: 0 }

  for (const text of ['bolt 1/2', '1 2', '1 in 2']) {
    expect(
      Array.from(wordsIn(text, context).named.scores, (score) => score > 0),
      text,
    ).toEqual([true, false])
  }
})
