import { expect, test } from 'vitest'
import { draws } from '../../evaluate/draw.js'
import { atOnce } from '../../pieces.js'
import type { Item } from '../../types.js'
import { type ItemWeights, sparseWeights } from './item-item.js'
import { ValuePairs } from './value-pairs.js'

/** Of which the last value is the item's alone for every second. */
function shopOf(seed: number) {
  const { integer } = draws(seed)
  const below = (count: number) => integer(0, count - 1)
  const items = Array.from(
    { length: 30 },
    (_, n): Item => ({
      id: `i${n}`,
      title: `Thing ${n}`,
      brand: `brand ${below(3)}`,
      category: [['men', 'women'][below(2)]!, `kind ${below(4)}`],
      tags: [`tag ${below(5)}`, ...(n % 2 ? [`own ${n}`, `own too ${n}`] : [])],
    }),
  )
  const partners = items.map((_, row) => [...new Set(Array.from({ length: row % 3 }, () => below(30)))].filter((other) => other !== row))
  const weightsWithout = (skip: readonly number[] = []) =>
    sparseWeights(30, 30, (row, out) => {
      if (skip.includes(row)) return []
      for (const other of partners[row]!) out[other] = 0.5
      return partners[row]!
    })
  return { items, weightsWithout, below }
}

const pairsOf = (items: readonly Item[], weights: ItemWeights) => atOnce(ValuePairs.making(items, weights))

/** By the formula, over all links and all values by name. */
function byDefinition(asked: readonly number[], items: readonly Item[], { offset, rows, weights: of }: ItemWeights): number[] {
  const valuesOf = (row: number) => {
    const { category, tags } = items[row]!
    return [...new Set([category![0]!, category!.join(' > '), ...tags!])]
  }
  const links = items.flatMap((_, row) =>
    Array.from(rows.subarray(offset[row], offset[row + 1]), (to, e) => ({
      a: valuesOf(row),
      b: valuesOf(to),
      weight: of[offset[row]! + e]!,
    })),
  )
  const sum = (has: (link: { a: string[]; b: string[] }) => boolean) => links.filter(has).reduce((total, { weight }) => total + weight, 0)
  const lift = (one: string, other: string) => {
    const from = sum(({ a }) => a.includes(one))
    const together = sum(({ a, b }) => a.includes(one) && b.includes(other))
    return (from / (from + 1)) * Math.log((together + 0.5) / ((from * sum(({ b }) => b.includes(other))) / sum(() => true) + 0.5))
  }
  return items.map((_, row) =>
    asked.reduce(
      (total, from) =>
        total +
        valuesOf(from)
          .flatMap((a) => valuesOf(row).map((b) => lift(a, b)))
          .reduce((x, y) => x + y, 0),
      0,
    ),
  )
}

test('the score of two rows sums up how much more often than by chance each value of one led to each of the other; links from rows that are skipped are as if they had never been', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { items, weightsWithout, below } = shopOf(seed)
    const pairs = pairsOf(items, weightsWithout())
    for (let question = 0; question < 4; question++) {
      // the same values are asked about again, with and without rows that are skipped
      const asked = [...new Set([below(30), below(30)])]
      const skip = question % 2 ? [asked[0]!, below(30), below(30)] : []
      const scores = new Float32Array(30)
      pairs.addScores(asked, 3, scores, new Set(skip))
      const expected = byDefinition(asked, items, weightsWithout(skip))
      for (const [row, score] of expected.entries()) expect(scores[row]).toBeCloseTo((3 * score) / asked.length, 3)
    }
  }
})

test('without links no row has a score, and of very many links an even part is counted', () => {
  const none = new Float32Array(30)
  const noLinks = sparseWeights(30, 30, () => [])
  pairsOf(shopOf(1).items, noLinks).addScores([4], 1, none)
  expect([...none]).toEqual(Array.from({ length: 30 }, () => 0))

  const shelf: Item[] = Array.from({ length: 600 }, (_, n) => ({ id: `s${n}`, title: `Thing ${n}`, category: [`kind ${n % 2}`] }))
  const linked = (others: (row: number) => readonly number[]) =>
    sparseWeights(600, 600, (row, out) => {
      for (const other of others(row)) out[other] = 1
      return others(row)
    })
  const othersOf = (row: number) => [...shelf.keys()].filter((other) => other % 2 !== row % 2)
  // 180,000 links: every second is counted
  const [scores, ofHalf] = [othersOf, (row: number) => othersOf(row).filter((_, at) => at % 2 === 0)].map((others) => {
    const out = new Float32Array(600)
    pairsOf(shelf, linked(others)).addScores([0], 1, out)
    return out
  })
  expect(scores).toEqual(ofHalf)
  expect(scores![1]).toBeGreaterThan(scores![2]!)
})

test('what no link knows says nothing, whatever the brand, and one link says less than many of the same kind', () => {
  const kinds = ['tent', 'mat', 'bag', 'hat', 'boot', 'lamp']
  const shop: Item[] = Array.from({ length: 60 }, (_, n) => ({
    id: `s${n}`,
    title: `Thing ${n}`,
    brand: ['North', 'South'][n % 2]!,
    category: [kinds[n % 6]!],
  }))
  // every tent goes with a mat; one bag goes with a hat; all within one brand
  const links = sparseWeights(60, 60, (row, out) => {
    const to = row % 6 === 0 ? (row + 25) % 60 : row === 2 ? 9 : row
    out[to] = 1
    return to === row ? [] : [to]
  })
  const of = (asked: number) => {
    const out = new Float32Array(60)
    pairsOf(shop, links).addScores([asked], 1, out)
    return out
  }
  expect([...of(5)]).toEqual(shop.map(() => 0))
  expect(of(8)[3]).toBeGreaterThan(0)
  expect(of(8)[3]).toBeLessThan(Math.log(1.5 / (1 / 11 + 0.5)) * 0.51)
  expect(of(8)[3]).toBe(of(8)[9])
})
