import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import type { PagekinError } from '../errors.js'
import { inRounds } from '../page/rerank-rounds.js'
import type { Item, Recommendation, Rerank } from '../types.js'
import type { Request } from './answers/context.js'
import type { Engine } from './engine.js'
import { openEngine } from './engine.test-helper.js'
import { rerankPlan } from './rerank.js'

const { items } = syntheticShop({ items: 400, visitors: 1 })
const TEXT = 'wool lamp'

/** What a function says that knows nothing of the page: a number by the letters of the id. */
const letters = ({ id }: Item) => [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 997, 7)

interface Asked {
  readonly answer: readonly Recommendation[]
  readonly scored: readonly (readonly Item[])[]
  readonly faults: readonly PagekinError[]
}

async function search(
  engine: Engine,
  score: Rerank['score'],
  { calls, ...request }: Partial<Request> & { calls?: number } = {},
): Promise<Asked> {
  const scored: (readonly Item[])[] = []
  const faults: PagekinError[] = []
  const { items } = await inRounds({
    text: TEXT,
    rerank: {
      score(text, items) {
        scored.push(items)
        return score(text, items)
      },
      ...(calls !== undefined && { calls }),
    },
    signal: undefined,
    lifetime: new AbortController().signal,
    async ask(rerank) {
      const found = await engine.search(TEXT, { limit: 10, diversity: 0, ...request, ...(rerank && { rerank }) }, undefined, rerankPlan)
      return { items: [...found], ...(found.next && { next: found.next }) }
    },
    tell: (fault) => fault && faults.push(fault),
  })
  return { answer: items, scored, faults }
}

const idsOf = (answer: readonly Recommendation[]) => answer.map(({ item }) => item.id)
const standard = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (value - mean) / deviation)
}

