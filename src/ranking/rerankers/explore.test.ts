import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../vectors/random.js'
import { type Exploration, explored, turnOf } from './explore.js'

const LIST = { limit: 8, first: 1, allowsBeside: () => () => true }
const drawnBy = (seed: number, share: number): Exploration => ({ share, turnOf: (row) => mulberry32(seed * 1000 + row)() })
const given = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 20 }),
  share: fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true }),
  limit: fc.integer({ min: 1, max: 20 }),
  rows: fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 60 }),
})
const parted = (rows: readonly number[], limit: number) => [rows.slice(0, limit), rows.slice(limit)] as const

describe('explored', () => {
  test('gives the share of the places to candidates, never the first, and shows each row once', () => {
    fc.assert(
      fc.property(given, ({ seed, share, limit, rows }) => {
        const [ranked, candidates] = parted(rows, limit)
        const list = explored(ranked, candidates, drawnBy(seed, share), { ...LIST, limit })

        const wanted = Math.max(1, Math.round(share * limit))
        expect(list.filter((row) => candidates.includes(row))).toHaveLength(Math.min(wanted, ranked.length - 1, candidates.length))
        expect(list[0]).toBe(ranked[0])
        expect(list).toHaveLength(ranked.length)
        expect(new Set(list).size).toBe(list.length)
        // what stays is the best of the ranking, in its order
        const kept = list.filter((row) => ranked.includes(row))
        expect(kept).toEqual(ranked.slice(0, kept.length))
      }),
    )
  })

  test('draws the same rows in whichever order the candidates come, and whatever is shown before them', () => {
    fc.assert(
      fc.property(given, ({ seed, share, limit, rows }) => {
        const [ranked, candidates] = parted(rows, limit)
        const drawn = (shown: readonly number[], others: readonly number[]) => {
          const list = explored(shown, others, drawnBy(seed, share), { ...LIST, limit })
          return list.map((row) => (others.includes(row) ? row : null))
        }
        const moved = [ranked[0]!, ...ranked.slice(1).reverse()]
        expect(drawn(moved, [...candidates].reverse())).toEqual(drawn(ranked, candidates))
      }),
    )
  })

  test('of 8 places, a quarter are the fourth and the last; what may not be shown is not; pinned rows stay', () => {
    const ranked = [0, 1, 2, 3, 4, 5, 6, 7]
    const inOrder: Exploration = { share: 0.25, turnOf: (row) => row }
    expect(explored(ranked, [12, 10, 11], inOrder, LIST)).toEqual([0, 1, 2, 10, 3, 4, 5, 11])
    expect(explored(ranked, [12, 10, 11], inOrder, { ...LIST, allowsBeside: () => (row) => row !== 10 })).toEqual([
      0, 1, 2, 11, 3, 4, 5, 12,
    ])
    expect(explored(ranked, [12, 10, 11], { ...inOrder, share: 1 }, { ...LIST, first: 6 })).toEqual([0, 1, 2, 3, 4, 5, 10, 11])
    expect(explored(ranked, [], inOrder, LIST)).toEqual(ranked)
    expect(explored([], [12], inOrder, { ...LIST, first: 0 })).toEqual([])
  })

  test('of two rows, the one that a tenth of the users met is drawn ten times as often', () => {
    const random = mulberry32(5)
    let first = 0
    for (let i = 0; i < 11_000; i++) if (turnOf(random(), 0) < turnOf(random(), 9)) first++
    expect(first / 11_000).toBeCloseTo(10 / 11, 1.5)
  })

  test('over seeds, each candidate has its turn equally often', () => {
    const counts = new Map<number, number>()
    const candidates = Array.from({ length: 10 }, (_, i) => 100 + i)
    for (let seed = 0; seed < 2000; seed++) {
      const row = explored([0, 1], candidates, drawnBy(seed, 0.5), { ...LIST, limit: 2 })[1]!
      counts.set(row, (counts.get(row) ?? 0) + 1)
    }
    for (const row of candidates) expect(Math.abs(counts.get(row)! - 200)).toBeLessThan(60)
  })
})
