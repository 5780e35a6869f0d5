import { type BootstrapOptions, bootstrapMean, type Interval, pairedBootstrap } from '../metrics/bootstrap.js'
import { hitRateAt, recallAt, reciprocalRank } from '../metrics/relevance.js'
import { DEPTH, type Ranker } from './rankers.js'
import type { Task } from './task.js'

/** What a setting costs whoever looks at the page. */
export interface Cost {
  /** Milliseconds to embed one query; 0 if it is not embedded. */
  readonly encodeMs: number
  /** Bytes that the items take on the device. */
  readonly keptBytes: number
  /** Bytes to fetch before it can answer, uncompressed. */
  readonly downloadBytes: number
}

/** One way to answer, and what it costs. */
export interface Setting {
  readonly id: string
  /** For people. */
  readonly name: string
  readonly ranker: Ranker
  readonly cost: Cost
}

export interface SettingScore {
  readonly id: string
  readonly name: string
  readonly mrr: Interval
  readonly hit1: Interval
  readonly hit10: Interval
  /** MRR minus that of the first setting, over the same queries. Absent for the first. */
  readonly gain?: Interval
  /** Median milliseconds to rank one query, without embedding it. */
  readonly rankMs: number
  readonly cost: Cost
}

export interface TaskScore {
  readonly task: Task['id']
  readonly name: string
  readonly queries: number
  readonly settings: readonly SettingScore[]
}

/** Reciprocal rank (0 beyond 100) and hits of each query. */
export interface QueryScores {
  readonly reciprocal: Float64Array
  readonly hit1: Float64Array
  readonly hit10: Float64Array
  readonly rankMs: number
}

/** Runs every query of a task. `now` gives milliseconds. */
export async function askAll(task: Task, ranker: Ranker, now: () => number): Promise<QueryScores> {
  const { length } = task.queries
  const scores = { reciprocal: new Float64Array(length), hit1: new Float64Array(length), hit10: new Float64Array(length) }
  const took = new Float64Array(length)
  for (const [position, query] of task.queries.entries()) {
    const begun = now()
    const ranking = await ranker(query, position)
    took[position] = now() - begun
    scores.reciprocal[position] = reciprocalRank(ranking, query.relevant, DEPTH)
    scores.hit1[position] = hitRateAt(ranking, query.relevant, 1)
    scores.hit10[position] = hitRateAt(ranking, query.relevant, 10)
  }
  return { ...scores, rankMs: length === 0 ? Number.NaN : took.sort()[Math.floor(length / 2)]! }
}

/**
 * Scores settings on one task: MRR, R@1 and R@10 (the share of queries whose answer is among the first 1 or 10), each with a
 * 95 % bootstrap interval, and the paired difference of MRR to the first setting. A difference counts if its interval excludes 0.
 */
export async function scoreSettings(
  task: Task,
  settings: readonly Setting[],
  now: () => number,
  bootstrap: BootstrapOptions = {},
): Promise<{ readonly score: TaskScore; readonly asked: readonly QueryScores[] }> {
  const asked: QueryScores[] = []
  for (const { ranker } of settings) asked.push(await askAll(task, ranker, now))
  const scored = settings.map(
    ({ id, name, cost }, i): SettingScore => ({
      id,
      name,
      mrr: bootstrapMean(asked[i]!.reciprocal, bootstrap),
      hit1: bootstrapMean(asked[i]!.hit1, bootstrap),
      hit10: bootstrapMean(asked[i]!.hit10, bootstrap),
      ...(i > 0 && { gain: pairedBootstrap(asked[i]!.reciprocal, asked[0]!.reciprocal, bootstrap) }),
      rankMs: asked[i]!.rankMs,
      cost,
    }),
  )
  return { score: { task: task.id, name: task.name, queries: task.queries.length, settings: scored }, asked }
}

/** Label recall: the share of a query's labels among its first k, one number a query. */
export async function labelRecall(task: Task, ranker: Ranker, k: number, maskOf?: (position: number) => Uint8Array): Promise<Float64Array> {
  const recall = new Float64Array(task.queries.length)
  for (const [position, query] of task.queries.entries()) {
    const ranking = await ranker(query, position, maskOf?.(position))
    recall[position] = recallAt(Array.from(ranking).slice(0, k), query.relevant, k)
  }
  return recall
}
