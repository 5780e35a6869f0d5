import { type Column, presentColumn } from '../../catalog/filter-fields.js'
import { queryTerms } from '../../lexical/bm25.js'
import { tokenize } from '../../lexical/tokens.js'
import type { SteerRequest } from '../../protocol.js'
import { differencesOf } from '../../ranking/queries/neutral.js'
import type { Vectors } from '../../ranking/rank.js'
import { type Fact, steeredTerm } from '../../ranking/scorers/steered.js'
import type { RowTerm } from '../../ranking/term.js'
import type { Item, Price, Unmet } from '../../types.js'
import type { AnswerContext } from './context.js'
import { firstOf } from './first-of.js'
import { notWanted, rowsWithEach, type TextVector, textTerm } from './text-term.js'

/** A steer with the vectors of its words. */
export interface PreparedSteer extends Omit<SteerRequest, 'not' | 'like'> {
  readonly not: readonly TextVector[]
  readonly like: readonly TextVector[]
}

/** What a steer asks of all rows, whatever else may be shown. */
export interface Steered {
  /** Beside those of the items asked about. */
  readonly terms: readonly RowTerm[]
  readonly wished: readonly Wished[]
  /** Terms of the items asked about that are not looked for. */
  readonly dropped: ReadonlySet<string>
  /** Directions in which vectors of the items asked about are not compared; orthonormal. */
  readonly neutral: readonly Float32Array[]
  /** What cannot be asked of this catalog. */
  readonly unmet: readonly Unmet[]
}

type Wished = Fact & Pick<Unmet, 'wish' | 'of'>

/** How much the words that items are to be like count beside the item (docs/measurements.md#steering). */
const LIKE_WORDS = 0.5
/** So far apart among all values, as a share of them, numbers are the same, and are nearly so. */
const SAME_NUMBER = 0.1
const NEAR_NUMBER = 0.25
/** Rows near an item of which it is told how those with a value of it differ (docs/measurements.md#steering). */
const NEAR_ROWS = 100

/**
 * The rows of a mask that are not known to be other than asked; where none were left, such rows only come later, and `unmet` says so.
 */
export function leftBy(
  { wished }: Pick<Steered, 'wished'>,
  mask: Uint8Array,
): { readonly mask: Uint8Array; readonly unmet: readonly Unmet[] } {
  const unmet: Unmet[] = []
  let left = mask
  for (const { agreement, wish, of } of wished) {
    const fewer = left.map((pass, row) => (agreement[row]! < 0 ? 0 : pass))
    if (fewer.includes(1)) left = fewer
    else unmet.push({ wish, of, why: 'nothing-left' })
  }
  return { mask: left, unmet }
}

/**
 * What a steer asks, as terms over all rows.
 *
 * @throws PagekinError `filter-invalid` for a field that no item has.
 */
export function steered(asked: readonly Item[], steer: PreparedSteer, context: AnswerContext): Steered {
  const { items, size } = context.rows
  const unmet: Unmet[] = []
  const wished: Wished[] = steer.not.map((text) => notFact(text, asked, context))
  const add = (wish: Unmet['wish'], of: string, fact: Fact | null) => {
    if (fact) wished.push({ ...fact, wish, of })
    else unmet.push({ wish, of, why: 'unknown' })
  }
  if (steer.cheaper) add('cheaper', 'price', cheaperFact(asked, items))
  for (const field of steer.same) add('same', field, fieldFact(field, 'same', presentColumn('same', field, items), asked, items))
  const different = steer.different.map((field) => [field, presentColumn('different', field, items)] as const)
  for (const [field, column] of different) add('different', field, fieldFact(field, 'different', column, asked, items))
  const ignored = steer.ignore.map((field) => presentColumn('ignore', field, items))
  for (const [at, { valuesOf }] of ignored.entries()) {
    if (asked.every((item) => valuesOf(item).length === 0)) unmet.push({ wish: 'ignore', of: steer.ignore[at]!, why: 'unknown' })
  }
  const groups = steer.neutral.map((word) => rowsWith(word, context))
  for (const [at, word] of steer.neutral.entries()) if (groups[at]!.length === 0) unmet.push({ wish: 'neutral', of: word, why: 'unknown' })
  const dropped = [
    ...steer.neutral,
    ...steer.not.map(({ text }) => text),
    ...[...different.map(([, column]) => column), ...ignored].flatMap(({ valuesOf }) => asked.flatMap((item) => textsOf(valuesOf(item)))),
  ].flatMap(tokenize)
  return {
    terms: [
      ...(wished.length > 0 ? [steeredTerm(wished, size)] : []),
      ...steer.like.map((text) => ({ ...textTerm(text, context), weight: LIKE_WORDS })),
    ],
    wished,
    dropped: new Set(dropped),
    neutral: context.vectors
      ? differencesNear(asked, ignored, differencesOf(ownOf(groups, context.vectors), context.vectors.index), context)
      : [],
    unmet,
  }
}

/** Rows that have all terms of a word as it is. */
function rowsWith(word: string, context: AnswerContext): number[] {
  const has = rowsWithEach(
    queryTerms(word).map((term) => [term]),
    context,
  )
  return [...has.keys()].filter((row) => has[row] === 1)
}

/** Of each group the rows that are in no other and have a vector. */
function ownOf(groups: readonly (readonly number[])[], { index }: Vectors): number[][] {
  const counts = new Map<number, number>()
  for (const row of groups.flat()) counts.set(row, (counts.get(row) ?? 0) + 1)
  return groups.map((rows) => rows.filter((row) => counts.get(row) === 1 && index.has(row)))
}

/**
 * Directions, and those in which rows with a value of the items asked about differ from rows without it. Only rows near these items are
 * compared: among all, those of a brand differ by what it makes, too.
 */
