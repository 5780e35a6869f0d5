import { expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import type { Recommendation } from '../types.js'
import { openEngine } from './engine.test-helper.js'

const { items } = syntheticShop({ items: 300, visitors: 1 })
const SHELF = { limit: 8 }
const ids = (found: readonly Recommendation[]) => found.map(({ item }) => item.id)

/** An engine of which only the first rows, those near what is asked about first, have a vector. */
async function embeddedTo(count: number) {
  const engine = await openEngine({ items, config: { maxItemsPerVisit: count } })
  await engine.similar([items[9]!.id], SHELF)
  await engine.settled()
  return engine
}

test('the more rows have vectors, the less a shelf is that of words alone, and a few change little of it', async () => {
  const words = ids(await (await openEngine({ items, config: { device: 'off' } })).similar([items[9]!.id], SHELF))
  const whole = ids(await (await embeddedTo(300)).similar([items[9]!.id], SHELF))
  const few = ids(await (await embeddedTo(30)).similar([items[9]!.id], SHELF))
  const shared = (a: readonly string[], b: readonly string[]) => a.filter((id) => b.includes(id)).length

  expect(whole).not.toEqual(words)
  expect(shared(few, words)).toBeGreaterThanOrEqual(6)
})

test('the terms of an answer add up to its score, however many rows have a vector', async () => {
  for (const count of [30, 150, 300]) {
    const engine = await embeddedTo(count)
    const answers = [
      ...(await engine.similar([items[9]!.id], SHELF)),
      ...(await engine.search(items[9]!.title, { ...SHELF, complete: true })),
    ]
    for (const { score, reasons } of answers) {
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
    }
  }
})
