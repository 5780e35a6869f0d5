import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { summarize } from '../../ranking/scorers/interaction-summary.js'
import { toSequences } from '../../ranking/sequences.js'
import type { Interaction, Recommendation } from '../../types.js'
import { mulberry32 } from '../../vectors/random.js'
import type { Engine } from '../engine.js'
import { NOW, openEngine, WordEncoder } from '../engine.test-helper.js'

const WORDS = ['copper', 'steel', 'oak', 'wool', 'linen', 'glass', 'clay', 'cork', 'jute', 'silk']
const THINGS = ['kettle', 'blanket', 'lamp', 'chair', 'mug', 'shelf', 'vase', 'bowl', 'tray', 'rug', 'clock', 'box']
const ITEMS = WORDS.flatMap((word) =>
  THINGS.map((thing) => ({ id: `${word}-${thing}`, title: `${word} ${thing}`, category: [thing], brand: word, popularity: 1 })),
)
const SEEN: Interaction[] = ['oak-chair', 'oak-shelf'].map((id, i) => ({ type: 'view', id, at: NOW - 60_000 * (2 - i) }))
const ids = (answer: readonly Recommendation[]) => answer.map(({ item }) => item.id)
const drawn = (answer: readonly Recommendation[]) =>
  answer.filter(({ reasons }) => reasons[0]?.kind === 'explore').map(({ item }) => item.id)

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ items: ITEMS })
  await engine.settled()
})

describe('explore', () => {
  test.each([SEEN, []])(
    'gives two of eight places to items that the list does not show, and leaves the others: history %#',
    async (...seen) => {
      const history = seen as unknown as Interaction[]
      const plain = await engine.forYou({ limit: 8 }, history)
      const answer = await engine.forYou({ limit: 8, explore: { share: 0.25, seed: 1 } }, history)

      expect(drawn(answer)).toHaveLength(2)
      expect(drawn(answer).filter((id) => ids(plain).includes(id))).toEqual([])
      expect(ids(answer).filter((id) => !drawn(answer).includes(id))).toEqual(ids(plain).slice(0, 6))
      for (const { score, reasons } of answer) expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 9)
    },
  )

  test('without history and popularity, the list stays too, and what is drawn comes from all over the catalog', async () => {
    for (const device of ['off', 'auto'] as const) {
      const plainItems = ITEMS.map(({ popularity: _, ...item }) => item)
      const varied = await openEngine({ items: plainItems, config: { device } })
      await varied.settled()
      const plain = ids(await varied.forYou({ limit: 8 }))
      const all = new Set<string>()
      for (let seed = 0; seed < 150; seed++) {
        const answer = await varied.forYou({ limit: 8, explore: { share: 0.25, seed } })
        expect(ids(answer).filter((id) => !drawn(answer).includes(id))).toEqual(plain.slice(0, 6))
        for (const id of drawn(answer)) all.add(id)
      }
      expect(all.size).toBeGreaterThan(80)
      expect([...all].some((id) => id.startsWith('silk'))).toBe(true)
    }
  })

  test('over seeds shows most of what may be drawn; one seed draws the same again', async () => {
    const all = new Set<string>()
    for (let seed = 0; seed < 150; seed++) {
      const request = { limit: 8, explore: { share: 0.25, seed } }
      const once = drawn(await engine.forYou(request, SEEN))
      expect(drawn(await engine.forYou(request, SEEN))).toEqual(once)
      for (const id of once) all.add(id)
    }
    expect(all.size).toBeGreaterThan(80)
  })

  test('filters, exclusions, what was seen or dismissed, pins and quotas hold', async () => {
    const draw = mulberry32(3)
    const any = () => ITEMS[Math.floor(draw() * ITEMS.length)]!
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 20), fc.double({ min: 0.01, max: 1, noNaN: true }), async (seed, share) => {
        const [out, pin, dismissed] = [any().id, any().id, any().id]
        const history: Interaction[] = [...SEEN, { type: 'dismiss', id: dismissed, at: NOW }]
        const where = { brand: WORDS.slice(0, 8) }
        const rules = { pin: [pin], atMost: { category: 1 } }
        const answer = await engine.forYou({ limit: 8, explore: { share, seed }, where, rules, exclude: [out] }, history)

        const found = ids(answer)
        expect(new Set(found).size).toBe(8)
        expect([out, dismissed, ...SEEN.map(({ id }) => id)].filter((id) => found.includes(id))).toEqual([])
        expect(answer.every(({ item }) => where.brand.includes(item.brand!))).toBe(true)
        // pins stand outside quotas
        const categories = answer.filter(({ item }) => item.id !== pin).map(({ item }) => item.category![0])
        expect(new Set(categories).size).toBe(categories.length)
        const plain = await engine.forYou({ limit: 8, where, rules, exclude: [out] }, history)
        expect(found[0]).toBe(ids(plain)[0])
      }),
      { numRuns: 40 },
    )
  })

  test('draws for long lists and for all places, too', async () => {
    const long = [
      [100, 0.1, 10],
      [55, 1, 54],
    ] as const
    for (const [limit, share, places] of long) {
      const request = { limit, diversity: 0, explore: { share, seed: 1 } }
      for (const answer of [await engine.forYou(request, SEEN), await engine.list('popular', { ...request, items: [] })]) {
        expect(answer).toHaveLength(limit)
        expect(drawn(answer)).toHaveLength(places)
      }
    }
  })

  test('a quota that the list fills counts only what stays', async () => {
    const few = { limit: 10, rules: { atMost: { brand: 1 } }, explore: { share: 0.3, seed: 1 } }
    const answer = await engine.forYou(few, SEEN)
    expect(drawn(answer)).toHaveLength(3)
    expect(new Set(answer.map(({ item }) => item.brand)).size).toBe(10)

    // with two brands for four places, two are set aside
    const where = { brand: ['oak', 'wool'] }
    const filled = await engine.forYou({ ...few, limit: 4, where, explore: { share: 0.75, seed: 1 } }, SEEN)
    expect(drawn(filled)).toHaveLength(1)
    expect(filled).toHaveLength(4)
  })

  test('of the list popular, what few users met is drawn more often', async () => {
    const users = Array.from({ length: 60 }, (_, user) => ITEMS.flatMap((_, row) => (user <= 60 - row ? [row] : [])))
    const known = await openEngine({ items: ITEMS, config: { device: 'off' } })
    known.interactions.learn({ ids: ITEMS.map(({ id }) => id), summary: summarize(toSequences(users, ITEMS.length)) })
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 100; seed++) {
      const answer = await known.list('popular', { limit: 8, items: [], explore: { share: 0.25, seed } })
      expect(drawn(answer)).toHaveLength(2)
      for (const id of drawn(answer)) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const sum = (from: number, to: number) => ITEMS.slice(from, to).reduce((total, { id }) => total + (counts.get(id) ?? 0), 0)
    expect(sum(40, 61)).toBeGreaterThan(3 * sum(8, 30))
  })

  test('a page whose items get their vectors keeps most of what it drew', async () => {
    let release = () => {}
    const early = await openEngine({ items: ITEMS, encoder: new WordEncoder(new Promise((resolve) => (release = resolve))) })
    const requests = Array.from({ length: 20 }, (_, seed) => ({ limit: 8, explore: { share: 0.25, seed } }))
    const ask = async () => Promise.all(requests.map(async (request) => drawn(await early.forYou(request, SEEN))))
    const before = await ask()
    release()
    await early.settled()
    const after = await ask()
    const kept = before.map((one, i) => one.filter((id) => after[i]!.includes(id)).length)
    expect(kept.reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(30)
  })
})
