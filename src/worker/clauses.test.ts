import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../evaluate/t1/shop.js'
import { clausesOf } from '../ranking/queries/clauses.js'
import type { Engine } from './engine.js'
import { openEngine } from './engine.test-helper.js'

const wanted = (text: string, negated = false) => ({ text, negated })

describe('clausesOf', () => {
  test.each<[string, ReturnType<typeof clausesOf>]>([
    [
      'desk lamp, wool, not black, under 50 euro',
      { clauses: [wanted('desk lamp'), wanted('wool'), wanted('black', true)], price: { max: 50 } },
    ],
    ['kettle under €40', { clauses: [wanted('kettle')], price: { max: 40 } }],
    ['tent between 20 and 80 dollars without poles', { clauses: [wanted('tent'), wanted('poles', true)], price: { min: 20, max: 80 } }],
    ['a mug over 9,50', { clauses: [wanted('a mug')], price: { min: 9.5 } }],
    ['something warm but not itchy', { clauses: [wanted('something warm'), wanted('itchy', true)] }],
    ['bag under 5 kg', undefined],
    ['salt and pepper mill', undefined],
    ['why does water not boil', undefined],
    ['the structural problems that arise in flight, among them those of heat, of high speed aircraft', undefined],
    ['card is lost, what now?', undefined],
    ['what controls drag at numbers above 5 .', undefined],
    ['not black', undefined],
    ['', undefined],
  ])('%s', (text, clauses) => {
    expect(clausesOf(text)).toEqual(clauses)
  })
})

describe('a search that lists wishes', () => {
  const { items, truth } = syntheticShop({ items: 600, visitors: 1 })
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items })
    await engine.settled()
  })
  const search = async (text: string, more = {}) =>
    (await engine.search(text, { limit: 10, complete: true, ...more })).map((one) => ({
      ...one,
      truth: truth[items.findIndex(({ id }) => id === one.item.id)]!.facts,
    }))

  test('finds what meets all of them before what has more of one, and says which it meets', async () => {
    const right = truth.filter(({ facts }) => facts.category === 'lamp' && facts.material === 'wool').length
    const found = await search('lamp, wool')

    expect(right).toBeGreaterThan(1)
    for (const { truth: facts } of found.slice(0, right)) expect(facts).toMatchObject({ category: 'lamp', material: 'wool' })
    expect(found[0]!.reasons).toEqual([{ kind: 'clauses', met: ['lamp', 'wool'], missed: [], weight: found[0]!.score }])
  })

  test('a price is a filter, beside the one that was given', async () => {
    const cheap = await search('lamp under 40 euro')
    expect(cheap.every(({ item }) => item.price!.value <= 40)).toBe(true)
    const both = await search('lamp under 40 euro', { where: { price: { min: 30 } } })
    expect(both.every(({ item }) => item.price!.value >= 30 && item.price!.value <= 40)).toBe(true)
    expect(both.length).toBeGreaterThan(0)
  })

  test('what is not wanted comes later', async () => {
    const share = (found: Awaited<ReturnType<typeof search>>) => found.filter(({ truth: facts }) => facts.colour === 'red').length
    const lamps = truth.filter(({ facts }) => facts.category === 'lamp')
    expect(lamps.filter(({ facts }) => facts.colour === 'red').length).toBeGreaterThan(0)

    expect(share(await search('lamp, not red'))).toBe(0)
    expect(share(await search('lamp, red'))).toBeGreaterThan(1)
  })

  test('without prices in the catalog an amount is words', async () => {
    const bare = await openEngine({
      items: [
        { id: 'a', title: 'The world under 40 metres' },
        { id: 'b', title: 'Lamps' },
      ],
    })
    expect((await bare.search('world under 40', { limit: 2 })).map(({ item }) => item.id)).toEqual(['a'])
  })
})
