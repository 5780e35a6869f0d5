import type { Bm25Index } from '../../lexical/bm25.js'
import type { Candidate } from '../../ranking/candidate.js'
import { rank, type Vectors } from '../../ranking/rank.js'
import type { Crowd } from '../../ranking/scorers/crowd.js'
import type { Cutoff } from '../../ranking/rerankers/cutoff.js'
import type { Term } from '../../ranking/term.js'
import type { Interaction, Recommendation } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { EngineRequest } from '../protocol.js'

/** Everything an answer is made from, at one moment. */
export interface AnswerContext {
  readonly rows: CatalogRows
  readonly words: Bm25Index
  readonly vectors: Vectors | null
  /** How sure a search is; absent as long as nobody knows. */
  readonly cutoff?: Cutoff | null
  /** What others did; absent where nobody knows. */
  readonly crowd?: Crowd | null
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

export function rankFor(
  terms: readonly Term[],
  mask: Uint8Array,
  request: Request,
  defaultDiversity: number,
  { rows, vectors }: AnswerContext,
): Candidate[] {
  return rank({ rows: rows.size, terms, mask, limit: request.limit, diversity: request.diversity ?? defaultDiversity }, vectors)
}

export function present(candidates: readonly Candidate[], { rows }: AnswerContext): Recommendation[] {
  return candidates.map(({ row, ...rest }) => ({ item: rows.items[row]!, ...rest }))
}
