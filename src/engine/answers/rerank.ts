import type { RerankRequest } from '../../protocol.js'
import type { Candidate } from '../../ranking/candidate.js'
import type { Duplicates } from '../../ranking/rerankers/set-aside.js'
import { expectedScores } from '../../ranking/scorers/expected-scores.js'
import { AS_IT_IS, standardize, standardOf } from '../../ranking/standardize.js'
import type { RowTerm } from '../../ranking/term.js'
import type { AnswerContext } from './context.js'

/** Rows, the best by the page's own score, that may be scored: what bounds the cost of a round. */
const CANDIDATES = 1000
/** Rows scored between two expectations. */
const ROUND = 20
/** By the mean of so many the page's own scores are measured: as many as are scored by default. */
const FIRST = 100

/** What the page's own ranking is asked for. */
export interface OwnRanking {
  /** Its best rows. Rules that only arrange a list are left out. */
  best(limit: number): readonly Pick<Candidate, 'row' | 'score'>[]
  /** Undefined where duplicates stay in place. */
  readonly duplicates: Duplicates | undefined
}

/** What becomes of a search by the scores that the site's own function has given so far. */
export interface RerankPlan {
  /** Rows to score next; none once all calls are spent. */
  readonly next: readonly number[]
  /** Added to the page's own terms. Absent before the first scores, and where they tell no rows apart. */
  readonly term?: RowTerm
}

/**
 * Spends the calls of a site's own scoring function where they matter: on the first rows of the page's own ranking, then, round by round,
 * on those that are expected to score best.
 *
 * The term counts as much as the page's own score, in standard units over the scored rows. Rows without a score come after them.
 *
 * Without vectors nothing tells which rows are alike, and the page's own order goes on (docs/measurements.md#a-reranker-of-the-sites-own).
 */
export function rerankPlan({ calls, scored }: RerankRequest, own: OwnRanking, { rows, vectors }: AnswerContext): RerankPlan {
  const candidates = own.best(CANDIDATES)
  const given = new Map(scored.map(([id, score]) => [rows.rowOf(id), score]))
  const places = [...candidates.keys()].filter((place) => given.has(candidates[place]!.row))
  const scores = places.map((place) => given.get(candidates[place]!.row)!)
  const count = Math.min(ROUND, calls - scored.length)
  if (places.length === 0) return { next: pick(candidates, given, count, own.duplicates) }

  const cheap = Float64Array.from(candidates, ({ score }) => score)
  const { mean } = standardOf(cheap.subarray(0, FIRST))
  const { deviation } = standardOf(cheap)
  const all = candidates.map(({ row }) => row)
  const none = cheap.map(() => Number.NaN)
  const expected =
    vectors && count > 0
      ? expectedScores({
          cheap: cheap.map((score) => standardize(score, { mean, deviation })),
          places,
          scores,
          cosinesOf: (place) => (vectors.index.has(all[place]!) ? vectors.index.scores(vectors.index.vector(all[place]!), all) : none),
        })
      : cheap
  const order = [...candidates.keys()].sort((a, b) => expected[b]! - expected[a]! || a - b)
  const next = pick(
    order.map((place) => candidates[place]!),
    given,
    count,
    own.duplicates,
  )
  const term = rerankTerm(candidates, places, scores, rows.size)
  return { next, ...(term && { term }) }
}

/** The first rows that are not scored, of each product one. */
function pick(
  best: readonly Pick<Candidate, 'row'>[],
  scored: ReadonlyMap<number | undefined, number>,
  count: number,
  duplicates: Duplicates = () => [],
): number[] {
  const taken = [...scored.keys()].filter((row) => row !== undefined)
  const next: number[] = []
  for (const { row } of best) {
    if (next.length >= count) break
    if (scored.has(row) || duplicates(row, taken).length > 0) continue
    next.push(row)
    taken.push(row)
  }
  return next
}

function rerankTerm(
  candidates: readonly Pick<Candidate, 'row' | 'score'>[],
  places: readonly number[],
  given: readonly number[],
  rows: number,
): RowTerm | undefined {
  const standard = standardOf(given)
  if (standard.deviation === 0) return undefined
  const cheap = places.map((place) => candidates[place]!.score)
  const { deviation } = standardOf(cheap)
  const own = given.map((score) => (deviation || 1) * standardize(score, standard))
  const isScored = new Set(places)
  const best = candidates.find((_, place) => !isScored.has(place))
  const lowest = own.reduce((low, score, at) => Math.min(low, cheap[at]! + score), Number.POSITIVE_INFINITY)
  // the best of those without a score comes below the worst of the others
  const scores = new Float32Array(rows).fill(best ? Math.min(0, lowest - best.score - 1) : 0)
  places.forEach((place, at) => {
    scores[candidates[place]!.row] = own[at]!
  })
  return { kind: 'rows', weight: 1, scores, standard: AS_IT_IS, reason: (_row, weight) => ({ kind: 'rerank', weight }) }
}
