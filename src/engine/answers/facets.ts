import { attributeColumns, type FacetColumn, facetColumn } from '../../catalog/facet-column.js'
import { and } from '../../catalog/filter.js'
import { presentColumn } from '../../catalog/filter-fields.js'
import type { FacetsRequest } from '../../protocol.js'
import type { Facet, FacetChoice, Facets, FacetValue, Item, Where, WhereCondition } from '../../types.js'
import type { AnswerContext } from './context.js'
import { firstOf } from './first-of.js'
import { maskOf } from './mask.js'

/** Of a field of `Item`, those by which people choose. */
const CHOSEN_BY = ['price', 'brand', 'category', 'tags', 'lang']
/** One click on a field that takes away less of the list is not worth its room. */
const LEAST_GAIN = 0.1
/** A longer value is prose. */
export const LONGEST_VALUE = 40
/** Numbers of more kinds are ranges. */
export const MOST_NUMBERS = 8
const RANGES = 5

/** The columns of a catalog: all that may be offered, and others that were asked for. */
export interface Columns {
  readonly offered: readonly string[]
  readonly byField: Map<string, FacetColumn>
}

const columns = new WeakMap<readonly Item[], Columns>()

/** A field, with the rows that its own choice lets through. */
interface Chosen {
  readonly choices: readonly FacetChoice[]
  readonly mask: Uint8Array
}

/**
 * What the items that match can be filtered by, and how many each choice leaves.
 *
 * Choices within a field widen a list, choices of several fields narrow it: a value is counted among the items that `where` and the
 * choices of the *other* fields leave. What was chosen comes first, then the price, then fields of words, then numbers; among these, in the
 * order of the share of the list that one click takes away:
 *
 *     gain = mean over items of 1 - p(v),  v the rarest of its values that is shown,  0 where none is
 *
 * @throws PagekinError `filter-invalid`.
 */
export function facets(request: FacetsRequest, context: Pick<AnswerContext, 'rows' | 'interactions' | 'isPart'>): Facets {
  const { where, chosen = {}, fields, limit, values } = request
  const { items } = context.rows
  const base = maskOf(where ? { where } : {}, context, [])
  const choices = Object.entries(chosen).filter(([, given]) => given.length > 0)
  const taken = new Map(choices.map(([field, given]): [string, Chosen] => [field, chosenOf(field, given, items)]))
  const left = base.slice()
  for (const { mask } of taken.values()) and(left, mask)
  const names = fields ?? [...new Set([...taken.keys(), ...columnsOf(items).offered])]
  const found = names.flatMap((field) => {
    const among = taken.has(field) ? withoutChoiceOf(field, taken, base) : left
    const column = columnFor(field, items)
    const { facet, gain } = facetOf(column, base, among, taken.get(field)?.choices ?? [], values)
    const isWorthIt = facet.values.length > 1 && gain >= LEAST_GAIN && !column.isTime
    const place = taken.has(field) ? 0 : field === 'price' ? 1 : column.bySize ? 3 : 2
    const currency = field === 'price' ? currencyOf(items) : undefined
    return fields || place === 0 || isWorthIt ? [{ facet: { ...facet, ...(currency && { currency }) }, gain, place, column }] : []
  })
  const ordered = fields ? found : found.filter(isFirstOfItsKind).sort((a, b) => a.place - b.place || b.gain - a.gain)
  const filters = [...(where ? [where] : []), ...choices.map(([field, given]) => whereOf(field, given))]
  return {
    fields: ordered.slice(0, Math.max(limit, taken.size)).map(({ facet }) => facet),
    items: count(left),
    ...(filters.length > 0 && { where: filters.length === 1 ? filters[0]! : { all: filters } }),
  }
}

/** Two columns that divide the rows alike are one choice: they have the same codes, which count from the first row on. */
function isFirstOfItsKind(
  { column }: { readonly column: FacetColumn },
  at: number,
  all: readonly { readonly column: FacetColumn }[],
): boolean {
  const same = (other: FacetColumn) =>
    column.codes.length === other.codes.length &&
    column.codes.every((code, place) => other.codes[place] === code) &&
    column.starts.every((start, row) => other.starts[row] === start)
  return !all.slice(0, at).some((other) => same(other.column))
}

/** Where there is one. */
function currencyOf(items: readonly Item[]): string | undefined {
  const first = items.find(({ price }) => price)?.price?.currency
  return items.every(({ price }) => !price || price.currency === first) ? first : undefined
}

