import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Recommendation } from '../types.js'
import { keepVisible as keepVisibleUnless } from './keep-visible.js'

const entry = (id: number, title = 'shown'): Recommendation => ({ item: { id: String(id), title }, score: 0, reasons: [] })
const list = (title: string) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }).map((ids) => ids.map((id) => entry(id, title)))
const positions = fc.array(fc.nat(14), { maxLength: 8 }).map((all) => new Set(all))
const keepVisible = (shown: readonly Recommendation[], fresh: readonly Recommendation[], visible: ReadonlySet<number>) =>
  keepVisibleUnless(shown, fresh, visible, new Set())
const ids = (recommendations: readonly Recommendation[]) => recommendations.map(({ item }) => item.id)

test('what is visible stays where it is', () => {
  fc.assert(
    fc.property(list('shown'), list('fresh'), positions, (shown, fresh, visible) => {
      const merged = keepVisible(shown, fresh, visible)
      for (const position of visible) {
        if (position < shown.length) expect(merged[position]?.item.id).toBe(shown[position]!.item.id)
      }
    }),
  )
})

test('no item appears twice, and none comes from nowhere', () => {
  fc.assert(
    fc.property(list('shown'), list('fresh'), positions, (shown, fresh, visible) => {
      const merged = ids(keepVisible(shown, fresh, visible))
      expect(new Set(merged).size).toBe(merged.length)
      for (const id of merged) expect([...ids(shown), ...ids(fresh)]).toContain(id)
    }),
  )
})

test('the list is as long as the fresh one, or reaches to the last visible card', () => {
  fc.assert(
    fc.property(list('shown'), list('fresh'), positions, (shown, fresh, visible) => {
      const last = Math.max(-1, ...[...visible].filter((position) => position < shown.length))
      expect(keepVisible(shown, fresh, visible)).toHaveLength(Math.max(fresh.length, last + 1))
    }),
  )
})

test('with nothing visible the fresh list is the list', () => {
  fc.assert(
    fc.property(list('shown'), list('fresh'), (shown, fresh) => {
      expect(keepVisible(shown, fresh, new Set())).toEqual(fresh)
    }),
  )
})

test('unseen places take the fresh list in its order, and a kept card its fresh fields', () => {
  const shown = [entry(1), entry(2), entry(3), entry(4)]
  const fresh = [entry(9, 'fresh'), entry(2, 'fresh'), entry(8, 'fresh'), entry(7, 'fresh')]

  const merged = keepVisible(shown, fresh, new Set([0, 1]))

  expect(merged.map(({ item }) => `${item.id} ${item.title}`)).toEqual(['1 shown', '2 fresh', '9 fresh', '8 fresh'])
})

test('what is gone is shown nowhere, and what else is visible stays where it is', () => {
  fc.assert(
    fc.property(list('shown'), list('fresh'), positions, fc.nat(20), (shown, fresh, visible, n) => {
      const gone = String(n)
      const there = fresh.filter(({ item }) => item.id !== gone)
      const merged = ids(keepVisibleUnless(shown, there, visible, new Set([gone])))
      expect(merged).not.toContain(gone)
      const last = Math.max(-1, ...[...visible].filter((position) => position < shown.length))
      // as long as there are others for the place
      if (there.length <= last) return
      for (const position of visible) {
        const before = shown[position]?.item.id
        if (before !== undefined && before !== gone) expect(merged[position]).toBe(before)
      }
    }),
  )
})
