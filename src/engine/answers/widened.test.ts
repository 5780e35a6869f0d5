import { describe, expect, test } from 'vitest'
import { parseCatalog } from '../../catalog/parse.js'
import { catalogContext } from '../../cli/answer-context.js'
import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { type AnswerContext, rankFor } from './context.js'
import { requestFor } from './explain.js'
import { search } from './search.js'
import { searchWords, wordsIn } from './text-term.js'

const TITLES = [
  'Alpine parka',
  'Alpine parka with goose down',
  'Goose down sleeping bag',
  'Garden gnome',
  'Copper kettle',
  'Duvet of goose down',
  'Steel lamp',
  'Oak shelf',
]
const PRICES = [100, 120, 90, 20, 40, 80, 60, 70]
const { items } = parseCatalog(TITLES.map((title, at) => ({ id: `${at}`, title, price: PRICES[at]!, available: at !== 5 })))
const TEXT = 'alpine parka'
/** Angles of the vectors, of items and of the text. */
const ANGLES = [0.2, 0.4, 0.8, 3, 2.2, 0.9, 2.6, 1.9]
const vectorAt = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle))
const QUERY = vectorAt(0)

async function contextOf(angles: readonly number[] | null): Promise<AnswerContext> {
  const index = angles && new FlatIndex(2, { capacity: items.length })
  index?.resize(items.length)
  for (const [row, angle] of angles?.entries() ?? []) index!.set(row, vectorAt(angle))
  return { ...(await catalogContext(items, index)), interactions: [], now: 0 }
}

const ALL = { limit: items.length, complete: true, diversity: 0, where: { available: [true, false] } }
const scoresOf = (context: AnswerContext, vector: Float32Array | null) =>
  new Map(search(TEXT, vector, ALL, context).map(({ item, score }) => [Number(item.id), score]))

function standard(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (value - mean) / deviation)
}

/** Of the first five available rows: written anew, from the formula. */
function expected(context: AnswerContext, vector: Float32Array | null): number[] {
  const rowVector = (row: number) => context.vectors!.index.vector(row)
  const byVector = (query: Float32Array) => standard(items.map((_, row) => query[0]! * rowVector(row)[0]! + query[1]! * rowVector(row)[1]!))
  const said = wordsIn(TEXT, context)
  const plain = [...searchWords(said, vector !== null, context).scores]
  const own = vector ? byVector(vector).map((score, row) => score + plain[row]!) : plain
  const first = [...items.keys()]
    .filter((row) => items[row]!.available !== false && (vector || said.named.scores[row]! > 0))
    .sort((a, b) => own[b]! - own[a]!)
    .slice(0, 5)
  const powers = first.map((row) => Math.exp((own[row]! - own[first[0]!]!) / 0.5))
  const shares = powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0))
  const words = Bm25Index.build(items.map(itemFields))
  const like = first.map((row) => {
    const scores = new Float32Array(items.length)
    words.scoresInto(words.itemQueryTerms(row, 32), scores)
    return scores
  })
  const near = standard(items.map((_, row) => shares.reduce((sum, share, at) => sum + share * like[at]![row]!, 0)))
  const moved = vector?.map((value, i) => value + 0.5 * shares.reduce((sum, share, at) => sum + share * rowVector(first[at]!)[i]!, 0))
  const meaning = moved ? byVector(moved) : items.map(() => 0)
  return items.map((_, row) => meaning[row]! + plain[row]! + 4 * Math.asinh((0.5 * near[row]!) / 4))
}

describe('a search is widened by its first five rows', () => {
  test.each([
    ['words and meaning', QUERY],
    ['words alone', null],
  ])('as the formula says, by %s', async (_, vector) => {
    const context = await contextOf(vector && ANGLES)
    const scores = scoresOf(context, vector)
    expect(scores.size).toBe(items.length)
    expected(context, vector).forEach((score, row) => {
      expect(scores.get(row)).toBeCloseTo(score, 4)
    })
  })

  test('so an item without its words comes before others without them, if it has those of what was found', async () => {
    const context = await contextOf(null)
    const said = wordsIn(TEXT, context)
    const plain = rankFor([searchWords(said, false, context)], new Uint8Array(items.length).fill(1), { limit: 8, diversity: 0 }, 0, context)
    const order = search(TEXT, null, ALL, context).map(({ item }) => Number(item.id))
    expect(said.named.scores[2]).toBe(0)
    expect(order.indexOf(2)).toBeLessThanOrEqual(plain.findIndex(({ row }) => row === 2))
    expect(order.slice(2, 4).sort()).toEqual([2, 5])
  })

  test('whatever a filter lets through: no score changes, and an explanation has the score of the answer', async () => {
    const context = await contextOf(ANGLES)
    const scores = scoresOf(context, QUERY)
    const cheap = search(TEXT, QUERY, { ...ALL, where: { price: { max: 50 } } }, context)
    expect(cheap.map(({ item }) => item.id).sort()).toEqual(['3', '4'])
    for (const { item, score } of cheap) expect(score).toBeCloseTo(scores.get(Number(item.id))!, 9)
    for (const { id } of items) {
      const [explained] = search(TEXT, QUERY, requestFor(id), context)
      expect(explained!.score).toBeCloseTo(scores.get(Number(id))!, 9)
      expect(explained!.reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(explained!.score, 9)
    }
  })

  test('not by items that it does not find: a text that says nothing leaves all scores 0', async () => {
    const context = await contextOf(null)
    for (const text of ['', 'zither']) expect(search(text, null, ALL, context).map(({ score }) => score)).toEqual(items.map(() => 0))
  })

  test('whatever a visitor dismissed: the scores of other rows are the same', async () => {
    const context = await contextOf(ANGLES)
    const scores = scoresOf(context, QUERY)
    const without = scoresOf({ ...context, interactions: [{ type: 'dismiss', id: '0', at: 0 }] }, QUERY)
    scores.delete(0)
    expect(without).toEqual(scores)
  })

  test('not by rows that are no better than the sixth: whichever of equals stands first in the catalog, scores are the same', async () => {
    const kinds = ['chair', 'table', 'shelf', 'bed']
    const chairs = Array.from({ length: 40 }, (_, at) => ({ id: `${at}`, title: `Oak ${kinds[at % 4]}` }))
    const [scores, reversed] = await Promise.all(
      [chairs, chairs.toReversed()].map(async (rows) => {
        const context = { ...(await catalogContext(parseCatalog(rows).items, null)), interactions: [], now: 0 }
        const found = search('oak', null, { limit: 40, diversity: 0 }, context)
        return found.map(({ item, score }) => [Number(item.id), score] as const).sort((a, b) => a[0] - b[0])
      }),
    )
    for (const [at, [id, score]] of scores!.entries()) {
      expect(id).toBe(reversed![at]![0])
      expect(score).toBeCloseTo(reversed![at]![1], 5)
    }
  })

  test('no reason says that words are shared where none is', async () => {
    const context = await contextOf(ANGLES)
    for (const { reasons } of search('zither', QUERY, ALL, context)) {
      expect(reasons.map(({ kind }) => kind)).not.toContain('words')
    }
  })
})
