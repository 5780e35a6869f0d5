import { checkCutoff, checkDistinct } from './checks.js'

/**
 * Metrics of one ranking, best first, against the set of what is relevant (Manning, Raghavan and Schütze, Introduction to
 * Information Retrieval, 2008, chapter 8; Voorhees, TREC-8, 1999, for the reciprocal rank; conventions of trec_eval).
 * A query without a relevant item cannot be judged: every one of them is NaN then, so that all skip the same queries.
 */

/** Recall@k: |top k that are relevant| / |relevant|. */
export function recallAt<Id>(ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k: number): number {
  return relevant.size === 0 ? Number.NaN : hits('recallAt', ranking, relevant, k) / relevant.size
}

/** Precision@k: |top k that are relevant| / k, also where the ranking is shorter than k: what is not shown is not right. */
export function precisionAt<Id>(ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k: number): number {
  const found = hits('precisionAt', ranking, relevant, k)
  return relevant.size === 0 ? Number.NaN : found / (Number.isFinite(k) ? k : Math.max(1, ranking.length))
}

/** HitRate@k: 1 where anything in the top k is relevant, else 0. With one relevant item it is recall@k. */
export function hitRateAt<Id>(ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k: number): number {
  const found = hits('hitRateAt', ranking, relevant, k)
  return relevant.size === 0 ? Number.NaN : Number(found > 0)
}

/** 1 / (rank of the first relevant item, from 1); 0 where none is in the top k. Its mean over queries is MRR. Default k: all. */
export function reciprocalRank<Id>(ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k = Number.POSITIVE_INFINITY): number {
  checkCutoff('reciprocalRank', k)
  checkDistinct('reciprocalRank', ranking)
  if (relevant.size === 0) return Number.NaN
  const end = Math.min(k, ranking.length)
  for (let i = 0; i < end; i++) if (relevant.has(ranking[i]!)) return 1 / (i + 1)
  return 0
}

/**
 * Average precision: (1 / |relevant|) * sum over the ranks r <= k of relevant items of precision@r. Its mean over queries is MAP.
 * A relevant item that the ranking lacks adds 0. Default k: all.
 */
export function averagePrecision<Id>(ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k = Number.POSITIVE_INFINITY): number {
  checkCutoff('averagePrecision', k)
  checkDistinct('averagePrecision', ranking)
  if (relevant.size === 0) return Number.NaN
  const end = Math.min(k, ranking.length)
  let found = 0
  let sum = 0
  for (let i = 0; i < end; i++) {
    if (relevant.has(ranking[i]!)) sum += ++found / (i + 1)
  }
  return sum / relevant.size
}

function hits<Id>(where: string, ranking: ArrayLike<Id>, relevant: ReadonlySet<Id>, k: number): number {
  checkCutoff(where, k)
  checkDistinct(where, ranking)
  const end = Math.min(k, ranking.length)
  let found = 0
  for (let i = 0; i < end; i++) if (relevant.has(ranking[i]!)) found++
  return found
}
