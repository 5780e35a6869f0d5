import { PagekinError } from '../../errors.js'
import { sequenceCount } from '../../ranking/sequences.js'
import { coverage, exposure, gini, novelty } from '../metrics/exposure.js'
import { ndcgAt } from '../metrics/ndcg.js'
import { hitRateAt, reciprocalRank } from '../metrics/relevance.js'
import type { NextItemMethod } from './method.js'
import type { NextItemTask } from './task.js'

/** What a method did, query by query in the order of the task's, and what it cost. */
export interface MethodOutcome {
  readonly name: string
  readonly hitRate: Float64Array
  readonly ndcg: Float64Array
  /** Cut at k, like the others. */
  readonly reciprocalRank: Float64Array
  readonly novelty: Float64Array
  /** Share of the catalog that anybody was shown. */
  readonly coverage: number
  readonly gini: number
  /** Seconds until it could answer, once: counting, inverting, indexing. */
  readonly buildSeconds: number
  readonly msPerQuery: number
  readonly bytes: number
}

/** A method that is yet to be made, so that the making can be timed, and memory is held for one at a time. */
export interface Contender {
  readonly name: string
  make(): NextItemMethod
}

/**
 * Makes a method and asks it everything; every figure is of the top k. Throws `usage` where it answers with more than k, or with what the
 * history has.
 */
export function evaluateMethod(task: NextItemTask, { name, make }: Contender, k = 10): MethodOutcome {
  const { queries, met, ids, train } = task
  const started = performance.now()
  const method = make()
  const buildSeconds = (performance.now() - started) / 1000
  const figure = (): Float64Array => new Float64Array(queries.length)
  const found = { hitRate: figure(), ndcg: figure(), reciprocalRank: figure(), novelty: figure() }
  const lists: ArrayLike<number>[] = []
  let ms = 0
  queries.forEach((query, q) => {
    const begun = performance.now()
    const list = method.top(query, k)
    ms += performance.now() - begun
    const seen = new Set(query.history)
    if (list.length > k || Array.from(list).some((row) => seen.has(row))) {
      throw new PagekinError('usage', `${name}, query ${q}: received ${Array.from(list)}, expected at most ${k} rows, none of the history`)
    }
    lists.push(list)
    const relevant = new Set([query.target])
    found.hitRate[q] = hitRateAt(list, relevant, k)
    found.ndcg[q] = ndcgAt(list, new Map([[query.target, 1]]), k)
    found.reciprocalRank[q] = reciprocalRank(list, relevant, k)
    found.novelty[q] = novelty(list, met, sequenceCount(train))
  })
  const shown = exposure(lists, ids.length)
  return {
    name,
    ...found,
    coverage: coverage(shown),
    gini: gini(shown),
    buildSeconds,
    msPerQuery: ms / queries.length,
    bytes: method.bytes,
  }
}
