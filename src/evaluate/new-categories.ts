import { dotProduct } from '../vectors/normalize.js'

/** A category has this many items at least: fewer are no kind of their own. */
export const LEAST_ITEMS = 5
/** Items of a group that an item is compared with: docs/measurements.md#new-categories. */
const NEAREST = 5
const ROUNDS = 5
/** Heights at which the dendrogram of the labelled items is cut. */
const CUTS = 60

/**
 * What items without a category belong to: one of the categories that others have (its name), or one that nobody has named yet (a number
 * from 0, for groups of `LEAST_ITEMS` and more). The labelled items teach both limits: how like its nearest an item of a known category
 * is, and how wide a category is. Null without two categories of two items each.
 *
 * 1. An item whose nearest labelled item is less like it than the limit is new; the limit tells items beside their own category best from
 *    the same items without it.
 * 2. New items are joined by average linkage up to the height at which the labelled ones fall into their categories best.
 * 3. Each item moves to the group whose nearest items are most like it, until none moves.
 *
 * Source of the question: Zhao et al., Learning Semi-supervised Gaussian Mixture Models for Generalized Category Discovery (2023).
 *
 * @param categories Of each row; undefined if it has none.
 * @param rows Unit vectors about their mean, row-major.
 * @returns Of each row without a category, in order.
 */
export function groupUnlabelled(
  categories: readonly (string | undefined)[],
  rows: Float32Array,
  dimensions: number,
): (string | number)[] | null {
  const places = [...categories.keys()]
  const labelled = places.filter((row) => categories[row] !== undefined)
  const open = places.filter((row) => categories[row] === undefined)
  const names = labelled.map((row) => categories[row]!)
  const sizes = countOf(names)
  if ([...sizes.values()].filter((size) => size > 1).length < 2) return null
  const rowAt = (row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions)
  const between = (some: readonly number[], others: readonly number[]) =>
    some.map((one) => Float32Array.from(others, (other) => dotProduct(rowAt(one), rowAt(other))))
  const known = between(labelled, labelled)
  const limit = limitOf(known, names)
  const toLabelled = between(open, labelled)
  const nearest = toLabelled.map((row) => row.reduce((best, value, at) => (value > row[best]! ? at : best), 0))
  const isNew = toLabelled.map((row, at) => row[nearest[at]!]! < limit)
  const fresh = [...open.keys()].filter((at) => isNew[at])
  const toOpen = between(open, open)
  const parts = partsAt(
    averageLinkage(fresh.map((a) => Float32Array.from(fresh, (b) => toOpen[a]![b]!))),
    fresh.length,
    widthOf(averageLinkage(known), names),
  )
  const groups: (string | number)[] = nearest.map((at) => names[at]!)
  fresh.forEach((at, place) => {
    groups[at] = parts[place]!
  })
  return settled(groups, names, toLabelled, toOpen)
}

/** The limit with the highest sum of the shares of items above it beside their category and below it without. */
function limitOf(known: readonly Float32Array[], names: readonly string[]): number {
  const best = known.flatMap((row, at) => {
    let [beside, without] = [-1, -1]
    row.forEach((value, other) => {
      if (other === at) return
      beside = Math.max(beside, value)
      if (names[other] !== names[at]) without = Math.max(without, value)
    })
    return [
      { value: beside, gain: -1 },
      { value: without, gain: 1 },
    ]
  })
  let [limit, most, sum] = [-1, 0, 0]
  // what lies below the limit counts against it beside the category, and for it without
  for (const { value, gain } of best.sort((a, b) => a.value - b.value || b.gain - a.gain)) {
    if (sum > most) [limit, most] = [value, sum]
    sum += gain
  }
  return limit
}

interface Merge {
  readonly a: number
  readonly b: number
  /** 1 - the mean cosine between the two parts. */
  readonly height: number
}

/** Average linkage by chains of nearest neighbours, lowest first; a part is named by one row of it. Overwrites nothing. */
export function averageLinkage(similar: readonly Float32Array[]): Merge[] {
  const between = similar.map((row) => row.slice())
  const size = new Float64Array(between.length).fill(1)
  const alive = new Set(between.keys())
  const found: Merge[] = []
  const chain: number[] = []
  while (alive.size > 1) {
    if (chain.length === 0) chain.push(alive.values().next().value!)
    const a = chain.at(-1)!
    const before = chain.at(-2)
    let b = before ?? -1
    for (const other of alive) if (other !== a && (b < 0 || between[a]![other]! > between[a]![b]!)) b = other
    if (b !== before) {
      chain.push(b)
      continue
    }
    chain.length -= 2
    found.push({ a, b, height: 1 - between[a]![b]! })
    const total = size[a]! + size[b]!
    for (const other of alive) {
      if (other === a || other === b) continue
      const joined = (size[a]! * between[a]![other]! + size[b]! * between[b]![other]!) / total
      between[a]![other] = joined
      between[other]![a] = joined
    }
    size[a] = total
    alive.delete(b)
  }
  return found.sort((one, other) => one.height - other.height)
}

