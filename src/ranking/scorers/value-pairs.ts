import type { Item } from '../../types.js'
import type { ItemWeights } from './item-item.js'

/** Keeps what few links say small (docs/measurements.md#values-that-go-together). */
const PRIOR = 0.5
/** Links that are counted at most, evenly over all. */
const MOST_COUNTED = 100_000

/** How often a value of one row led to a value of another, where rows were bought or linked together. */
export interface ValuePairs {
  /** Of each row; all have value 0, so that pairs with it say how often a value occurs. */
  readonly values: readonly Uint32Array[]
  readonly size: number
  /** By `first * size + second`. */
  readonly counts: Map<number, number>
}

/**
 * Which values of one row go with which of another:
 *
 *     score(i, j) = sum over values a of i and b of j of  ln((n[a, b] + .5) / (n[a] n[b] / n + .5))
 *
 * n[a, b] = the weights of all links from a row of value a to one of value b. So what a shop links by its kinds ("shorts go with tees for the
 * same people") is known of rows without links. Values are the brand, the levels of the category and the tags.
 *
 * Source: second-order crosses of fields (Song et al. 2019, "AutoInt"), counted in place of learnt: pointwise mutual information, which
 * can be read.
 */
export function valuePairs(items: readonly Item[], weights: ItemWeights): ValuePairs {
  const places = new Map<string, number>()
  const values = items.map(({ brand = '', category = [], tags = [] }) => {
    const levels = category.map((_, depth) => category.slice(0, depth + 1).join())
    return Uint32Array.from(new Set(['', brand, ...levels, ...tags]), (value) => {
      const place = places.get(value) ?? places.size
      places.set(value, place)
      return place
    })
  })
  const pairs = { values, size: places.size, counts: new Map() }
  countValues(pairs, weights, values.keys(), 1)
  return pairs
}

/** Counts the links from these rows so many times; -1: they are counted no more. */
export function countValues(
  { values, size, counts }: ValuePairs,
  { offset, rows, weights }: ItemWeights,
  of: Iterable<number>,
  times: number,
): void {
  const step = Math.ceil(rows.length / MOST_COUNTED)
  for (const row of of) {
    for (let e = offset[row]!; e < offset[row + 1]!; e++) {
      if (e % step > 0) continue
      for (const a of values[row]!) {
        for (const b of values[rows[e]!]!) counts.set(a * size + b, (counts.get(a * size + b) ?? 0) + times * weights[e]!)
      }
    }
  }
}

/** Adds to `out` the score of each row beside these, on average. */
export function addPairScores(asked: readonly number[], { values, size, counts }: ValuePairs, factor: number, out: Float32Array): void {
  const count = (a: number, b: number) => counts.get(a * size + b) ?? 0
  const lifts = new Float64Array(size).map((_, b) => {
    const lift = (a: number) => Math.log((count(a, b) + PRIOR) / ((count(a, 0) * count(0, b)) / (count(0, 0) || 1) + PRIOR))
    return asked.reduce((all, row) => values[row]!.reduce((sum, a) => sum + lift(a), all), 0)
  })
  values.forEach((of, row) => {
    for (const b of of) out[row]! += (factor / asked.length) * lifts[b]!
  })
}
