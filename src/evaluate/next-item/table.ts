import { type BootstrapOptions, bootstrapMean, type Interval, pairedBootstrap } from '../metrics/bootstrap.js'
import type { MethodOutcome } from './evaluate-method.js'
import { slicesOf } from './slices.js'
import type { NextItemTask } from './task.js'

export interface MethodRow {
  readonly name: string
  readonly hitRate: Interval
  readonly ndcg: Interval
  readonly mrr: Interval
  /** nDCG of this method less that of the reference, paired by query. */
  readonly difference: Interval
  readonly noveltyBits: number
  readonly coverage: number
  readonly gini: number
  readonly buildSeconds: number
  readonly msPerQuery: number
  readonly bytes: number
}

export interface SliceRows {
  readonly slice: string
  readonly queries: number
  /** nDCG, and its difference to the reference, in the order of the table. */
  readonly methods: readonly { readonly name: string; readonly ndcg: Interval; readonly hitRate: Interval; readonly difference: Interval }[]
}

export interface NextItemTable {
  readonly task: string
  readonly k: number
  readonly items: number
  readonly trainingSequences: number
  readonly queries: number
  /** The method that differences are taken to. */
  readonly reference: string
  readonly rows: readonly MethodRow[]
  readonly slices: readonly SliceRows[]
}

/**
 * Outcomes as a table: means with 95 % bootstrap intervals over the queries, differences of nDCG to a reference paired by query.
 * Slices without queries are left out, and one that holds all of them.
 */
export function nextItemTable(
  task: NextItemTask,
  outcomes: readonly MethodOutcome[],
  reference: string,
  k = 10,
  bootstrap: BootstrapOptions = {},
): NextItemTable {
  const against = outcomes.find(({ name }) => name === reference) ?? outcomes[0]!
  const over = (values: Float64Array): Interval => bootstrapMean(values, bootstrap)
  const slices = slicesOf(task).map(({ name, has }) => ({ name, at: task.queries.flatMap((query, q) => (has(query) ? [q] : [])) }))
  return {
    task: task.name,
    k,
    items: task.ids.length,
    trainingSequences: task.train.offset.length - 1,
    queries: task.queries.length,
    reference: against.name,
    rows: outcomes.map((outcome) => ({
      name: outcome.name,
      hitRate: over(outcome.hitRate),
      ndcg: over(outcome.ndcg),
      mrr: over(outcome.reciprocalRank),
      difference: pairedBootstrap(outcome.ndcg, against.ndcg, bootstrap),
      noveltyBits: meanOf(outcome.novelty),
      coverage: outcome.coverage,
      gini: outcome.gini,
      buildSeconds: outcome.buildSeconds,
      msPerQuery: outcome.msPerQuery,
      bytes: outcome.bytes,
    })),
    slices: slices
      .filter(({ at }, i) => i > 0 && at.length > 0 && at.length < task.queries.length)
      .map(({ name, at }) => ({
        slice: name,
        queries: at.length,
        methods: outcomes.map((outcome) => {
          const part = (values: Float64Array): Float64Array => Float64Array.from(at, (q) => values[q]!)
          const ndcg = part(outcome.ndcg)
          return {
            name: outcome.name,
            ndcg: over(ndcg),
            hitRate: over(part(outcome.hitRate)),
            difference: pairedBootstrap(ndcg, part(against.ndcg), bootstrap),
          }
        }),
      })),
  }
}

function meanOf(values: Float64Array): number {
  const defined = values.filter((value) => !Number.isNaN(value))
  return defined.reduce((sum, value) => sum + value, 0) / defined.length
}
