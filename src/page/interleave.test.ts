import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interleave } from './interleave.js'

type Team = 'a' | 'b' | undefined
const entries = (ids: Iterable<string>) => [...ids].map((id) => ({ item: { id } }))
const drawn = (a: Iterable<string>, b: Iterable<string>, options?: Parameters<typeof interleave>[2]) =>
  interleave(entries(a), entries(b), options).map(({ item, team }) => [item.id, team] as const)
const seeds = (count: number) => Array.from({ length: count }, (_, at) => `list ${at}`)

/** Every list that the paper's algorithm may draw, with its chance; then the rest of a ranking, of no team. */
function allLists(a: readonly string[], b: readonly string[], limit: number): Map<string, number> {
  const chances = new Map<string, number>()
  const draw = (list: readonly (readonly [string, Team])[], chance: number): void => {
    const has = (id: string) => list.some(([known]) => known === id)
    const [leftOfA, leftOfB] = [a.filter((id) => !has(id)), b.filter((id) => !has(id))]
    const count = (of: Team) => list.filter(([, team]) => team === of).length
    if (list.length === limit || leftOfA.length + leftOfB.length === 0) {
      const key = JSON.stringify(list.map(([id, team]) => [id, team ?? null]))
      chances.set(key, (chances.get(key) ?? 0) + chance)
    } else if (leftOfA.length === 0 || leftOfB.length === 0) draw([...list, [(leftOfA[0] ?? leftOfB[0])!, undefined]], chance)
    else {
      const isTie = count('a') === count('b')
      if (isTie || count('a') < count('b')) draw([...list, [leftOfA[0]!, 'a']], isTie ? chance / 2 : chance)
      if (isTie || count('b') < count('a')) draw([...list, [leftOfB[0]!, 'b']], isTie ? chance / 2 : chance)
    }
  }
  draw([], 1)
  return chances
}

test.each([
  ['abc', 'abc', 3],
  ['abcd', 'badc', 4],
  ['abcd', 'xbyz', 4],
  ['abcdef', 'uvwxyz', 6],
  ['abc', 'x', 4],
  ['', 'xyz', 3],
  ['abcd', 'dcba', 3],
])('of %s and %s it draws each list of %i that the algorithm may draw, as often as that does', (a, b, limit) => {
  const chances = allLists([...a], [...b], limit)
  const counts = new Map([...chances.keys()].map((key) => [key, 0]))
  const draws = 4000
  for (const seed of seeds(draws)) {
    const key = JSON.stringify(drawn(a, b, { limit, seed }).map(([id, team]) => [id, team ?? null]))
    expect(counts.has(key), key).toBe(true)
    counts.set(key, counts.get(key)! + 1)
  }

  expect([...chances.values()].reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 12)
  for (const [key, chance] of chances) {
    const deviation = Math.sqrt(draws * chance * (1 - chance))
    expect(Math.abs(counts.get(key)! - draws * chance), key).toBeLessThanOrEqual(4.5 * deviation)
  }
})

describe('any two lists', () => {
  const ranking = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 })
  const cases = [ranking, ranking, fc.option(fc.nat(12), { nil: undefined }), fc.string()] as const

  test('become one in which each team chooses its next item, in turns, and what is left counts for nobody', () => {
    fc.assert(
      fc.property(...cases, (a, b, limit, seed) => {
        const list = drawn(a, b, { seed, ...(limit !== undefined && { limit }) })
        const ids = list.map(([id]) => id)

        expect(new Set(ids).size).toBe(ids.length)
        expect(ids).toHaveLength(Math.min(limit ?? Math.max(a.length, b.length), new Set([...a, ...b]).size))
        list.forEach(([id, team], at) => {
          const before = list.slice(0, at)
          const [leftOfA, leftOfB] = [a, b].map((of) => of.filter((known) => !before.some(([taken]) => taken === known)))
          const next = { a: leftOfA![0], b: leftOfB![0] }
          if (team) expect([id, leftOfA!.length > 0 && leftOfB!.length > 0]).toEqual([next[team], true])
          else expect([id, leftOfA!.length * leftOfB!.length]).toEqual([next.a ?? next.b, 0])
          const count = (of: Team) => list.slice(0, at + 1).filter(([, known]) => known === of).length
          expect(Math.abs(count('a') - count('b'))).toBeLessThanOrEqual(1)
        })
      }),
    )
  })

  test('are drawn alike by equal seeds, and a longer list begins like a shorter one', () => {
    fc.assert(
      fc.property(...cases, (a, b, limit = 3, seed) => {
        const list = drawn(a, b, { limit, seed })

        expect(drawn(a, b, { limit, seed })).toEqual(list)
        expect(drawn(a, b, { limit: limit + 1, seed }).slice(0, limit)).toEqual(list)
      }),
    )
  })
})

test('equal rankings are preferred equally, also by a visitor who clicks one item', () => {
  for (const at of [0, 1, 4]) {
    const forA = seeds(4000).filter((seed) => drawn('abcde', 'abcde', { seed })[at]![1] === 'a').length
    // 2,000 expected; five deviations are 158
    expect(Math.abs(forA - 2000)).toBeLessThan(158)
  }
})

test('an entry has its answer’s fields, and the answer stays as it was', () => {
  const a = [{ item: { id: '1', title: 'Mug' }, score: 2, reasons: [] }]
  const [entry] = interleave(a, a)

  expect(entry).toEqual({ ...a[0], team: expect.stringMatching(/^[ab]$/) })
  expect(a).toEqual([{ item: { id: '1', title: 'Mug' }, score: 2, reasons: [] }])
})

test('one answer is drawn alike again, and each question throws a coin of its own', () => {
  const answer = (recommendationId?: string) => Object.assign(entries('abcdefgh'), recommendationId !== undefined && { recommendationId })
  const order = (recommendationId?: string) =>
    interleave(answer(recommendationId), entries('stuvwxyz'))
      .map(({ item }) => item.id)
      .join('')

  expect(order('k3x')).toBe(order('k3x'))
  expect(new Set(seeds(40).map(order)).size).toBeGreaterThan(8)
  expect(new Set(seeds(40).map(() => order())).size).toBeGreaterThan(8)
})

test.each([-1, 1.5, Number.NaN, '3'])('a limit of %s is an error', (limit) => {
  expect(() => interleave([], [], { limit: limit as number })).toThrow(
    `[pagekin usage] interleave: limit: received ${limit}, expected a whole number from 0`,
  )
})
