import type { ItemId, Recommendation } from '../types.js'

/**
 * Joins a better answer with the one on screen, without moving what the visitor sees.
 *
 * Every position of `visiblePositions` keeps its item (with the fields of `fresh`, if it names that item, so that a new
 * price shows), unless the item is `gone`; the other positions take `fresh` in its order, without repeating an item. The
 * length is that of `fresh`, or more where a visible position lies beyond its end; the gap is then filled with items shown
 * before.
 */
export function keepVisible(
  shown: readonly Recommendation[],
  fresh: readonly Recommendation[],
  visiblePositions: ReadonlySet<number>,
  gone: ReadonlySet<ItemId>,
): Recommendation[] {
  const isKept = (position: number) => visiblePositions.has(position) && !gone.has(shown[position]!.item.id)
  const kept = new Set<string>()
  let length = fresh.length
  shown.forEach(({ item }, position) => {
    if (!isKept(position)) return
    kept.add(item.id)
    length = Math.max(length, position + 1)
  })
  const freshById = new Map(fresh.map((entry) => [entry.item.id, entry]))
  const leftOver = shown.filter(({ item }) => !freshById.has(item.id) && !gone.has(item.id))
  const candidates = [...fresh, ...leftOver].filter(({ item }) => !kept.has(item.id))
  const joined = Array.from({ length }, (_, position) => {
    const before = shown[position]
    return before && isKept(position) ? (freshById.get(before.item.id) ?? before) : candidates.shift()
  })
  // with nothing gone, `shown` and `fresh` together name `length` items
  return joined.filter((entry) => entry !== undefined)
}
