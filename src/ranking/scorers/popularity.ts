import type { Item } from '../../types.js'
import type { RowTerm } from '../term.js'

/**
 * `ln(1 + popularity)`: the catalog's own numbers, damped because they are heavy-tailed. Rows without one count as 0.
 *
 * @returns null when no item has a popularity.
 */
export function popularityTerm(items: readonly Item[], weight: number): RowTerm | null {
  if (!items.some((item) => item.popularity !== undefined)) return null
  const scores = Float32Array.from(items, (item) => Math.log1p(Math.max(0, item.popularity ?? 0)))
  return { kind: 'rows', weight, scores, reason: (_row, termWeight) => ({ kind: 'popular', weight: termWeight }) }
}
