import { PagekinError } from '../errors.js'
import type { Item, Where } from '../types.js'
import { type Column, columnOf, isAvailabilityField, knownFields } from './filter-fields.js'
import { isRecord, messageOf, nameOfType, quoted } from './rows.js'

const MAX_DEPTH = 32

const EXPECTED = 'expected a value, a list of values, {min, max}, {not} or {exists}'

/** A filter on its way: the place inside `where`, for messages, and how deep it is. */
interface Place {
  readonly items: readonly Item[]
  readonly path: string
  readonly depth: number
  readonly isPart: boolean
}

/**
 * Evaluates a filter over all items: byte `row` of the result is 1 where `items[row]` passes.
 *
 * `{ field: value }` equals; `[a, b]` any of them; `{ min, max }` a range of numbers, both ends included; `{ not: condition }`;
 * `{ exists: true | false }`; `{ all: [where, ...] }`; `{ any: [where, ...] }`. Several fields mean "and". An item without the
 * field passes only `not` and `{ exists: false }`.
 *
 * A field is a field of `Item`, else an attribute, else one of the other names a catalog may use (`inStock`, `name`). An item
 * whose value could not be read as its field ("call us" as a price) has that value to compare. `price` compares its value, `currency` its currency. Lists (category, tags, attributes) match when one element does. Text is compared without
 * regard to case and to blanks at its ends; `id`, `group`, `url` and `image` exactly, and `id` and `group` take numbers too. Items
 * that do not say so count as available.
 *
 * Throws `PagekinError('filter-invalid')` with the path (`where.price.min`) for a field that no item has, a value of a type that the
 * field never has, a range on a field without numbers, an unknown operator, an empty list, and nesting deeper than 32. Fields of `Item`
 * may be asked for existence even where no item has them; a catalog without items has no fields to compare with, any name passes.
 *
 * @param isPart More items exist than these. A field that none of these has is no error then; it lets nothing through.
 */
export function compileFilter(where: Where, items: readonly Item[], isPart = false): Uint8Array {
  try {
    return evaluateWhere(where, { items, path: 'where', depth: 0, isPart })
  } catch (thrown) {
    throw PagekinError.from(thrown, 'filter-invalid', `where: could not be read (${messageOf(thrown)})`)
  }
}

/** Whether a filter asks about availability itself, anywhere in it: if so, the engine does not hide what is unavailable. */
export function mentionsAvailability(where: Where): boolean {
  return mentions(where, new Set())
}

function mentions(where: unknown, seen: Set<unknown>): boolean {
  if (!isRecord(where) || seen.has(where)) return false
  seen.add(where)
  return Object.entries(where).some(([field, condition]) => {
    if (field !== 'all' && field !== 'any') return condition !== undefined && isAvailabilityField(field)
    return Array.isArray(condition) && condition.some((part) => mentions(part, seen))
  })
}

function evaluateWhere(where: unknown, place: Place): Uint8Array {
  if (!isRecord(where)) throw invalid(place.path, `received ${shown(where)}; expected an object of fields and conditions`)
  if (place.depth > MAX_DEPTH) throw invalid(place.path, `is nested deeper than ${MAX_DEPTH}`)
  const passes = new Uint8Array(place.items.length).fill(1)
  for (const [field, condition] of Object.entries(where)) {
    if (condition === undefined) continue
    const inner: Place = { ...place, path: `${place.path}.${field}`, depth: place.depth + 1 }
    if (field === 'all') and(passes, evaluateList(condition, inner, and))
    else if (field === 'any') and(passes, evaluateList(condition, inner, or))
    else and(passes, evaluateCondition(condition, columnOf(field, place.items), field, inner))
  }
  return passes
}

function evaluateList(list: unknown, place: Place, combine: (into: Uint8Array, other: Uint8Array) => void): Uint8Array {
  if (!Array.isArray(list) || list.length === 0)
    throw invalid(place.path, `received ${shown(list)}; expected a list of at least one filter`)
  const [first, ...others] = list.map((where: unknown, index) => evaluateWhere(where, { ...place, path: `${place.path}[${index}]` }))
  for (const other of others) combine(first!, other)
  return first!
}

