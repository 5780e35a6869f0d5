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

/** What visitors did with each row lately. */
export interface RowRates {
  /** Events by their weight, halved every 30 days. */
  readonly events: Float32Array
  /** For how many days the row was there to be met, halved likewise. */
  readonly days: Float32Array
}

/** So many days of the mean are added to every row. */
const PRIOR_DAYS = 7

/**
 * Events a day, so that a row that few had time to meet is not lost:
 *
 *     rate_i = (S_i + kappa m) / (E_i + kappa)
 *
 * S_i = events of the row, E_i = its days, m = the mean rate of its group, kappa = 7 days. The posterior mean of a Poisson rate under a
 * gamma prior. Source: Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.6. 0 where nothing was done.
 *
 * @param groupOf Rows of one group have a prior of their own, for example a category.
 */
export function smoothedRates({ events, days }: RowRates, groupOf: (row: number) => string): Float32Array {
  const groups = new Map<string, { events: number; days: number }>()
  events.forEach((count, row) => {
    const group = groups.get(groupOf(row)) ?? { events: 0, days: 0 }
    groups.set(groupOf(row), { events: group.events + count, days: group.days + days[row]! })
  })
  return events.map((count, row) => {
    const group = groups.get(groupOf(row))!
    return count > 0 ? (count + (PRIOR_DAYS * group.events) / group.days) / (days[row]! + PRIOR_DAYS) : 0
  })
}

/** The same rates of other rows. @param rowOf New row of each old one, -1 where it has none. */
export function moveRates({ events, days }: RowRates, rowOf: ArrayLike<number>, rowCount: number): RowRates {
  const moved = { events: new Float32Array(rowCount), days: new Float32Array(rowCount) }
  events.forEach((count, row) => {
    if (rowOf[row]! < 0) return
    moved.events[rowOf[row]!] = count
    moved.days[rowOf[row]!] = days[row]!
  })
  return moved
}
