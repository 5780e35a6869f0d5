import type { Item } from '../../types.js'
import type { ItemWeights } from './item-item.js'

/** Keeps what few links say small (docs/measurements.md#values-that-go-together). */
const PRIOR = 0.5
/** Links that are counted at most, evenly over all. */
const MOST_COUNTED = 100_000

/** The values of rows, as numbers. */
export interface RowValues {
  /** Of each row; all have value 0, so that pairs with it say how often a value occurs. */
  readonly values: readonly (readonly number[])[]
  /** How many values there are. */
  readonly size: number
}

/** Values are the levels of the category and the tags. No brand: it would speak for kinds of which no link says anything. */
export function valuesOf(items: readonly Item[]): RowValues {
  const places = new Map<string, number>()
  const values = items.map(({ category = [], tags = [] }) => {
    const levels = category.map((_, depth) => category.slice(0, depth + 1).join())
    return Array.from(new Set(['', ...levels, ...tags]), (value) => {
      const place = places.get(value) ?? places.size
      places.set(value, place)
      return place
    })
  })
  return { values, size: places.size }
}

/**
 * Adds to `out` for each row, on average over those asked about, which of its values go with theirs:
 *
 *     score(i, j) = sum over values a of i and b of j of  n[a] / (n[a] + 1) ln((n[a, b] + .5) / (n[a] n[b] / n + .5))
 *
 * n[a, b] = the weights of all links from a row of value a to one of value b. So what a shop links by its kinds ("shorts go with tees for the
 * same people") is known of rows without links. Only what values asked about led to is counted.
 *
 * Source: second-order crosses of fields (Song et al. 2019, "AutoInt"), counted in place of learnt: pointwise mutual information, which
 * can be read; the factor in front discounts what few links say, as Pantel and Lin 2002, "Discovering word senses from text", do. So an item
 * of which no value is known from links has 0.
 *
 * @param skip Links from these do not count.
 */
export function addPairScores(
  asked: readonly number[],
  { values, size }: RowValues,
  { offset, rows, weights }: ItemWeights,
  factor: number,
  out: Float32Array,
  skip: ReadonlySet<number> = new Set(),
): void {
  const counts: (Float64Array | undefined)[] = Array(size)
  for (const row of asked) for (const a of values[row]!) counts[a] ??= new Float64Array(size)
  const step = Math.ceil(rows.length / MOST_COUNTED)
  values.forEach((of, row) => {
    if (skip.has(row)) return
    for (const a of of) {
      const to = counts[a]
      for (let e = offset[row]!; to && e < offset[row + 1]!; e++) {
        if (e % step === 0) for (const b of values[rows[e]!]!) to[b]! += weights[e]!
      }
    }
  })
  const often = counts[0]!
  const lifts = new Float64Array(size)
  for (const row of asked) {
    for (const a of values[row]!) {
      const to = counts[a]!
      to.forEach((count, b) => {
        lifts[b]! += (to[0]! / (to[0]! + 1)) * Math.log((count + PRIOR) / ((to[0]! * often[b]!) / (often[0]! || 1) + PRIOR))
      })
    }
  }
  values.forEach((of, row) => {
    for (const b of of) out[row]! += (factor / asked.length) * lifts[b]!
  })
}