describe.each([
  ['by words and meaning', {}],
  ['by words alone', { device: 'off' }],
] as const)('a search with a function of the site, %s', (_, config) => {
  let engine: Engine
  let own: readonly Recommendation[]
  let all: readonly Recommendation[]
  beforeAll(async () => {
    engine = await openEngine({ items, config })
    await engine.settled()
    // the encoder starts with the first search
    await engine.search(TEXT, { limit: 1 })
    await engine.settled()
    own = await engine.search(TEXT, { limit: 10, diversity: 0 })
    all = await engine.search(TEXT, { limit: 400, diversity: 0 })
  })

  test('with calls for all items, orders them by the mean of both scores in standard units', async () => {
    const { answer, scored } = await search(engine, (_, items) => items.map(letters), { calls: 500, limit: 400 })
    const ours = standard(all.map(({ score }) => score))
    const theirs = standard(all.map(({ item }) => letters(item)))
    const order = [...all.keys()].sort((a, b) => ours[b]! + theirs[b]! - ours[a]! - theirs[a]!)
    const means = new Map(all.map(({ item }, at) => [item.id, ours[at]! + theirs[at]!]))
    expect(scored.flat()).toHaveLength(all.length)
    expect(answer).toHaveLength(all.length)
    idsOf(answer).forEach((id, place) => {
      expect(means.get(id)).toBeCloseTo(means.get(all[order[place]!]!.item.id)!, 4)
    })
  })

  test('asks in rounds of 20, first of the page’s own ranking, never twice of one item', async () => {
    const { scored } = await search(engine, (_, items) => items.map(letters), { calls: 50 })
    expect(scored.map(({ length }) => length)).toEqual([20, 20, 10])
    expect(scored[0]!.map(({ id }) => id)).toEqual(idsOf(all.slice(0, 20)))
    expect(new Set(scored.flat()).size).toBe(50)
  })

  test('the reasons of each result add up to its score, those of items without a score too, which come last', async () => {
    const { answer, scored } = await search(engine, (_, items) => items.map(letters), { calls: 30, limit: 100 })
    for (const { score, reasons } of answer) {
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
    }
    const ids = new Set(scored.flat().map(({ id }) => id))
    expect(idsOf(answer).map((id) => ids.has(id))).toEqual(answer.map((_, at) => at < 30))
  })

  test('a function that says what the page says, or the same of all items, changes nothing', async () => {
    const scores = new Map(all.map(({ item, score }) => [item.id, score]))
    expect(idsOf((await search(engine, (_, items) => items.map(({ id }) => 3 * scores.get(id)! + 2))).answer)).toEqual(idsOf(own))
    expect((await search(engine, (_, items) => items.map(() => 4), { calls: 30, limit: 400 })).answer).toEqual([...all])
  })

  test('asks about items that the filter allows, and finds those only', async () => {
    const where = { available: true, price: { max: 60 } }
    const { answer, scored } = await search(engine, (_, items) => items.map(letters), { where, limit: 100 })
    expect(answer.length).toBeGreaterThan(0)
    for (const { price } of [...scored.flat(), ...answer.map(({ item }) => item)]) expect(price!.value).toBeLessThanOrEqual(60)
  })

  test('pinned items stay first', async () => {
    const pin = [all.at(-1)!.item.id]
    const { answer } = await search(engine, (_, items) => items.map(letters), { rules: { pin } })
    expect(answer[0]!.item.id).toBe(pin[0])
  })

  test.each([
    ['throws', () => Promise.reject(new Error('out of memory')), /^\[pagekin usage\] search: rerank.score: out of memory\. The page's own/],
    ['returns too few scores', () => [1], /received 1 scores, expected 20 finite numbers/],
    ['returns no list', () => 'high' as never, /received string, expected 20 finite numbers/],
    [
      'returns what is no number',
      (_: string, items: readonly Item[]) => items.map(() => Number.NaN),
      /received NaN for item .+, expected 20/,
    ],
    ['throws nothing', () => Promise.reject(undefined), /rerank.score: undefined/],
  ])('where the function %s, the page’s own ranking answers, and the fault is told', async (_, score, message) => {
    const { answer, faults } = await search(engine, score)
    expect(answer).toEqual([...own])
    expect(faults.map((fault) => fault.message)).toEqual([expect.stringMatching(message)])
    expect(faults[0]!.code).toBe('usage')
  })

  test('a function that fails in a later round leaves the page’s own ranking', async () => {
    let rounds = 0
    const { answer } = await search(engine, (_, items) => (++rounds > 2 ? [] : items.map(letters)))
    expect(rounds).toBe(3)
    expect(answer).toEqual([...own])
  })
})

test('without vectors the page’s own order goes on', async () => {
  const engine = await openEngine({ items, config: { device: 'off' } })
  const own = await engine.search(TEXT, { limit: 40, diversity: 0 })
  // the first rounds score low what the page ranks high
  const places = new Map(own.map(({ item }, place) => [item.id, place]))
  const { scored } = await search(engine, (_, items) => items.map(({ id }) => places.get(id)!), { calls: 40 })
  expect(scored.flat().map(({ id }) => id)).toEqual(idsOf(own))
})

test('more of the calls go to what the function scores high than in the page’s own order', async () => {
  const engine = await openEngine({ items })
  await engine.settled()
  await engine.search(TEXT, { limit: 1 })
  await engine.settled()
  const isTeapot = ({ title }: Item) => /teapot/i.test(title)
  const teapots = (of: readonly Item[]) => of.filter(isTeapot).length
  const own = await engine.search(TEXT, { limit: 100, diversity: 0 })
  const { scored } = await search(engine, (_, items) => items.map((item) => Number(isTeapot(item))), { calls: 100 })
  expect(teapots(own.map(({ item }) => item))).toBeGreaterThan(0)
  expect(teapots(scored.flat())).toBeGreaterThan(2 * teapots(own.map(({ item }) => item)))
})

test('of two that are one product, one is scored', async () => {
  const doubled = Array.from({ length: 30 }, (_, at) => ({ id: `v${at}`, title: `Wool lamp ${at >> 1}`, group: `g${at >> 1}` }))
  const engine = await openEngine({ items: doubled, config: { device: 'off' } })
  const request = { limit: 20, diversity: undefined } as never
  const { answer, scored } = await search(engine, (_, items) => items.map(letters), request)
  expect(new Set(scored.flat().map(({ group }) => group)).size).toBe(15)
  expect(scored.flat()).toHaveLength(15)
  expect(new Set(answer.slice(0, 15).map(({ item }) => item.group)).size).toBe(15)
})
