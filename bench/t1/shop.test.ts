import { beforeAll, describe, expect, test } from 'vitest'
import { parseCatalog } from '../../src/catalog/parse.js'
import { frozenHash } from '../frozen.js'
import { splitByHash } from '../split.js'
import { type Shop, syntheticShop } from './shop.js'
import { chance, priceLevels } from './visitors.js'
import { BRANDS, CATEGORIES, COLOURS, FACTS, FILLERS, MATERIALS, STYLES } from './vocabulary.js'

/** Every figure that was measured on T1 stands on this: a change here is a new test bed, and all of them are measured anew. */
const FROZEN = '30901c18dffa641fe90b961715b58e5e2449d13af15ae437b42e068c70eb18ff'
const FROZEN_SPLITS = {
  items: 'a9ca92920b018cc6b6324c38dfc577f9809522cd7535b9f6d7784846ced159b1',
  visitors: '6faa9b52a60433513ff75e84bafc09377caa5ec50d2d89745d208a3556253bdc',
}

let shop: Shop
let rowOf: ReadonlyMap<string, number>

beforeAll(() => {
  shop = syntheticShop()
  rowOf = new Map(shop.items.map((item, row) => [item.id, row]))
})

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const forms = { category: CATEGORIES, brand: BRANDS, colour: COLOURS, material: MATERIALS, style: STYLES }

describe('T1 is frozen', () => {
  test('whole: items, truth, visitors and the matrix of complements', () => {
    expect(frozenHash(shop)).toBe(FROZEN)
  })

  test('and its dev and test halves', () => {
    expect(frozenHash(splitByHash('t1-items', [...rowOf.keys()]))).toBe(FROZEN_SPLITS.items)
    expect(
      frozenHash(
        splitByHash(
          't1-visitors',
          shop.visitors.map(({ id }) => id),
        ),
      ),
    ).toBe(FROZEN_SPLITS.visitors)
  })

  test('another seed is another shop, the same options the same one', () => {
    const small = { items: 60, visitors: 3, seed: 2 }
    expect(syntheticShop(small)).toEqual(syntheticShop(small))
    expect(syntheticShop({ ...small, seed: 3 })).not.toEqual(syntheticShop(small))
  })
})

describe('items', () => {
  test('are 2,000, and a catalog that parses without a loss', () => {
    const { items, rejected } = parseCatalog(shop.items)
    expect(rejected).toEqual([])
    expect(items).toEqual(shop.items)
    expect(items).toHaveLength(2000)
  })

  test('use all 12 categories, 40 brands, 12 colours, 10 materials and 8 styles', () => {
    const used = FACTS.map((fact) => new Set(shop.truth.map(({ facts }) => facts[fact])).size)
    expect(used).toEqual([12, 40, 12, 10, 8])
  })

  test('state each fact in the sentence that the truth names, and nothing in the two fillers', () => {
    const offences = shop.truth.flatMap(({ facts, sentences }, row) => {
      const written = shop.items[row]!.description!.split(/(?<=\.) /)
      const told = sentences.map((kind, place) => {
        if (kind === 'filler') return FILLERS.includes(written[place]!)
        const value = forms[kind].find(({ name }) => name === facts[kind])!
        return value.forms.some((form) => written[place]!.toLowerCase().includes(form.toLowerCase()))
      })
      const complete = [...sentences].sort().join() === [...FACTS, 'filler', 'filler'].sort().join()
      return written.length === 7 && complete && told.every(Boolean) ? [] : [shop.items[row]]
    })
    expect(offences).toEqual([])
  })

  test('have prices whose logarithm is normal about the middle of their category', () => {
    const logs = shop.items.map((item, row) =>
      Math.log(item.price!.value / CATEGORIES.find(({ name }) => name === shop.truth[row]!.facts.category)!.medianPrice),
    )
    const deviation = Math.sqrt(mean(logs.map((log) => (log - mean(logs)) ** 2)))
    expect(Math.abs(mean(logs))).toBeLessThan(0.05)
    expect(Math.abs(deviation - 0.45)).toBeLessThan(0.03)
    expect(Math.abs(mean(logs.map((log) => ((log - mean(logs)) / deviation) ** 3)))).toBeLessThan(0.2)
  })

  test('are 5 % duplicates: the same facts, other words; all others differ in a fact', () => {
    const duplicates = shop.truth.flatMap(({ duplicateOf }, row) => (duplicateOf === undefined ? [] : [[row, duplicateOf] as const]))
    expect(duplicates).toHaveLength(100)
    expect(new Set(duplicates.map(([, original]) => original)).size).toBe(100)
    for (const [row, original] of duplicates) {
      expect(shop.truth[row]!.facts).toEqual(shop.truth[original]!.facts)
      expect(shop.truth[original]!.duplicateOf).toBeUndefined()
      expect(shop.items[row]!.description).not.toBe(shop.items[original]!.description)
      expect(Math.abs(shop.items[row]!.price!.value / shop.items[original]!.price!.value - 1)).toBeLessThan(0.032)
    }
    const told = new Set(shop.truth.map(({ facts }) => JSON.stringify(facts)))
    expect(told.size).toBe(1900)
  })
})

