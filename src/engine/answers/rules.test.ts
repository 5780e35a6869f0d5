import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../../bench/t1/shop.js'
import type { Item, Rules } from '../../types.js'
import type { Engine } from '../engine.js'
import { openEngine } from '../engine.test-helper.js'

const { items: told, truth } = syntheticShop({ items: 300, visitors: 1 })
/** A site that says which of its items are one product. */
const items: readonly Item[] = told.map((item, row) => ({ ...item, group: told[truth[row]!.duplicateOf ?? row]!.id }))

describe('the rules of a site', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine({ items })
    await engine.settled()
  })
  const similar = (rules: Rules, more = {}) => engine.similar([items[0]!.id], { limit: 8, rules, ...more })

  test('pinned items come first, in their order; one that is not to be had is passed over', async () => {
    const pin = [items[200]!.id, 'gone', items[100]!.id, items[200]!.id]
    const ids = (await similar({ pin }, { exclude: [items[100]!.id] })).map(({ item }) => item.id)
    const without = (await similar({})).map(({ item }) => item.id)

    expect(ids[0]).toBe(items[200]!.id)
    expect(ids).toHaveLength(8)
    expect(new Set(ids).size).toBe(8)
    expect(ids.slice(1).every((id) => without.includes(id))).toBe(true)
    const search = await engine.search(items[5]!.title, { limit: 4, rules: { pin: [items[100]!.id] } })
    expect(search[0]!.item.id).toBe(items[100]!.id)
  })

  test('a boost is a term of the score, upwards and downwards', async () => {
    const brand = items[150]!.brand!
    const plain = new Map((await similar({}, { limit: 100, diversity: 0 })).map((one) => [one.item.id, one.score]))
    const boosted = await similar({ boost: [{ where: { brand }, weight: 2.5 }] }, { limit: 100, diversity: 0 })

    expect(boosted.some(({ item }) => item.brand === brand)).toBe(true)
    for (const { item, score, reasons } of boosted) {
      const isBoosted = item.brand === brand
      expect(reasons.filter(({ kind }) => kind === 'boosted')).toEqual(isBoosted ? [{ kind: 'boosted', weight: 2.5 }] : [])
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
      if (plain.has(item.id)) expect(score).toBeCloseTo(plain.get(item.id)! + (isBoosted ? 2.5 : 0), 9)
    }
    const top = (await similar({}))[0]!.item
    const buried = await similar({ boost: [{ where: { id: top.id }, weight: -50 }] })
    expect(buried.map(({ item }) => item.id)).not.toContain(top.id)
  })

  test('no value of a field more often than it may be, and still as many items as were asked for', async () => {
    const shown = await similar({ atMost: { brand: 1, category: 2 } })
    const count = (value: (item: (typeof items)[number]) => unknown) => {
      const counts = new Map<unknown, number>()
      for (const { item } of shown) counts.set(value(item), (counts.get(value(item)) ?? 0) + 1)
      return Math.max(...counts.values())
    }

    expect(shown).toHaveLength(8)
    expect(count(({ brand }) => brand)).toBe(1)
    expect(count(({ category }) => category!.at(-1))).toBe(2)
    expect(await similar({ atMost: { category: 1 } }, { limit: 20, where: { category: 'lamp' } })).toHaveLength(
      Math.min(20, items.filter(({ category, id }) => category!.includes('lamp') && id !== items[0]!.id).length),
    )
  })

  test.each<[string, unknown, string]>([
    ['ids that are none', { pin: [3] }, 'rules.pin'],
    ['a weight that is none', { boost: [{ where: { brand: 'x' }, weight: 'much' }] }, 'rules.boost[0].weight'],
    ['a quota of none', { atMost: { brand: 0 } }, 'rules.atMost.brand'],
    ['a field that nobody has', { atMost: { wheels: 2 } }, 'rules.atMost.wheels'],
  ])('%s are an error that says where', async (_, rules, where) => {
    await expect(similar(rules as Rules)).rejects.toThrow(where)
  })

  test('a shelf shows one of two items that are one product, and neither beside the item itself', async () => {
    const planted = truth.flatMap(({ duplicateOf }, row) => (duplicateOf === undefined ? [] : [[row, duplicateOf] as const]))
    expect(planted).toHaveLength(15)
    for (const [row, original] of planted) {
      const beside = (await engine.similar([items[original]!.id], { limit: 8 })).map(({ item }) => item.id)
      expect(beside).not.toContain(items[row]!.id)
      const byScore = (await engine.similar([items[original]!.id], { limit: 100, diversity: 0 })).map(({ item }) => item.id)
      expect(byScore).toContain(items[row]!.id)
    }
  })
})
