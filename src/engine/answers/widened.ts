import { addScaled } from '../../lexical/rows.js'
import { bounded } from '../../ranking/scorers/lexical.js'
import { standardized } from '../../ranking/standardize.js'
import type { RowTerm, Term } from '../../ranking/term.js'
import { type AnswerContext, rankFor } from './context.js'
import { joinTerms } from './item-terms.js'
import { maskOf } from './mask.js'
import { keepSharing, MOST_DEVIATIONS, type SaidWords, searchWords } from './text-term.js'

const FIRST = 5
/** In units of the score: the smaller, the more of the weight is the best row's. */
const TEMPERATURE = 0.5
/** Of the first rows beside the text. */
const WEIGHT = 0.5

/**
 * The terms of a search that is moved towards its first rows, so that it finds what is like them, too (pseudo relevance feedback):
 *
 *     share(x) = softmax of score(x) / .5 over the first five rows x
 *     words'   = words + bounded(.5 z(BM25 of their strongest words, each by its share))
 *     q'       = q + .5 sum over x of share(x) x
 *
 * They are the first whatever a filter lets through or a visitor dismissed, so that neither changes a score. A row that is no better than the sixth tells nothing:
 * what stands first among equals is chance. Without a vector only rows that share a word tell anything.
 * Sources: Rocchio, Relevance Feedback in Information Retrieval, 1971; words as in RM3 of Abdul-Jaleel et al., UMass at TREC 2004. E2Rank
 * (arXiv:2510.22733) encodes the text anew with what it found. docs/measurements.md#widened-search.
 *
 * @param termsOf The terms of a search, given that of its words and the vector of its meaning.
 */
export function widened(
  said: SaidWords,
  vector: Float32Array | null,
  termsOf: (words: RowTerm, vector: Float32Array | null) => Term[],
  context: AnswerContext,
): Term[] {
  const { rows, words, vectors } = context
  const index = vector && vectors?.index
  const lexical = searchWords(said, Boolean(index), context)
  const mask = maskOf({}, { ...context, interactions: [] }, [])
  if (!index) keepSharing(said, mask)
  const found = rankFor(termsOf(lexical, vector), mask, { limit: FIRST + 1, diversity: 0 }, 0, context)
  const sixth = found[FIRST]?.score ?? Number.NEGATIVE_INFINITY
  const first = found.slice(0, FIRST).filter(({ score }) => score > sixth)
  const powers = first.map(({ score }) => Math.exp((score - first[0]!.score) / TEMPERATURE))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const seeds = first.map(({ row }, at) => ({ row, share: powers[at]! / total }))
  const like = new Float32Array(rows.size)
  words.scoresInto(joinTerms(seeds, words), like)
  const scores = standardized(like).map((score, row) => lexical.scores[row]! + bounded(WEIGHT * score, MOST_DEVIATIONS))
  const moved = index && vector.slice()
  for (const { row, share } of seeds) {
    if (moved && index.has(row)) addScaled(moved, 0, index.vector(row), 0, WEIGHT * share, index.dimensions)
  }
  const hasMatch = said.named.scores.some((score) => score > 0)
  const reason: RowTerm['reason'] = hasMatch ? lexical.reason : (_row, weight) => ({ kind: 'meaning', weight })
  return termsOf({ ...lexical, scores, reason }, moved ?? null)
}