export function columnsOf(items: readonly Item[]): Columns {
  let found = columns.get(items)
  if (!found) {
    const byField = attributeColumns(items)
    found = { offered: [...CHOSEN_BY, ...byField.keys()], byField }
    columns.set(items, found)
  }
  return found
}

export function columnFor(field: string, items: readonly Item[]): FacetColumn {
  const { byField } = columnsOf(items)
  const column = byField.get(field) ?? facetColumn(field, items)
  byField.set(field, column)
  return column
}

/** The rows that the other choices leave. */
function withoutChoiceOf(field: string, taken: ReadonlyMap<string, Chosen>, base: Uint8Array): Uint8Array {
  const among = base.slice()
  for (const [other, { mask }] of taken) if (other !== field) and(among, mask)
  return among
}

/** @throws PagekinError `filter-invalid` for a field that no item has. */
function chosenOf(field: string, choices: readonly FacetChoice[], items: readonly Item[]): Chosen {
  const column = columnFor(field, items)
  if (column.values.length === 0 && items.length > 0) presentColumn('chosen', field, items)
  return { choices, mask: maskOfChoices(choices, column) }
}

/** The codes of the values that a choice is or holds. */
export function codesOf(choice: FacetChoice, { values, codeOf, bySize }: FacetColumn): number[] | Uint32Array {
  if (typeof choice !== 'object') return [codeOf(choice) ?? []].flat()
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = choice
  if (!bySize) return values.flatMap((value, code) => (typeof value === 'number' && value >= min && value <= max ? code : []))
  const begin = firstOf(bySize, (code) => Number(values[code]) >= min)
  return bySize.subarray(
    begin,
    firstOf(bySize, (code) => Number(values[code]) > max),
  )
}

/** 1 for the rows that have one of the choices. */
function maskOfChoices(choices: readonly FacetChoice[], column: FacetColumn): Uint8Array {
  const { values, starts, codes } = column
  const wanted = new Uint8Array(values.length)
  for (const choice of choices) for (const code of codesOf(choice, column)) wanted[code] = 1
  const mask = new Uint8Array(starts.length - 1)
  for (let row = 0; row < mask.length; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) mask[row]! |= wanted[codes[at]!]!
  }
  return mask
}

interface Judged {
  readonly facet: Facet
  readonly gain: number
}

function facetOf(column: FacetColumn, base: Uint8Array, among: Uint8Array, choices: readonly FacetChoice[], most: number): Judged {
  const counts = countsOf(column, among)
  const all = column.bySize && countsOf(column, base)
  const isRanged = all && all.reduce((kinds, items) => kinds + Number(items > 0), 0) > MOST_NUMBERS
  const shown = isRanged ? rangesOf(column, all, counts) : valuesOf(column, counts, choices, most)
  const offered = new Set(shown.map(({ value }) => keyOf(value, column)))
  // what was chosen stays, so that it can be taken back
  for (const value of choices) {
    if (!offered.has(keyOf(value, column))) shown.push({ value, items: itemsOf(value, column, among), level: 0 })
  }
  const isChosen = new Set(choices.map((value) => keyOf(value, column)))
  const values = shown.map(
    ({ value, items, level }): FacetValue => ({ value, items, chosen: isChosen.has(keyOf(value, column)), ...(level > 0 && { level }) }),
  )
  return { facet: { field: column.field, values }, gain: gainOf(column, among, shown) }
}

export interface Shown {
  readonly value: FacetChoice
  readonly items: number
  /** Below a chosen value of a path. */
  readonly level: number
}

function countsOf({ values, starts, codes }: FacetColumn, among: Uint8Array): Uint32Array {
  const counts = new Uint32Array(values.length)
  for (let row = 0; row < among.length; row++) {
    if (among[row]) for (let at = starts[row]!; at < starts[row + 1]!; at++) counts[codes[at]!]!++
  }
  return counts
}

