import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import { catalogContext, indexOf } from '../cli/answer-context.js'
import { DenseText } from '../evaluate/baselines/dense-text.js'
import type { SteerRequest } from '../protocol.js'
import type { Recommendations } from '../types.js'
import { normalize } from '../vectors/normalize.js'
import { similar } from './answers/similar.js'
import type { PreparedSteer } from './answers/steer.js'
import type { Engine } from './engine.js'
import { openEngine } from './engine.test-helper.js'

const NOTHING: SteerRequest = { same: [], different: [], not: [], like: [], cheaper: false, neutral: [], ignore: [] }

const BAGS = [
  {
    id: 'asked',
    title: 'Brown leather satchel',
    brand: 'Tolvane',
    price: '80 EUR',
    category: 'Bags > Satchels',
    colour: 'brown',
    material: 'leather',
  },
  {
    id: 'dear',
    title: 'Leather satchel',
    brand: 'Tolvane',
    price: '120 EUR',
    category: 'Bags > Satchels',
    colour: 'black',
    material: 'leather',
  },
  {
    id: 'wool',
    title: 'Felt satchel',
    brand: 'Harrow',
    price: '60 EUR',
    category: 'Bags > Satchels',
    colour: 'brown',
    material: 'wool felt',
  },
  { id: 'mute', title: 'Satchel', category: 'Bags > Satchels' },
  { id: 'dollar', title: 'Canvas satchel', price: '10 USD', category: 'Bags > Totes', colour: 'green', material: 'cotton canvas' },
  {
    id: 'free',
    title: 'Leather-free satchel',
    brand: 'Harrow',
    price: '70 EUR',
    category: 'Bags > Satchels',
    colour: 'red',
    material: 'cork',
  },
]
const ids = (found: Recommendations) => found.map(({ item }) => item.id)

