import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interaction } from '../../types.js'
import { EVENT_WEIGHT, eventWeight } from './event-weight.js'
import { profileOf } from './profile.js'

const NOW = 1_700_000_000_000
const HOUR = 3_600_000
const event = (type: Interaction['type'], id: string, ageMs = 0): Interaction => ({ type, id, at: NOW - ageMs })
const ALL_ALIKE = { decay: 1, items: 50 }
const rowOf = (id: string) => (/^\d+$/.test(id) ? Number(id) : undefined)

describe('eventWeight', () => {
  test('halves the session half after 30 minutes and the lasting half after 14 days', () => {
    const at = (ageMs: number) => eventWeight(event('cart', '1', ageMs), NOW)

    expect(at(0)).toBe(4)
    expect(at(HOUR / 2)).toBeCloseTo(4 * (0.25 + 0.5), 2)
    expect(at(14 * 24 * HOUR)).toBeCloseTo(4 * 0.25, 6)
    expect(at(-HOUR)).toBe(4)
  })
})

describe('profileOf', () => {
  test('gives shares that add up to 1, the latest item first, each item once', () => {
    const events = fc.array(
      fc.record({
        type: fc.constantFrom('view', 'click', 'cart', 'purchase' as const),
        id: fc.nat({ max: 30 }).map(String),
        age: fc.nat({ max: 10 * HOUR }),
      }),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(events, (made) => {
        const history = made.map(({ type, id, age }) => event(type as Interaction['type'], id, age)).sort((a, b) => a.at - b.at)

        const profile = profileOf(history, rowOf, NOW, ALL_ALIKE)

        expect(profile.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
        expect(profile[0]!.row).toBe(Number(history.at(-1)!.id))
        expect(new Set(profile.map(({ row }) => row)).size).toBe(profile.length)
      }),
    )
  })

  test('counts a purchase six times a view of the same age', () => {
    const [bought, seen] = profileOf([event('view', '1'), event('purchase', '2')], rowOf, NOW, ALL_ALIKE)

    expect(bought!.share / seen!.share).toBeCloseTo(EVENT_WEIGHT.purchase / EVENT_WEIGHT.view, 9)
  })

  test('leaves out dismissed items and items that the catalog does not have', () => {
    const history = [event('view', '1'), event('view', 'gone'), event('view', '2'), event('dismiss', '1')]

    expect(profileOf(history, rowOf, NOW, ALL_ALIKE).map(({ row }) => row)).toEqual([2])
    expect(profileOf([], rowOf, NOW, ALL_ALIKE)).toEqual([])
  })

  test('halves an item with every one that came after it, by the last time it was met, and stops where it is told', () => {
    const history = ['1', '2', '3', '1', '4'].map((id) => event('view', id))

    const shares = profileOf(history, rowOf, NOW, { decay: 0.5, items: 3 })

    // 4, then 1 (met twice), then 3; 2 is beyond the latest three
    expect(shares.map(({ row }) => row)).toEqual([4, 1, 3])
    expect(shares[1]!.share / shares[0]!.share).toBeCloseTo(2 * 0.5, 12)
    expect(shares[2]!.share / shares[0]!.share).toBeCloseTo(0.25, 12)
  })

  test('has shares for a history of 1970, too', () => {
    const profile = profileOf([{ type: 'view', id: '1', at: 0 }], rowOf, NOW, ALL_ALIKE)

    expect(profile.map(({ share }) => share)).toEqual([1])
  })
})
