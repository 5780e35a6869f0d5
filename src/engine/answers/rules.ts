import { compileFilter } from '../../catalog/filter.js'
import { columnOf } from '../../catalog/filter-fields.js'
import { PagekinError } from '../../errors.js'
import type { Boost } from '../../ranking/biases/boost.js'
import type { Quota } from '../../ranking/rerankers/set-aside.js'
import type { Item, Rules } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'

/** A site's rules in rows. Ids that the catalog does not have are passed over: a pinned item may be sold out. */
export interface RuledRows {
  readonly boosts: readonly Boost[]
  readonly pinned: readonly number[]
  readonly quotas: readonly Quota[]
}

const NONE: RuledRows = { boosts: [], pinned: [], quotas: [] }

/** @param isPart As of `compileFilter`. @throws PagekinError `usage`, and `filter-invalid` for a filter or a field that does not fit the catalog. */
export function rulesOf(rules: Rules | undefined, rows: CatalogRows, isPart = false): RuledRows {
  if (!rules) return NONE
  const { pin = [], boost = [], atMost = {} } = rules
  expect(Array.isArray(pin) && pin.every((id) => typeof id === 'string'), 'pin', pin, 'a list of ids, which are strings')
  expect(Array.isArray(boost), 'boost', boost, 'a list of { where, weight }')
  expect(typeof atMost === 'object' && atMost !== null, 'atMost', atMost, 'an object of fields and numbers')
  return {
    boosts: boost.map((one, i) => {
      const { where, weight } = one ?? {}
      expect(Number.isFinite(weight), `boost[${i}].weight`, weight, 'a finite number')
      return { weight, rows: compileFilter(where, rows.items, isPart) }
    }),
    pinned: pin.flatMap((id) => rows.rowOf(id) ?? []),
    quotas: Object.entries(atMost).map(([field, most]) => {
      expect(Number.isInteger(most) && most > 0, `atMost.${field}`, most, 'a whole number, 1 or more')
      return { most, valuesOf: valuesOf(field, rows.items, isPart) }
    }),
  }
}

function valuesOf(field: string, items: readonly Item[], isPart: boolean): Quota['valuesOf'] {
  const column = columnOf(field, items)
  if (column.types.size === 0 && !isPart) {
    throw new PagekinError('filter-invalid', `rules.atMost.${field}: no item has such a field; expected one that the catalog has`)
  }
  // of a path its special end: a department is no kind of thing
  const from = field === 'category' ? -1 : 0
  return (row) => column.valuesOf(items[row]!).slice(from).map(column.comparable)
}

function expect(fits: boolean, name: string, received: unknown, expected: string): void {
  if (!fits)
    throw new PagekinError('usage', `rules.${name}: received ${String(JSON.stringify(received)).slice(0, 100)}, expected ${expected}`)
}
