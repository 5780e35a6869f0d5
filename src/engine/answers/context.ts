import type { Bm25Index } from '../../lexical/bm25.js'
import { uniformOf } from '../../lexical/random-entries.js'
import type { EngineRequest, ListAnswer } from '../../protocol.js'
import { boostTerm } from '../../ranking/biases/boost.js'
import type { Candidate } from '../../ranking/candidate.js'
import type { ForYouWeights } from '../../ranking/for-you-weights.js'
import { rank, type Vectors } from '../../ranking/rank.js'
import { turnOf } from '../../ranking/rerankers/explore.js'
import { isDuplicate } from '../../ranking/rerankers/same-product.js'
import type { Duplicates } from '../../ranking/rerankers/set-aside.js'
import type { InteractionSummary } from '../../ranking/scorers/interaction-summary.js'
import type { Term } from '../../ranking/term.js'
import type { Interaction, Recommendation, Recommendations } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import { rulesOf } from './rules.js'

/** Everything an answer is made from, at one moment. */
export interface AnswerContext {
  readonly rows: CatalogRows
  readonly words: Bm25Index
  readonly vectors: Vectors | null
  /** Of many visitors; absent or null if unknown. */
  readonly interactionSummary?: InteractionSummary | null
  /** Of this visitor, oldest first. */
  readonly interactions: readonly Interaction[]
  readonly now: number
  /** Whether more items exist than are here. Default false. */
  readonly isPart?: boolean
  /** Whether answers heed what this visitor did beyond their history, as the option `learn` says. Default false. */
  readonly learns?: boolean
  /** Learnt of this visitor. Default: those of the summary, else `DEFAULT_WEIGHTS`. */
  readonly visitorWeights?: ForYouWeights
}

/** A request as an answer sees it. */
export type Request = Omit<EngineRequest, 'callId'>

export const DEFAULT_DIVERSITY = 0.3

/** For people, who do not read ids. */
export function titleOf(row: number, { rows }: AnswerContext): string {
  return rows.items[row]!.title
}

/** @param shown Rows on the page already. Beside them what is left out may be there: of their products, others come last. */
export function rankFor(
  terms: readonly Term[],
  mask: Uint8Array,
  request: Request,
  defaultDiversity: number,
  context: AnswerContext,
  shown: readonly number[] = [],
): Candidate[] {
  const { rows, vectors, interactionSummary } = context
  const { limit, diversity, rules, exclude = [], explore } = request
  const { boosts, ...listed } = rulesOf(rules, rows, context.isPart)
  return rank(
    {
      rows: rows.size,
      terms: boosts.length > 0 ? [...terms, boostTerm(boosts, rows.size)] : terms,
      mask,
      limit,
      diversity: diversity ?? defaultDiversity,
      ...(diversity !== 0 && { duplicates: duplicatesOf(context) }),
      shown: [...shown, ...exclude.flatMap((id) => rows.rowOf(id) ?? [])],
      ...(explore && {
        explore: {
          share: explore.share,
          turnOf: (row) => turnOf(uniformOf(`${explore.seed} ${rows.items[row]!.id}`), interactionSummary?.users[row] ?? 0),
        },
      }),
      ...listed,
    },
    vectors,
  )
}

export function duplicatesOf({ rows: { items } }: AnswerContext): Duplicates {
  return (row, others) => [...others.keys()].filter((at) => isDuplicate(items[row]!, items[others[at]!]!))
}

export function present(candidates: readonly Candidate[], { rows }: AnswerContext): Recommendation[] {
  return candidates.map(({ row, ...rest }) => ({ item: rows.items[row]!, ...rest }))
}

/** What a list says beside its items, without what it does not say. */
export function knownOf({ sure, understood, unmet, steps, lacks, partial }: Recommendations): Omit<ListAnswer, 'items'> {
  return {
    ...(sure !== undefined && { sure }),
    ...(understood && { understood }),
    ...(unmet && { unmet }),
    ...(steps && { steps }),
    ...(lacks && { lacks }),
    ...(partial && { partial }),
  }
}
