import type { Bm25Index } from '../../lexical/bm25.js'
import { boostTerm } from '../../ranking/biases/boost.js'
import type { Candidate } from '../../ranking/candidate.js'
import { rank, type Vectors } from '../../ranking/rank.js'
import type { Cutoff } from '../../ranking/rerankers/cutoff.js'
import { isDuplicate } from '../../ranking/rerankers/duplicates.js'
import type { Duplicates } from '../../ranking/rerankers/set-aside.js'
import type { Crowd } from '../../ranking/scorers/crowd.js'
import type { Term } from '../../ranking/term.js'
import type { Interaction, Recommendation } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { EngineRequest } from '../protocol.js'
import { rulesOf } from './rules.js'

/** Everything an answer is made from, at one moment. */
export interface AnswerContext {
  readonly rows: CatalogRows
  readonly words: Bm25Index
  readonly vectors: Vectors | null
  /** What others did; absent where nobody knows. */
  readonly crowd?: Crowd | null
  /** How sure a search is; absent as long as nobody knows. */
  readonly cutoff?: Cutoff | null
  readonly interactions: readonly Interaction[]
  readonly now: number
}

/** A request as an answer sees it. */
export type Request = Omit<EngineRequest, 'callId'>

export const DEFAULT_DIVERSITY = 0.3

/** For people, who do not read ids. */
export function titleOf(row: number, { rows }: AnswerContext): string {
  return rows.items[row]!.title
}

/** @param shown Rows on the page already. */
export function rankFor(
  terms: readonly Term[],
  mask: Uint8Array,
  request: Request,
  defaultDiversity: number,
  context: AnswerContext,
  shown: readonly number[] = [],
): Candidate[] {
  const { rows, vectors } = context
  const { limit, diversity = defaultDiversity, rules } = request
  const { boosts, ...listed } = rulesOf(rules, rows)
  return rank(
    {
      rows: rows.size,
      terms: boosts.length > 0 ? [...terms, boostTerm(boosts, rows.size)] : terms,
      mask,
      limit,
      diversity,
      duplicates: duplicatesOf(context),
      shown,
      ...listed,
    },
    vectors,
  )
}

function duplicatesOf({ rows: { items }, vectors }: AnswerContext): Duplicates {
  return (row, others) => {
    // with many rows they cost hardly more than with one: the query has to be laid out for each call
    let cosines: Float32Array | undefined
    const cosine = (at: number) => {
      if (!vectors?.index.has(row)) return Number.NaN
      cosines ??= vectors.index.scores(vectors.index.vector(row), others, 'shift')
      return cosines[at]!
    }
    return [...others.keys()].filter((at) => isDuplicate(items[row]!, items[others[at]!]!, () => cosine(at)))
  }
}

export function present(candidates: readonly Candidate[], { rows }: AnswerContext): Recommendation[] {
  return candidates.map(({ row, ...rest }) => ({ item: rows.items[row]!, ...rest }))
}
