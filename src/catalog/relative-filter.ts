import type { Item, Where } from '../types.js'
import { columnOf } from './filter-fields.js'
import { isRecord } from './rows.js'

/**
 * The filter with the item's own values in it: `{ item: true }` stands for its values of the field, `{ item: 0.8 }` for its number times 0.8. What refers to a
 * value that the item lacks is left out, because nobody can tell what passes.
 *
 * @param item The item asked about.
 */
export function relativeTo(item: Item, where: Where, items: readonly Item[]): Where {
  const parts = Object.entries(where).flatMap(([field, condition]) => {
    if (field === 'all' || field === 'any') {
      return [
        [
          field,
          Array.isArray(condition) ? condition.map((part) => (isRecord(part) ? relativeTo(item, part as Where, items) : part)) : condition,
        ],
      ]
    }
    const values = () => columnOf(field, items).valuesOf(item)
    const resolved = resolve(condition, values)
    return resolved === LACKING ? [] : [[field, resolved]]
  })
  return Object.fromEntries(parts) as Where
}

const LACKING = Symbol()

function resolve(condition: unknown, valuesOf: () => readonly unknown[]): unknown {
  if (!isRecord(condition)) return condition
  const { item, not, min, max } = condition
  if (item !== undefined && Object.keys(condition).length === 1) return ownValues(item, valuesOf())
  if (not !== undefined) {
    const inner = resolve(not, valuesOf)
    return inner === LACKING ? LACKING : { ...condition, not: inner }
  }
  if (!isRecord(min) && !isRecord(max)) return condition
  const bounds = Object.entries(condition).flatMap(([name, bound]) => {
    const value = isRecord(bound)
      ? ownValues(
          bound.item,
          valuesOf()
            .filter((one) => typeof one === 'number')
            .slice(0, 1),
        )
      : bound
    return value === LACKING ? [] : [[name, Array.isArray(value) ? value[0] : value]]
  })
  return bounds.length === 0 ? LACKING : Object.fromEntries(bounds)
}

/** What is no `true` and no number stays as it is, for the filter to refuse. */
function ownValues(given: unknown, values: readonly unknown[]): unknown {
  if (given !== true && typeof given !== 'number') return { item: given }
  const found = given === true ? values : values.flatMap((value) => (typeof value === 'number' ? [value * given] : []))
  return found.length === 0 ? LACKING : found
}