describe.each(['auto', 'off'] as const)('a steer of similar items, device %s', (device) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items: BAGS, config: { device } })
    await engine.settled()
  })
  const similar = (steer: Partial<SteerRequest>, more = {}) =>
    engine.similar(['asked'], {
      limit: 6,
      complete: true,
      ...(Object.keys(steer).length > 0 && { steer: { ...NOTHING, ...steer } }),
      ...more,
    })

  test('what is not wanted is left out by its word', async () => {
    expect(ids(await similar({}))).toContain('dear')
    const found = ids(await similar({ not: ['leather'] }))
    expect(found).not.toContain('dear')
    expect(found.sort()).toEqual(['dollar', 'free', 'mute', 'wool'])
  })

  test('the same field keeps its value, and an item that does not say comes last', async () => {
    expect(ids(await similar({ same: ['material'] }))).toEqual(['dear', 'mute'])
    const [first, ...unknown] = ids(await similar({ same: ['brand'] }))
    expect(first).toBe('dear')
    expect(unknown.sort()).toEqual(['dollar', 'mute'])
  })

  test('a different field changes its value', async () => {
    const found = ids(await similar({ different: ['colour'] }))
    expect(found).not.toContain('wool')
    expect(found.at(-1)).toBe('mute')
  })

  test('cheaper is a lower price in the same currency; a price that is not known comes later', async () => {
    const found = ids(await similar({ cheaper: true }))
    expect(found).not.toContain('dear')
    expect(found.slice(0, 2).sort()).toEqual(['free', 'wool'])
    expect(found.slice(2).sort()).toEqual(['dollar', 'mute'])
  })

  test('reasons say what was kept, what changed and what is missed, and add up to the score', async () => {
    const found = await similar({ same: ['brand'], different: ['colour'], not: ['felt'], cheaper: true, like: ['canvas'] })
    expect(found.length).toBeGreaterThan(0)
    for (const { score, reasons } of found) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    const [first] = await similar({ same: ['brand'], different: ['colour'] })
    expect(first!.item.id).toBe('dear')
    expect(first!.reasons).toContainEqual({
      kind: 'steered',
      kept: ['brand: Tolvane'],
      changed: ['colour: black'],
      missed: [],
      weight: expect.any(Number),
    })
  })

  test('a part that would leave nothing only orders, and the answer says so', async () => {
    const found = await similar({ same: ['material'], cheaper: true }, { where: { price: { min: 100 } } })
    expect(ids(found)).toEqual(['dear'])
    expect(found).toMatchObject({ sure: false, unmet: [{ wish: 'cheaper', of: 'price', why: 'nothing-left' }] })
  })

  test('a part about which the item says nothing is told', async () => {
    const found = await engine.similar(['mute'], { limit: 5, complete: true, steer: { ...NOTHING, same: ['colour'], cheaper: true } })
    expect(found).toHaveLength(5)
    expect(found.unmet).toEqual([
      { wish: 'cheaper', of: 'price', why: 'unknown' },
      { wish: 'same', of: 'colour', why: 'unknown' },
    ])
    expect(found.sure).toBeUndefined()
  })

  test('words that are neutral are not looked for; one that no item has is told', async () => {
    const plain = await similar({})
    expect(plain.some(({ reasons }) => reasons.some((reason) => reason.kind === 'words' && reason.words.includes('Tolvane')))).toBe(true)
    const found = await similar({ neutral: ['Tolvane', 'Harrow', 'silver', '!'] })
    for (const { score, reasons } of found) {
      expect(reasons.flatMap((reason) => (reason.kind === 'words' ? reason.words : []))).not.toContain('Tolvane')
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    }
    expect(found.unmet).toEqual([
      { wish: 'neutral', of: 'silver', why: 'unknown' },
      { wish: 'neutral', of: '!', why: 'unknown' },
    ])
  })

  test('what an item has in an ignored field is not looked for, nor named; one that it lacks is told', async () => {
    const wordsOf = (found: Recommendations) =>
      found.flatMap(({ reasons }) => reasons.flatMap((reason) => (reason.kind === 'words' ? reason.words : [])))
    expect(wordsOf(await similar({}))).toContain('Tolvane')
    const found = await similar({ ignore: ['brand', 'material'] })
    expect(found).toHaveLength(5)
    expect(found.unmet).toBeUndefined()
    expect(wordsOf(found).filter((word) => /tolvane|leather/i.test(word))).toEqual([])
    for (const { score, reasons } of found) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    const unsaid = await engine.similar(['mute'], { limit: 5, complete: true, steer: { ...NOTHING, ignore: ['brand'] } })
    expect(unsaid.unmet).toEqual([{ wish: 'ignore', of: 'brand', why: 'unknown' }])
    await expect(similar({ ignore: ['colr'] })).rejects.toThrow(/ignore: no item has the field "colr"/)
  })

  test('a field that no item has is an error that names those there are', async () => {
    await expect(similar({ same: ['colr'] })).rejects.toThrow(/same: no item has the field "colr"; known fields: .*colour/)
  })

  test('words to be like lead to items that have them', async () => {
    const place = async (steer: Partial<SteerRequest>) => ids(await similar(steer)).indexOf('dollar')
    expect(await place({ like: ['cotton canvas'] })).toBeLessThan(await place({}))
  })

  test('a filter may refer to the item asked about', async () => {
    expect(ids(await similar({}, { where: { brand: { not: { item: true } }, price: { max: { item: 0.8 } } } })).sort()).toEqual([
      'dollar',
      'wool',
    ])
  })

  test('a search may ask for what is like an item', async () => {
    const found = await engine.search('satchel', { limit: 5, complete: true, like: ['asked'] })
    const plain = await engine.search('satchel', { limit: 5, complete: true })
    expect(ids(found).indexOf('dear')).toBeLessThan(ids(found).indexOf('free'))
    expect(ids(found).indexOf('dear')).toBeLessThanOrEqual(ids(plain).indexOf('dear'))
    expect(ids(found)).not.toContain('asked')
    for (const { score, reasons } of found) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    await expect(engine.search('satchel', { limit: 5, like: ['gone'] })).rejects.toThrow(/item-unknown/)
  })
})