/** The part of each of `count` rows, from 0, where joins above `height` are not made. */
function partsAt(joins: readonly Merge[], count: number, height: number): number[] {
  const parent = Array.from({ length: count }, (_, row) => row)
  const rootOf = (row: number): number => {
    let at = row
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
  for (const { a, b, height: own } of joins) {
    if (own > height) break
    parent[rootOf(b)] = rootOf(a)
  }
  const numbers = new Map<number, number>()
  return parent.map((_, row) => {
    const root = rootOf(row)
    if (!numbers.has(root)) numbers.set(root, numbers.size)
    return numbers.get(root)!
  })
}

/** The height at which parts are most like the categories, of the upper half. */
function widthOf(joins: readonly Merge[], names: readonly string[]): number {
  let [width, most] = [0, -1]
  for (let cut = 0; cut <= CUTS; cut++) {
    const { height } = joins[Math.round((joins.length - 1) * (0.5 + cut / (2 * CUTS)))]!
    const score = bCubed(names, partsAt(joins, names.length, height)).reduce((sum, value) => sum + value, 0)
    if (score > most) [width, most] = [height, score]
  }
  return width
}

/** Of each row, F1 of the others in its part for those of its category, itself included (Bagga and Baldwin, 1998). */
export function bCubed(names: readonly (string | number)[], parts: readonly (string | number)[]): number[] {
  const pair = (row: number) => JSON.stringify([names[row], parts[row]])
  const [byName, byPart, byBoth] = [countOf(names), countOf(parts), countOf(names.map((_, row) => pair(row)))]
  return names.map((name, row) => (2 * byBoth.get(pair(row))!) / (byName.get(name)! + byPart.get(parts[row]!)!))
}

function settled(
  start: readonly (string | number)[],
  names: readonly string[],
  toLabelled: readonly Float32Array[],
  toOpen: readonly Float32Array[],
): (string | number)[] {
  let groups = start
  for (let round = 0; round < ROUNDS; round++) {
    const sizes = countOf(groups)
    const keys = [...new Set(names), ...[...sizes].flatMap(([key, size]) => (typeof key === 'number' && size >= LEAST_ITEMS ? [key] : []))]
    const places = new Map<string | number, number>(keys.map((key, place) => [key, place]))
    const next = groups.map((_, at) => keys[bestOf(at, places)]!)
    const isSame = next.every((key, at) => key === groups[at])
    groups = next
    if (isSame) break
  }
  const left = [...countOf(groups)].filter(([key, size]) => typeof key === 'number' && size >= LEAST_ITEMS).map(([key]) => key)
  // a group that shrank is none: its items are what they are most like of what is left
  const places = new Map<string | number, number>([...new Set(names), ...left].map((key, place) => [key, place]))
  const keys = [...places.keys()]
  return groups.map((key, at) => {
    const own = places.has(key) ? key : keys[bestOf(at, places)]!
    return typeof own === 'number' ? left.indexOf(own) : own
  })

  function bestOf(at: number, places: ReadonlyMap<string | number, number>): number {
    const best = Array.from({ length: places.size }, () => new Float32Array(NEAREST).fill(-2))
    const offer = (key: string | number, value: number) => {
      const kept = best[places.get(key) ?? -1]
      if (!kept || value <= kept[NEAREST - 1]!) return
      let place = NEAREST - 1
      for (; place > 0 && kept[place - 1]! < value; place--) kept[place] = kept[place - 1]!
      kept[place] = value
    }
    toLabelled[at]!.forEach((value, other) => {
      offer(names[other]!, value)
    })
    toOpen[at]!.forEach((value, other) => {
      if (other !== at) offer(groups[other]!, value)
    })
    const means = best.map((kept) => {
      const there = kept.filter((value) => value >= -1)
      return there.length === 0 ? -2 : there.reduce((sum, value) => sum + value, 0) / there.length
    })
    return means.reduce((first, mean, place) => (mean > means[first]! ? place : first), 0)
  }
}

/** How often each key stands in a list. */
export function countOf<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