function differencesNear(
  asked: readonly Item[],
  columns: readonly Column[],
  known: readonly Float32Array[],
  { rows: { items, rowOf, size }, vectors }: AnswerContext,
): readonly Float32Array[] {
  const { index } = vectors!
  const own = asked.map(({ id }) => rowOf(id)!).filter((row) => index.has(row))
  if (columns.length === 0 || own.length === 0) return known
  const query = index.meanOf(own, true)
  const others = new Uint8Array(size).fill(1)
  for (const row of own) others[row] = 0
  const nearest = (mask: Uint8Array) => [...index.search({ query, centred: 'given', mask, missing: Number.NaN }, NEAR_ROWS).rows]
  const near = nearest(others)
  let directions = known
  for (const { valuesOf, comparable } of columns) {
    const valuesIn = (item: Item) => valuesOf(item).map(comparable)
    for (const value of new Set(asked.flatMap(valuesIn))) {
      const hasValue = (row: number) => valuesIn(items[row]!).includes(value)
      const without = near.filter((row) => !hasValue(row))
      const groups = [
        without.length > 0 ? without : nearest(others.map((one, row) => (one && !hasValue(row) ? 1 : 0))),
        near.filter(hasValue),
      ]
      directions = differencesOf(groups, index, directions)
    }
  }
  return directions
}

function notFact(text: TextVector, asked: readonly Item[], context: AnswerContext): Wished {
  const { scores, names } = notWanted([text], context)
  const hasIt = asked.some(({ id }) => names[0]![context.rows.rowOf(id)!]! > 0)
  return {
    wish: 'not',
    of: text.text,
    agreement: Float32Array.from(names[0]!, (name) => (name > 0 ? -1 : 1)),
    scores,
    side: hasIt ? 'changed' : 'kept',
    says: () => `not ${text.text}`,
  }
}

/** Null if the price of the items asked about is not known. */
function cheaperFact(asked: readonly Item[], items: readonly Item[]): Fact | null {
  const prices = asked.flatMap(({ price }) => price ?? [])
  const [first] = prices
  if (!first || prices.some(({ currency }) => currency !== first.currency)) return null
  const least = Math.min(...prices.map(({ value }) => value))
  const told = ({ value, currency }: Price) => `price: ${value}${currency === undefined ? '' : ` ${currency}`}`
  return {
    agreement: Float32Array.from(items, ({ price }) =>
      price?.currency !== first.currency || !price ? Number.NaN : price.value < least ? 1 : -1,
    ),
    side: 'changed',
    says: (row) => (items[row]!.price ? told(items[row]!.price) : 'price'),
  }
}

/** Null if no item asked about has the field. */
function fieldFact(
  field: string,
  wish: 'same' | 'different',
  { valuesOf, comparable }: Column,
  asked: readonly Item[],
  items: readonly Item[],
): Fact | null {
  // of a path its special end says what an item is; what is above it makes it nearly that
  const isPath = field === 'category'
  const own = asked.flatMap((item) => valuesOf(item).slice(isPath ? -1 : 0)).map(comparable)
  if (own.length === 0) return null
  const words = own.map((value) => new Set(typeof value === 'string' ? tokenize(value) : []))
  const places = own.some((value) => typeof value === 'number') ? placesOf(items.flatMap((item) => valuesOf(item))) : undefined
  const above = new Set(isPath ? asked.flatMap((item) => valuesOf(item).slice(0, -1)).map(comparable) : [])
  const sameness = (value: unknown): number => {
    if (own.includes(value)) return 1
    if (typeof value === 'number' && places) return nearness(own, value, places)
    return typeof value === 'string' ? Math.max(0, ...words.map((mine) => shared(mine, new Set(tokenize(value))))) : 0
  }
  // items share values
  const known = new Map<unknown, number>()
  const samenessOf = (value: unknown): number => {
    const found = known.get(value) ?? sameness(comparable(value))
    known.set(value, found)
    return found
  }
  const agreement = Float32Array.from(items, (item) => {
    const values = valuesOf(item)
    if (values.length === 0) return Number.NaN
    let same = isPath ? samenessOf(values.at(-1)) : Math.max(...values.map(samenessOf))
    if (isPath && same < 0.5 && values.some((value) => above.has(comparable(value)))) same = 0.5
    const agrees = wish === 'same' ? same : 1 - same
    return agrees > 0 ? agrees : -1
  })
  return {
    agreement,
    side: wish === 'same' ? 'kept' : 'changed',
    says: (row) => [field, textsOf(valuesOf(items[row]!)).join(', ')].filter(Boolean).join(': '),
  }
}

function textsOf(values: readonly unknown[]): string[] {
  return values.map(String)
}

/** How much of the longer name the shorter one is, if that has all its words: "steel" and "enamelled steel". Names of people share less. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [short, long] = a.size < b.size ? [a, b] : [b, a]
  return short.size > 0 && [...short].every((word) => long.has(word)) ? short.size / long.size : 0
}

/** Where a number stands among all, 0 to 1: years, prices and weights are near each other by that, whatever their unit. */
function placesOf(values: readonly unknown[]): (value: number) => number {
  const sorted = Float64Array.from(values.filter((value): value is number => typeof value === 'number')).sort()
  return (value) => firstOf(sorted, (other) => other >= value) / sorted.length
}

function nearness(own: readonly unknown[], value: number, placeOf: (value: number) => number): number {
  const apart = Math.min(...own.map((mine) => (typeof mine === 'number' ? Math.abs(placeOf(mine) - placeOf(value)) : 1)))
  return apart <= SAME_NUMBER ? 1 : apart <= NEAR_NUMBER ? 0.5 : 0
}