describe('steps of a shop', () => {
  const { items } = syntheticShop({ items: 400, visitors: 1 })
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items, config: { device: 'off' } })
  })

  test('each step leads to items that are as it says', async () => {
    const asked = items.find(({ price }) => price && price.value > 50)!
    const found = await engine.similar([asked.id], { limit: 8, steps: 6 })
    expect(found).toHaveLength(8)
    expect(found.steps!.length).toBeGreaterThan(2)
    expect(found.steps!.length).toBeLessThanOrEqual(6)
    for (const { kind, options, field, value } of found.steps!) {
      const { cheaper = false, where } = options
      const next = await engine.similar([asked.id], { limit: 8, steps: 6, steer: { ...NOTHING, cheaper }, ...(where && { where }) })
      expect(next.length).toBeGreaterThan(0)
      if (kind === 'cheaper') for (const { item } of next) expect(item.price!.value).toBeLessThan(asked.price!.value)
      if (kind === 'value') expect(JSON.stringify(next.map(({ item }) => item)).split(value!).length).toBeGreaterThan(next.length)
      expect(next.steps?.map((step) => step.field) ?? []).not.toContain(field)
    }
  })

  test('no step leads to the moment when a row was written', async () => {
    const stamped = items.map((item, row) => ({
      ...item,
      attributes: { ...item.attributes, crawled: row % 2 ? '2016-03-20 14:44:44 +0000' : '2016-04-05' },
    }))
    const shop = await openEngine({ items: stamped, config: { device: 'off' } })
    const { steps = [] } = await shop.similar([items[0]!.id], { limit: 4, steps: 20 })
    expect(steps.length).toBeGreaterThan(2)
    expect(steps.map(({ field }) => field)).not.toContain('crawled')
  })

  test('no step leads to more reviews or questions; one may lead to a better rating', async () => {
    const counted = items.map((item, row) => ({
      ...item,
      attributes: { number_of_reviews: row % 9, answered_questions: row % 5, average_review_rating: (row % 4) + 1 },
    }))
    const shop = await openEngine({ items: counted, config: { device: 'off' } })
    const { steps = [] } = await shop.similar([items[0]!.id], { limit: 4, steps: 20 })
    const fields = steps.map(({ field }) => field)
    expect(fields).toContain('average_review_rating')
    expect(fields.filter((field) => field.includes('number') || field.includes('questions'))).toEqual([])
  })

  test('without being asked for there are none', async () => {
    expect(await engine.similar([items[0]!.id], { limit: 4 })).not.toHaveProperty('steps')
  })

  test('no row that is known to be otherwise comes, and the weights of the reasons add up, whatever is asked', async () => {
    const fields = ['brand', 'colour', 'material', 'style', 'category', 'price'].filter((field) =>
      JSON.stringify(items[0]).includes(`"${field}"`),
    )
    const steers = fc.record({
      same: fc.subarray(fields, { maxLength: 2 }),
      different: fc.subarray(fields, { maxLength: 2 }),
      not: fc.subarray(['wool', 'red', 'lamp'], { maxLength: 2 }),
      like: fc.subarray(['warm', 'for children'], { maxLength: 1 }),
      cheaper: fc.boolean(),
      neutral: fc.constantFrom([], ['oak', 'wool'], ['red', 'blue', 'zebra']),
      ignore: fc.subarray(fields, { maxLength: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(steers, fc.integer({ min: 0, max: items.length - 1 }), async (steer, row) => {
        const asked = items[row]!
        const found = await engine.similar([asked.id], { limit: 10, steer })
        expect(found.length).toBeGreaterThan(0)
        const unmet = new Set(found.unmet?.map(({ wish, of }) => `${wish} ${of}`))
        for (const { item, score, reasons } of found) {
          expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
          if (steer.cheaper && !unmet.has('cheaper price')) expect(item.price!.value).toBeLessThan(asked.price!.value)
          if (steer.same.includes('brand') && !unmet.has('same brand') && asked.brand && item.brand)
            expect(item.brand).toContain(asked.brand)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe.each(['auto', 'off'] as const)('what is to an item as a second is to a first, device %s', (device) => {
  const items = ['iPhone 6', 'Galaxy S6', 'Moto X'].flatMap((phone) =>
    ['Case', 'Screen protector', 'Battery charger', 'Car holder'].map((kind) => ({
      id: `${kind} ${phone}`,
      title: `${kind} for ${phone}`,
    })),
  )
  const as = ['Case iPhone 6', 'Case Galaxy S6'] as const
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items, config: { device } })
    await engine.settled()
  })
  const similar = (given: string, pair: readonly string[]) =>
    engine.similar([given], { limit: 12, complete: true, steer: { ...NOTHING, as: pair } })

  test('is of the kind of the item and of the side of the second; neither of the two comes', async () => {
    const found = await similar('Screen protector iPhone 6', as)
    expect(found[0]!.item.id).toBe('Screen protector Galaxy S6')
    expect(ids(found)).not.toContain(as[0])
    expect(ids(found)).not.toContain(as[1])
    const back = await similar('Screen protector Galaxy S6', as.toReversed())
    expect(back[0]!.item.id).toBe('Screen protector iPhone 6')
  })

  test('reasons add up to the score and name words that brought something', async () => {
    const found = await similar('Screen protector iPhone 6', as)
    for (const { score, reasons } of found) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    const words = found[0]!.reasons.flatMap((reason) => (reason.kind === 'words' ? reason.words : []))
    expect(words).toContain('Galaxy')
    expect(words).not.toContain('iPhone')
  })

  test('two that are the same lead nowhere', async () => {
    const plain = await engine.similar(['Screen protector iPhone 6'], { limit: 12, exclude: [as[0]], complete: true })
    expect(ids(await similar('Screen protector iPhone 6', [as[0], as[0]]))).toEqual(ids(plain))
  })

  test('an item that the catalog lacks is refused', async () => {
    await expect(similar('Screen protector iPhone 6', ['Case iPhone 6', 'gone'])).rejects.toMatchObject({
      code: 'item-unknown',
      message: expect.stringContaining('similar: as: received the id "gone"'),
    })
  })
})

test.each([3, 40])('brands of which all make the same, %i of each, are as like as if there were none, by vectors', async (count) => {
  const brands = ['Acme', 'Birke', 'Corvo', 'Dahl']
  const made = ['kettle', 'bench', 'scarf', 'lamp'].flatMap((kind, k) =>
    brands.flatMap((brand, b) => Array.from({ length: count }, (_, n) => ({ id: `${kind} ${brand} ${n}`, kind, brand, k, b }))),
  )
  const vectors = made.flatMap(({ k, b }) => Array.from({ length: 8 }, (_, j) => Number(j === k) + 2 * Number(j === 4 + b)))
  // a number is no word
  const items = made.map(({ id, k, brand }) => ({ id, title: 'Thing', brand, attributes: { size: k } }))
  const context = {
    ...(await catalogContext(items, indexOf(new DenseText(normalize(Float32Array.from(vectors), 8), 8)))),
    interactions: [],
    now: 0,
  }
  for (const { id, brand, kind } of made.filter((_, at) => at % count === 0)) {
    const shareOf = (steer?: Partial<PreparedSteer>) => {
      const found = similar([id], { limit: 4 * count - 1, diversity: 0 }, context, steer && { ...NOTHING, not: [], like: [], ...steer })
      return [brand, kind].map((word) => found.filter(({ item }) => item.id.includes(word)).length)
    }
    const [own, all] = [count - 1, 4 * count - 1]
    expect(shareOf()[0]).toBe(all)
    expect(shareOf({ ignore: ['brand'] })).toEqual([own, all])
    expect(shareOf({ ignore: ['size'] })).toEqual([all, own])
  }
})
