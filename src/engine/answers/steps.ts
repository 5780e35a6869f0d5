import { columnOf, MOMENT } from '../../catalog/filter-fields.js'
import { IDENTIFIERS } from '../../catalog/item-sentence.js'
import { namesOthers } from '../../links.js'
import type { Item, Step, Where } from '../../types.js'

/** Steps are made of so many of the best items. */
export const STEPS_FROM = 60
/** Of one field. */
const MOST_OF_FIELD = 2
/** A value that fewer have leads to no list. */
const LEAST_ITEMS = 3
/** Counts of what people did, or of what is in stock: nobody wants an item with more questions. A rating is no count. */
const COUNTS = /^(?!.*rating).*(?:review|question|answer|vote|sales|stock|quantit)/i
/** A longer value is prose. */
const LONGEST_VALUE = 40

type Scored = Step & { readonly gain: number }

/**
 * In what the best items differ, as ways on: the values and directions that split them most evenly.
 *
 *     gain = p (1 - p),  p the share of the best items that a step leaves
 *
 * @param asked The first item asked about.
 * @param taken The filter of the request: fields in it are settled.
 */
export function stepsFrom(best: readonly Item[], asked: Item, most: number, taken: Where | undefined, items: readonly Item[]): Step[] {
  const settled = new Set(fieldsOf(taken))
  const columns = best.flatMap(({ attributes = {} }) => Object.entries(attributes))
  const names = new Set(columns.flatMap(([name, value]) => (namesOthers(name, value) ? [] : name)))
  const fields = ['brand', 'category', ...names].filter((name) => !settled.has(name) && !IDENTIFIERS.test(name) && !COUNTS.test(name))
  const steps = fields.flatMap((field) => stepsOf(field, best, asked, items).slice(0, MOST_OF_FIELD))
  const cheaper = settled.has('price') ? [] : cheaperStep(best, asked)
  return [...cheaper, ...steps.sort((a, b) => b.gain - a.gain)].slice(0, most).map(({ gain: _, ...step }) => step)
}

function fieldsOf(where: Where | undefined): string[] {
  return Object.entries(where ?? {}).flatMap(([field, condition]) =>
    field === 'all' || field === 'any' ? (condition as readonly Where[]).flatMap(fieldsOf) : field,
  )
}

function cheaperStep(best: readonly Item[], { price }: Item): Scored[] {
  const left = best.filter((item) => price && item.price && item.price.currency === price.currency && item.price.value < price.value).length
  return step(left, best.length, { kind: 'cheaper', field: 'price', options: { cheaper: true } })
}

function stepsOf(field: string, best: readonly Item[], asked: Item, items: readonly Item[]): Scored[] {
  const { valuesOf, comparable, types } = columnOf(field, items)
  const counts = new Map<unknown, { readonly value: unknown; count: number }>()
  for (const item of best) {
    // of a path its special end: what is above it, all of them share
    const values = field === 'category' ? valuesOf(item).slice(-1) : valuesOf(item)
    for (const value of new Set(values)) {
      const key = comparable(value)
      const known = counts.get(key) ?? { value, count: 0 }
      known.count++
      counts.set(key, known)
    }
  }
  if (types.size === 1 && types.has('number')) {
    const own = valuesOf(asked).find((value) => typeof value === 'number')
    if (typeof own !== 'number') return []
    const found = [...counts.values()].map(({ value, count }) => ({ by: Number(value) - own, count }))
    const left = (sign: number) => found.reduce((sum, { by, count }) => sum + (Math.sign(by) === sign ? count : 0), 0)
    const beyond = (bound: 'min' | 'max') => ({
      where: { all: [{ [field]: { [bound]: { item: 1 as const } } }, { [field]: { not: { item: true as const } } }] },
    })
    return [
      ...step(left(1), best.length, { kind: 'more', field, options: beyond('min') }),
      ...step(left(-1), best.length, { kind: 'less', field, options: beyond('max') }),
    ].sort((a, b) => b.gain - a.gain)
  }
  return [...counts.values()]
    .flatMap(({ value, count }) =>
      typeof value === 'string' && value.length <= LONGEST_VALUE && !MOMENT.test(value)
        ? step(count, best.length, { kind: 'value', field, value: value.trim(), options: { where: { [field]: value } } })
        : [],
    )
    .sort((a, b) => b.gain - a.gain)
}

/** None where hardly any item or nearly all would be left. */
function step(items: number, of: number, rest: Omit<Step, 'items'>): Scored[] {
  const share = items / of
  return items < LEAST_ITEMS || share > 0.9 ? [] : [{ ...rest, items, gain: share * (1 - share) }]
}