function evaluateCondition(condition: unknown, column: Column, field: string, place: Place): Uint8Array {
  if (place.depth > MAX_DEPTH) throw invalid(place.path, `is nested deeper than ${MAX_DEPTH}`)
  if (!isRecord(condition)) {
    assertPresent(column, field, place)
    const wanted: readonly unknown[] = Array.isArray(condition) ? condition : [condition]
    if (wanted.length === 0) throw invalid(place.path, 'received an empty list, which nothing can match; expected at least one value')
    const keys = wanted.map((value, index) =>
      comparableOf(value, column, Array.isArray(condition) ? `${place.path}[${index}]` : place.path),
    )
    const set = new Set(keys)
    return test(column, place, (values) => values.some((value) => set.has(column.comparable(value))))
  }
  const operators = Object.keys(condition).filter((name) => condition[name] !== undefined)
  const [operator] = operators
  if (operators.length === 1 && operator === 'not') {
    assertPresent(column, field, place)
    const passes = evaluateCondition(condition.not, column, field, { ...place, path: `${place.path}.not`, depth: place.depth + 1 })
    return passes.map((pass) => 1 - pass)
  }
  if (operators.length === 1 && operator === 'exists') return evaluateExists(condition.exists, column, field, place)
  const stranger = operators.find((name) => name !== 'min' && name !== 'max')
  if (stranger === 'item')
    throw invalid(
      `${place.path}.item`,
      'refers to an item asked about, true or a number; expected one, of similar, forYou with a context, or search with like',
    )
  if (stranger !== undefined) throw invalid(`${place.path}.${stranger}`, `is no operator, or not beside others; ${EXPECTED}`)
  if (operators.length === 0) throw invalid(place.path, `received an empty object; ${EXPECTED}`)
  assertPresent(column, field, place)
  return evaluateRange(condition, column, place)
}

function evaluateExists(exists: unknown, column: Column, field: string, place: Place): Uint8Array {
  if (typeof exists !== 'boolean') throw invalid(`${place.path}.exists`, `received ${shown(exists)}; expected true or false`)
  if (!column.isItemField) assertPresent(column, field, place)
  const passes = test(column, place, (values) => values.length > 0)
  return exists ? passes : passes.map((pass) => 1 - pass)
}

function evaluateRange(condition: Record<string, unknown>, column: Column, place: Place): Uint8Array {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = condition
  for (const [name, bound] of Object.entries({ min, max })) {
    if (typeof bound !== 'number' || Number.isNaN(bound))
      throw invalid(`${place.path}.${name}`, `received ${shown(bound)}; expected a number`)
  }
  const [low, high] = [min as number, max as number]
  if (low > high) throw invalid(place.path, `received min ${low} above max ${high}, which nothing can match`)
  if (column.types.size > 0 && !column.types.has('number')) {
    throw invalid(
      place.path,
      `received a range; expected a value, because this field has ${typesOf(column)} here, for example ${shown(column.example)}`,
    )
  }
  return test(column, place, (values) => values.some((value) => typeof value === 'number' && value >= low && value <= high))
}

function test(column: Column, place: Place, passes: (values: readonly unknown[]) => boolean): Uint8Array {
  const { items } = place
  const passed = new Uint8Array(items.length)
  for (let row = 0; row < passed.length; row++) if (passes(column.valuesOf(items[row]!))) passed[row] = 1
  return passed
}

function comparableOf(value: unknown, column: Column, path: string): unknown {
  const primitive = typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value))
  if (!primitive) throw invalid(path, `received ${shown(value)}; ${EXPECTED}`)
  const asId = column.takesNumbersAsText && typeof value === 'number'
  if (!asId && column.types.size > 0 && !column.types.has(typeof value)) {
    throw invalid(
      path,
      `received ${shown(value)}, a ${typeof value}; expected ${typesOf(column)}, as this field has here, for example ${shown(column.example)}`,
    )
  }
  return column.comparable(asId ? String(value) : value)
}

function assertPresent(column: Column, field: string, place: Place): void {
  if (column.types.size > 0 || place.items.length === 0 || place.isPart) return
  throw invalid(place.path, `no item has the field ${quoted(field)}; known fields: ${knownFields(place.items).join(', ')}`)
}

function typesOf(column: Column): string {
  return [...column.types].sort().join(' or ')
}

function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : nameOfType(value)
}

function invalid(path: string, problem: string): PagekinError {
  return new PagekinError('filter-invalid', `${path}: ${problem}`)
}

/** Leaves the rows that pass both. */
export function and(into: Uint8Array, other: Uint8Array): void {
  for (let row = 0; row < into.length; row++) into[row] = into[row]! & other[row]!
}

function or(into: Uint8Array, other: Uint8Array): void {
  for (let row = 0; row < into.length; row++) into[row] = into[row]! | other[row]!
}