/** The commonest first; numbers by size. Of a path, the first place where items differ, and what is below a chosen value. */
function valuesOf(
  { values, depths, parents, bySize, codeOf }: FacetColumn,
  counts: Uint32Array,
  choices: readonly FacetChoice[],
  most: number,
): Shown[] {
  const codes = [...counts.keys()].filter((code) => counts[code]! > 0 && String(values[code]).length <= LONGEST_VALUE)
  const commonest = (of: readonly number[]) => [...of].sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, most)
  const shown =
    (level: number) =>
    (code: number): Shown => ({ value: values[code]!, items: counts[code]!, level })
  if (!depths || !parents) {
    const best = commonest(codes)
    return (bySize ? best.sort((a, b) => Number(values[a]) - Number(values[b])) : best).map(shown(0))
  }
  const at = (depth: number) => codes.filter((code) => depths[code] === depth)
  const first = [...new Set(depths)].sort((a, b) => a - b).find((depth) => at(depth).length > 1) ?? 0
  const chosen = new Set(choices.map(codeOf))
  const withChildren =
    (level: number) =>
    (code: number): Shown[] => [
      shown(level)(code),
      ...(chosen.has(code) ? commonest(codes.filter((child) => parents[child] === code)).flatMap(withChildren(level + 1)) : []),
    ]
  return commonest(at(first)).flatMap(withChildren(0))
}

/** About equally many of all items each, from round numbers on: other choices change what a range holds, and not where it ends. */
export function rangesOf({ values, bySize = new Uint32Array() }: FacetColumn, all: ArrayLike<number>, counts: ArrayLike<number>): Shown[] {
  const sorted = bySize.filter((code) => all[code]! > 0)
  const total = sorted.reduce((sum, code) => sum + all[code]!, 0)
  const edges = [Number(values[sorted[0]!])]
  let passed = 0
  for (const code of sorted) {
    if (edges.length < RANGES && passed >= (edges.length * total) / RANGES) edges.push(roundBelow(Number(values[code]), edges.at(-1)!))
    passed += all[code]!
  }
  const ranges = edges.map((min) => ({ min, max: min, all: 0, items: 0 }))
  let at = 0
  for (const code of sorted) {
    const value = Number(values[code])
    while (value >= (edges[at + 1] ?? Number.POSITIVE_INFINITY)) at++
    ranges[at]!.max = value
    ranges[at]!.all += all[code]!
    ranges[at]!.items += counts[code]!
  }
  const [first, last] = [ranges[0]!, ranges.at(-1)!]
  // a few outliers are no end that anybody looks for
  const isOpen = last.max - last.min > last.min - first.min && last !== first
  return ranges
    .filter((range) => range.all > 0)
    .map((range) => {
      const { min, max, items } = range
      return { value: isOpen && range === last ? { min } : { min, max }, items, level: 0 }
    })
}

/** The roundest number between `low` and `value`, at most a quarter of the way down. */
function roundBelow(value: number, low: number): number {
  for (let power = Math.floor(Math.log10(Math.abs(value) || 1)) + 1; power >= -2; power--) {
    for (const digit of [5, 2, 1]) {
      const unit = digit * 10 ** power
      const rounded = Number((Math.floor(value / unit) * unit).toFixed(Math.max(0, -power)))
      if (rounded > low && value - rounded <= (value - low) / 4) return rounded
    }
  }
  return value
}

function itemsOf(choice: FacetChoice, column: FacetColumn, among: Uint8Array): number {
  const mask = maskOfChoices([choice], column)
  and(mask, among)
  return count(mask)
}

/** The share of the rows that one click on the right value takes away. */
function gainOf(column: FacetColumn, among: Uint8Array, shown: readonly Shown[]): number {
  const rows = count(among)
  if (rows === 0) return 0
  const left = new Float64Array(column.values.length).fill(1)
  for (const { value, items } of shown) for (const code of codesOf(value, column)) left[code] = items / rows
  let gain = 0
  for (let row = 0; row < among.length; row++) {
    if (!among[row]) continue
    let least = 1
    for (let at = column.starts[row]!; at < column.starts[row + 1]!; at++) least = Math.min(least, left[column.codes[at]!]!)
    gain += 1 - least
  }
  return gain / rows
}

/** Equal for choices that mean the same. */
function keyOf(choice: FacetChoice, { codeOf }: FacetColumn): string {
  return JSON.stringify(typeof choice === 'object' ? [choice.min, choice.max] : (codeOf(choice) ?? [choice]))
}

function whereOf(field: string, choices: readonly FacetChoice[]): Where {
  const ranges = choices.filter((choice) => typeof choice === 'object')
  const values = choices.filter((choice) => typeof choice !== 'object')
  const conditions: WhereCondition[] = [...ranges, ...(values.length > 0 ? [values] : [])]
  return conditions.length === 1 ? { [field]: conditions[0] } : { any: conditions.map((condition) => ({ [field]: condition })) }
}

function count(mask: Uint8Array): number {
  let rows = 0
  for (const pass of mask) rows += pass
  return rows
}
