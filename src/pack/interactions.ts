import { PagekinError } from '../errors.js'
import type { ItemId } from '../types.js'

/** Which items lead to which: item i to `rows[e]` by `weights[e]`, e from `offset[i]` to before `offset[i + 1]`. */
export interface Links {
  readonly offset: ArrayLike<number>
  readonly rows: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/**
 * The interactions of many visitors, summed up; nothing identifies a visitor:
 *
 *     { "ids": [id, ...], "users": [count, ...], "expected": [count, ...], "together": { "offset", "rows", "weights" }, "next": { the same } }
 *
 * `rows` are places in `ids`. One file, which a page reads after it can answer.
 */
export interface PackInteractions {
  readonly ids: readonly ItemId[]
  /** How many users interacted with each item. */
  readonly users: ArrayLike<number>
  /** How many users each item is expected to have, new ones among them. Absent where no item is new. */
  readonly expected?: ArrayLike<number>
  /** What the same users interacted with. */
  readonly together: Links
  /** What they interacted with next. */
  readonly next: Links
  /** What was bought together. Absent where it is not known what was bought. */
  readonly baskets?: Links
  /** What they did with each item lately, and for how many days it was there to be met. Absent where it is not known when. */
  readonly rates?: { readonly events: ArrayLike<number>; readonly days: ArrayLike<number> }
  /** How much each term of `forYou` counts, by its name. Absent where the log says nothing better than the defaults. */
  readonly weights?: Readonly<Record<WeightName, number>>
}

const WEIGHTS = ['words', 'meaning', 'together', 'next', 'popular', 'halfKnown', 'fade'] as const
type WeightName = (typeof WEIGHTS)[number]

/** Significant digits of a weight in the file: the order of neighbours needs no more. */
const DIGITS = 3

/** The text of the file. */
export function interactionsText({ ids, users, expected, together, next, baskets, rates, weights }: PackInteractions): string {
  const lately = rates && { rates: { events: rounded(rates.events), days: rounded(rates.days) } }
  return JSON.stringify({
    ids,
    users: Array.from(users),
    ...(expected && { expected: rounded(expected) }),
    together: written(together),
    next: written(next),
    ...(baskets && { baskets: written(baskets) }),
    ...lately,
    ...(weights && { weights }),
  })
}

/** What a file of interactions says: row r of `summary` is the item `ids[r]`. @throws PagekinError `pack-invalid`. */
export function readInteractions(whole: unknown) {
  const { ids, users, expected, together, next, baskets, rates, weights } = (whole ?? {}) as Partial<
    Record<keyof PackInteractions, unknown>
  >
  if (!Array.isArray(ids) || !ids.every((id): id is ItemId => typeof id === 'string')) throw invalid('ids: expected texts')
  if (!isCounts(users) || users.length !== ids.length) throw invalid(`users: expected ${ids.length} counts`)
  const summary = {
    users: Uint32Array.from(users),
    ...(expected !== undefined && { expected: readAmounts('expected', expected, ids.length) }),
    together: readLinks('together', together, ids.length),
    next: readLinks('next', next, ids.length),
    ...(baskets !== undefined && { baskets: readLinks('baskets', baskets, ids.length) }),
    ...(rates !== undefined && { rates: readRates(rates, ids.length) }),
    ...(weights !== undefined && { weights: readWeights(weights) }),
  } satisfies Omit<PackInteractions, 'ids'>
  return { ids, summary }
}

function readRates(value: unknown, items: number) {
  const { events, days } = (value ?? {}) as { readonly events?: unknown; readonly days?: unknown }
  return { events: readAmounts('rates.events', events, items), days: readAmounts('rates.days', days, items) }
}

function readAmounts(name: string, value: unknown, items: number): Float32Array {
  if (Array.isArray(value) && value.length === items && value.every((one) => Number.isFinite(one) && one >= 0))
    return Float32Array.from(value)
  throw invalid(`${name}: expected ${items} numbers, 0 or more`)
}

function readWeights(value: unknown): Record<WeightName, number> {
  const given = (value ?? {}) as Readonly<Record<WeightName, unknown>>
  const wrong = WEIGHTS.find((name) => !(Number.isFinite(given[name]) && (given[name] as number) >= 0))
  if (wrong) throw invalid(`weights.${wrong}: expected a number, 0 or more`)
  return given as Record<WeightName, number>
}

function written({ offset, rows, weights }: Links): Links {
  return {
    offset: Array.from(offset),
    rows: Array.from(rows),
    weights: rounded(weights),
  }
}

function rounded(numbers: ArrayLike<number>): number[] {
  return Array.from(numbers, (number) => Number(number.toPrecision(DIGITS)))
}

function readLinks(name: string, value: unknown, items: number) {
  const { offset, rows, weights } = (value ?? {}) as Partial<Record<keyof Links, unknown>>
  if (!isCounts(offset) || !isCounts(rows)) throw invalid(`${name}: expected whole numbers`)
  const rises = offset.every((start, i) => start >= (offset[i - 1] ?? 0))
  if (offset.length !== items + 1 || offset[0] !== 0 || offset[items] !== rows.length || !rises) {
    throw invalid(`${name}.offset: expected ${items + 1} places that rise from 0 to ${rows.length}`)
  }
  if (rows.some((row) => row >= items)) throw invalid(`${name}.rows: expected places below ${items}`)
  if (!Array.isArray(weights) || weights.length !== rows.length || !weights.every((weight) => Number.isFinite(weight))) {
    throw invalid(`${name}.weights: expected ${rows.length} numbers`)
  }
  return { offset: Uint32Array.from(offset), rows: Uint32Array.from(rows), weights: Float32Array.from(weights) }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0)
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `interactions: ${why}`)
}
