import { tokenize } from '../../lexical/tokens.js'
import type { Item } from '../../types.js'

/** Keeps the weight of a value small that few items have (docs/measurements.md#new-items). */
const RIDGE = 1
const STEPS = 100
/** Steps end where the squared slope is so small a share of the first one. */
const FLAT = 1e-8
/** What little may be expected: 0 is that nothing is known. */
const LEAST = 0.01

/**
 * How many users each row is expected to have: as many as met it, and for a row that nobody met what its values say:
 *
 *     ln(1 + users) = mean + sum of w[v] over its values v,   |error|^2 + |w|^2 least over the rows that somebody met
 *
 * All are then multiplied by one factor: what the rows that somebody met have on average, over what is expected of them. None is expected to
 * have more users than any row has: a title of many telling words is not met by more people than there are. None has fewer than .01, and all 0
 * where nobody met anything.
 *
 * Source: an item as a function of what is known of it in place of its id (Shalaby et al. 2022, "M2TRec"), by ridge regression in place of a
 * transformer.
 *
 * @param users  Of each row.
 * @param values Of each row, as `tellingValues` gives them.
 */
export function expectedUsers(users: ArrayLike<number>, values: readonly (readonly string[])[]): Float32Array {
  const places = new Map<string, number>()
  const placesOf = values.map((of) =>
    Uint32Array.from(new Set(of), (value) => {
      const place = places.get(value) ?? places.size
      places.set(value, place)
      return place
    }),
  )
  const met = [...values.keys()].filter((row) => users[row]! > 0)
  const told = Float64Array.from(met, (row) => Math.log1p(users[row]!))
  const mean = told.reduce((sum, one) => sum + one, 0) / Math.max(1, told.length)
  const weights = ridgeWeights(
    met.map((row) => placesOf[row]!),
    told.map((one) => one - mean),
    places.size,
  )
  const expected = placesOf.map((of) => Math.expm1(mean + sumOf(weights, of)))
  const most = met.reduce((largest, row) => Math.max(largest, users[row]!), 0)
  const within = (count: number) => Math.min(Math.max(count, LEAST), most)
  const sum = (of: (row: number) => number) => met.reduce((all, row) => all + of(row), 0)
  const factor = sum((row) => users[row]!) / (sum((row) => within(expected[row]!)) || 1)
  return Float32Array.from(expected, (count, row) => users[row] || within(factor * count))
}

/**
 * What is known of an item, as values that others may share: its brand, the levels of its category, its tags and attributes, the words of
 * its title, and the two topics at the top of its id (Singh et al. 2023, "Better Generalization with Semantic IDs").
 *
 * @param id As `topics` gives it: "4.1.3" is the third item of the first part of the fourth topic.
 */
export function tellingValues({ title, brand, category = [], tags = [], attributes = {} }: Item, id = ''): string[] {
  const topics = id.split('.').slice(0, -1)
  const of = (field: string, values: readonly unknown[]) => values.map((value) => `${field}=${value}`)
  const levels = (field: string, path: readonly string[]) =>
    of(
      field,
      [...path.keys()].map((depth) => path.slice(0, depth + 1).join('\t')),
    )
  return [
    ...of('title', tokenize(title)),
    ...of('brand', brand === undefined ? [] : [brand]),
    ...of('tag', tags),
    ...levels('category', category),
    ...levels('topic', topics.slice(0, 2)),
    ...Object.entries(attributes).flatMap(([name, value]) => of(`.${name}`, typeof value === 'object' ? value : [value])),
  ]
}

/** By conjugate gradients (Hestenes and Stiefel 1952) of the normal equations. */
function ridgeWeights(rows: readonly Uint32Array[], told: Float64Array, count: number): Float64Array {
  const times = (weights: Float64Array) => {
    const out = weights.map((weight) => RIDGE * weight)
    addBack(
      rows,
      Float64Array.from(rows, (row) => sumOf(weights, row)),
      out,
    )
    return out
  }
  const weights = new Float64Array(count)
  const rest = new Float64Array(count)
  addBack(rows, told, rest)
  const way = rest.slice()
  let slope = dot(rest, rest)
  for (let step = 0, least = FLAT * slope; step < STEPS && slope > least; step++) {
    const moved = times(way)
    const length = slope / dot(way, moved)
    for (let v = 0; v < count; v++) {
      weights[v]! += length * way[v]!
      rest[v]! -= length * moved[v]!
    }
    const before = slope
    slope = dot(rest, rest)
    for (let v = 0; v < count; v++) way[v] = rest[v]! + (slope / before) * way[v]!
  }
  return weights
}

function sumOf(weights: Float64Array, row: Uint32Array): number {
  return row.reduce((sum, place) => sum + weights[place]!, 0)
}

/** Adds each row's amount to all of its places. */
function addBack(rows: readonly Uint32Array[], amounts: Float64Array, out: Float64Array): void {
  rows.forEach((row, at) => {
    for (const place of row) out[place]! += amounts[at]!
  })
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * other[at]!, 0)
}
