import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../../bench/t1/shop.js'
import type { Engine } from '../engine.js'
import { openEngine, WordEncoder } from '../engine.test-helper.js'

const { items } = syntheticShop({ items: 300, visitors: 1 })
const ABSENT = 'violin strings'

describe('a search', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items })
    await engine.settled()
    await engine.search(ABSENT, { limit: 1, complete: true })
  })

  test('is sure of what names an item, and of nothing else', async () => {
    const { title } = items[7]!
    const found = await engine.search(title, { limit: 5 })

    expect(found[0]!.item.title).toBe(title)
    expect(found.sure).toBe(true)
    expect(found[0]!.confidence).toBeGreaterThan(0.5)
    const nearest = await engine.search(ABSENT, { limit: 5 })
    expect(nearest).toHaveLength(5)
    expect(nearest.sure).toBe(false)
    for (const { confidence } of nearest) expect(confidence).toBeLessThan(0.5)
  })

  test('is as sure of a short list as of a long one', async () => {
    for (const text of [items[3]!.title, items[40]!.category!.join(' '), 'something rustic for the kitchen', ABSENT]) {
      const long = await engine.search(text, { limit: 20 })
      const short = await engine.search(text, { limit: 1 })
      expect(short).toHaveLength(1)
      expect(short[0]).toEqual(long[0])
      expect(short.sure).toBe(long.sure)
    }
  })

  test('leaves out what is less sure only where it is told to', async () => {
    const all = await engine.search(items[7]!.title, { limit: 20 })
    const least = all[4]!.confidence!
    const likely = await engine.search(items[7]!.title, { limit: 20, minConfidence: least })
    expect(likely.map(({ item }) => item.id)).toEqual(all.filter(({ confidence }) => confidence! >= least).map(({ item }) => item.id))
    expect(await engine.search(ABSENT, { limit: 5, minConfidence: 0.9 })).toHaveLength(0)
  })
})

test('by words alone a search is sure of what they name, and else nobody knows', async () => {
  const engine = await openEngine({ items, config: { device: 'off' } })
  expect((await engine.search(items[7]!.title, { limit: 5 })).sure).toBe(true)
  expect(await engine.search('rustic violin', { limit: 5 })).not.toHaveProperty('sure')
  expect((await engine.search('rustic violin', { limit: 5 }))[0]).not.toHaveProperty('confidence')
})

test('as long as rows lack vectors a search that names nothing is not called unsure', async () => {
  const engine = await openEngine({ items, encoder: new WordEncoder(), config: { maxItemsPerVisit: 100 } })
  await engine.settled()
  const found = await engine.search(ABSENT, { limit: 5, complete: true })
  expect(found).toHaveLength(5)
  expect(found).not.toHaveProperty('sure')
})