describe('visitors', () => {
  test('are 300 with 1 or 2 tastes, 1 to 3 sessions of 8 to 30 events in the order of time', () => {
    expect(shop.visitors).toHaveLength(300)
    expect(new Set(shop.visitors.map(({ tastes }) => tastes.length))).toEqual(new Set([1, 2]))
    for (const { sessions } of shop.visitors) {
      expect([1, 2, 3]).toContain(sessions.length)
      const times = sessions.flatMap(({ events }) => events.map(({ at }) => at))
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
      for (const { events } of sessions) {
        expect(events.length).toBeGreaterThanOrEqual(8)
        expect(events.length).toBeLessThanOrEqual(30)
        expect(events.every(({ id }) => rowOf.has(id))).toBe(true)
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
      }
    }
  })

  test('go where their taste sends them: the mean log chance of an event is above that of a random item by more than 2', () => {
    const levels = priceLevels(shop)
    const gains = shop.visitors.flatMap(({ tastes, sessions }) =>
      sessions.flatMap(({ taste, events }) => {
        const logChance = (row: number) => Math.log(chance(tastes[taste]!, shop.truth[row]!, levels[row]!))
        const base = mean([...shop.truth.keys()].map(logChance))
        return events.map(({ id }) => logChance(rowOf.get(id)!) - base)
      }),
    )
    expect(mean(gains)).toBeGreaterThan(2)
  })

  test('go astray in one event of ten, and never buy what they find there', () => {
    const sessions = shop.visitors.flatMap((visitor) => visitor.sessions)
    const events = sessions.reduce((sum, session) => sum + session.events.length, 0)
    expect(Math.abs(sessions.reduce((sum, session) => sum + session.noise.length, 0) / events - 0.1)).toBeLessThan(0.01)
    for (const session of sessions) {
      for (const row of session.noise)
        expect(session.events.some(({ id, type }) => id === shop.items[row]!.id && type === 'view')).toBe(true)
    }
  })

  test('leave items that nobody met, for the cold start', () => {
    const met = new Set(shop.visitors.flatMap(({ sessions }) => sessions.flatMap(({ events }) => events.map(({ id }) => id))))
    expect(met.size).toBeGreaterThan(1000)
    expect(met.size).toBeLessThan(1950)
  })
})

describe('baskets', () => {
  test('hold the purchase and 1 to 3 things that complete it, as often as the matrix says', () => {
    const baskets = shop.visitors.flatMap((visitor) => visitor.baskets)
    expect(baskets.length).toBeGreaterThan(400)
    const bought = new Map<string, number>()
    for (const { ids, anchor } of baskets) {
      const [first, ...others] = ids.map((id) => rowOf.get(id)!)
      expect(first).toBe(anchor)
      expect([1, 2, 3]).toContain(others.length)
      const category = shop.truth[anchor]!.facts.category
      for (const row of others) {
        const pair = `${category}+${shop.truth[row]!.facts.category}`
        bought.set(pair, (bought.get(pair) ?? 0) + 1)
      }
    }
    for (const [category, complements] of Object.entries(shop.complements)) {
      const total = Object.keys(complements).reduce((sum, other) => sum + (bought.get(`${category}+${other}`) ?? 0), 0)
      for (const [other, share] of Object.entries(complements)) {
        // four standard errors of a share
        const error = 4 * Math.sqrt((share * (1 - share)) / total)
        expect(Math.abs((bought.get(`${category}+${other}`) ?? 0) / total - share), `${category}+${other}`).toBeLessThan(error)
        bought.delete(`${category}+${other}`)
      }
    }
    expect([...bought.keys()]).toEqual([])
  })

  test('the matrix names categories, never the own one, and its rows add up to 1', () => {
    for (const [category, complements] of Object.entries(shop.complements)) {
      expect(Object.values(complements).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      for (const other of Object.keys(complements)) expect(CATEGORIES.some(({ name }) => name === other && name !== category)).toBe(true)
    }
  })
})
