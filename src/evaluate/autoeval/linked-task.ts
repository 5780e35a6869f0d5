import type { AttributeValue, Item } from '../../types.js'
import { draws } from '../draw.js'
import { MIN_QUERIES, type Task, type TaskOptions, type TaskQuery } from './task.js'

/** A field holds links if this share of its values are ids or addresses of other items. */
const LINK_SHARE = 0.5

/**
 * Wiki link prediction (Chang et al., 2020) for a catalog: an item must find the items that its row links to, or the other variants
 * of its group. Links are attributes whose values are mostly ids or addresses of other items. The query items lack these attributes,
 * because two rows that list the same ids would find each other by the ids.
 *
 * @returns null for fewer than 20 items with links.
 */
export function linkedTask(items: readonly Item[], options: TaskOptions = {}): Task | null {
  const { queries: wanted = 200, seed = 1 } = options
  const rowOf = new Map<string, number>()
  items.forEach(({ id, url }, row) => {
    rowOf.set(id, row)
    if (url !== undefined && !rowOf.has(url)) rowOf.set(url, row)
  })
  const fields = linkFields(items, rowOf)
  const groups = new Map<string, number[]>()
  items.forEach(({ group }, row) => {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), row])
  })
  const left = [...items]
  const queries: TaskQuery[] = []
  for (const row of draws(seed).shuffled([...items.keys()])) {
    if (queries.length === wanted) break
    const item = items[row]!
    const relevant = new Set([
      ...fields.flatMap((field) => listOf(item.attributes?.[field]).flatMap((name) => rowOf.get(name) ?? [])),
      ...(item.group === undefined ? [] : groups.get(item.group)!),
    ])
    relevant.delete(row)
    if (relevant.size === 0) continue
    left[row] = withoutAttributes(item, fields)
    queries.push({ row, text: null, relevant })
  }
  if (queries.length < MIN_QUERIES) return null
  return { id: 'linked', name: 'an item finds the items that its row links to', items: left, queries }
}

function linkFields(items: readonly Item[], rowOf: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, { values: number; links: number }>()
  items.forEach(({ attributes = {} }, row) => {
    for (const [field, value] of Object.entries(attributes)) {
      const count = counts.get(field) ?? { values: 0, links: 0 }
      counts.set(field, count)
      for (const name of listOf(value)) {
        const target = rowOf.get(name)
        count.values++
        if (target !== undefined && target !== row) count.links++
      }
    }
  })
  return [...counts].flatMap(([field, { values, links }]) => (links > 0 && links >= values * LINK_SHARE ? [field] : []))
}

/** Numbers are no links: a stock of 3 does not mean item 3. */
function listOf(value: AttributeValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value : []
}

function withoutAttributes(item: Item, fields: readonly string[]): Item {
  const attributes = Object.entries(item.attributes ?? {}).filter(([field]) => !fields.includes(field))
  return { ...item, attributes: Object.fromEntries(attributes) }
}
