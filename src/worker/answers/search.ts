import { queryTerms, type WeightedTerm } from '../../lexical/bm25.js'
import { wordsByTerm } from '../../lexical/tokens.js'
import type { Candidate } from '../../ranking/candidate.js'
import type { Clause } from '../../ranking/queries/clauses.js'
import { confidenceOf } from '../../ranking/rerankers/cutoff.js'
import { evidenceOf } from '../../ranking/rerankers/evidence.js'
import { clauseTerm } from '../../ranking/scorers/clauses.js'
import { lexicalTerm } from '../../ranking/scorers/lexical.js'
import { wordTerm } from '../../ranking/scorers/words.js'
import { standardize, standardOf } from '../../ranking/standardize.js'
import type { RowTerm, Term } from '../../ranking/term.js'
import type { Recommendation } from '../../types.js'
import { type AnswerContext, present, type Request, rankFor } from './context.js'
import { wordsOf } from './item-terms.js'
import { maskOf } from './mask.js'

/**
 * What words count in a search beside meaning (1): exact words and their graph so much each, bounded. nDCG@10 of the dev halves, papers,
 * Cranfield, TREC passages, Crowdflower, films, two shops: .800 .421 .781 .848 .506 .331 .348 with .7, .800 .420 .781 .848 .504 .323
 * .348 with .5; meaning alone .619 .327 .766 .848 .355 .276 .289; words alone .800 .404 .770 .827 .422 .260 .318; unbounded (.5 and .75)
 * .815 .423 .783 .840 .506 .323 .348; BM25 without the graph, by the length of the query, .773 .397 .765 .850 .486 .285 .327.
 * Of the two, .5 keeps all of TREC passages within .01 of meaning alone (.6717 against .6816, exponential gain), .6 does not (.6694).
 */
const WORDS_BESIDE_MEANING = 0.5
const MOST_DEVIATIONS = 4

/**
 * Share of queries with an answer in the catalog that find something, without one, and of another trade (what bank customers ask), with .4
 * and with .5: CrowdFlower .99 .83 .14, .99 .64 .01; TREC passages 1 .05 .29, 1 0 .09; a shop of 432 .93 .57 0, .93 .33 0. Queries that
 * chose nothing: CrowdFlower 1 .50 0, 1 .20 0; TREC passages 1 .10 .11, 1 0 .04.
 */
const MIN_CONFIDENCE = 0.5
const SHARE_OF_SURE = 0.5

/**
 * Free text. `vector` is the encoded query, null while there is no encoder: words alone then, and only rows that share one,
 * unless the request is to be `complete`.
 * Texts are not compared centred (DESIGN.md 5.6).
 *
 * @param clauses Two or more, where the text lists wishes: a row must meet them all.
 */
export function search(
  text: string,
  vector: Float32Array | null,
  request: Request,
  context: AnswerContext,
  clauses: readonly ClauseVector[] = [],
): Recommendation[] {
  const { query, named } = wordsIn(text, context)
  const meaning = vector && context.vectors ? [meaningTerm(vector)] : []
  const isNamed = named.scores.some((score) => score > 0)
  const mask = maskOf(request, context, [])
  if (meaning.length === 0 && !request.complete) {
    // nothing matches: an empty answer is the honest one
    if (!isNamed) return []
    for (let row = 0; row < mask.length; row++) if (!(named.scores[row]! > 0)) mask[row] = 0
  }
  const lexical = isNamed ? [searchWords(query, named, meaning.length > 0, context)] : []
  const terms = clauses.length > 1 ? [clausesTerm(clauses, context)] : [...lexical, ...meaning]
  const found = rankFor(terms, mask, request, 0, context)
  // what stands for a word that nobody has is no sign that somebody has it
  return present(vector ? onlySure(found, queryTerms(text), vector, request, context) : found, context)
}

/**
 * With the confidence of each, where it is known. Where none is sure enough there is no answer, which is one, too; beside one that
 * is, those half as sure stay: "something warm for cold evenings" has one sure answer in the demo's shop, and some twenty good ones.
 */
function onlySure(
  found: readonly Candidate[],
  query: readonly WeightedTerm[],
  vector: Float32Array,
  { minConfidence, complete }: Request,
  { words, vectors, cutoff }: AnswerContext,
): readonly Candidate[] {
  if (!vectors || !cutoff) return found
  const least = minConfidence ?? (complete ? 0 : MIN_CONFIDENCE)
  const rows = found.map(({ row }) => row)
  const evidence = evidenceOf(query, vector, rows, words, vectors)
  const judged = found.map((candidate, i) => {
    const known = evidence[i]
    return known ? { ...candidate, confidence: confidenceOf(cutoff, known) } : candidate
  })
  if (!judged.some(({ confidence = 1 }) => confidence >= least)) return []
  return judged.filter(({ confidence = 1 }) => confidence >= least * SHARE_OF_SURE)
}

/** A clause with its vector, null while there is none: words alone then. */
export interface ClauseVector extends Clause {
  readonly vector: Float32Array | null
}

function clausesTerm(clauses: readonly ClauseVector[], context: AnswerContext): RowTerm {
  const { rows, vectors } = context
  const all = Uint32Array.from(rows.items.keys())
  const scored = clauses.map(({ text, negated, vector }) => {
    const { query, named } = wordsIn(text, context)
    const { scores } = searchWords(query, named, vector !== null, context)
    if (!vector || !vectors) return { text, negated, scores }
    const cosines = vectors.index.scores(vector, all)
    const standard = standardOf(cosines.map((cosine, row) => (vectors.index.has(row) ? cosine : Number.NaN)))
    const near = (row: number) => (vectors.index.has(row) ? standardize(cosines[row]!, standard) : 0)
    return { text, negated, scores: scores.map((score, row) => score + near(row)) }
  })
  return clauseTerm(scored, rows.size)
}

function wordsIn(text: string, { words, rows }: AnswerContext): { readonly query: readonly WeightedTerm[]; readonly named: RowTerm } {
  const query = words.withNearTerms(queryTerms(text))
  const asTyped = wordsByTerm(text)
  const named = wordTerm(words, query, rows.size, 1, (term, row) => asTyped.get(term) ?? wordsOf(rows.items[row]!).get(term) ?? term)
  return { query, named }
}

function meaningTerm(vector: Float32Array): Term {
  return { kind: 'vector', weight: 1, space: 'plain', parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }] }
}

function searchWords(
  query: readonly WeightedTerm[],
  named: RowTerm,
  besideMeaning: boolean,
  { words, rows, vectors }: AnswerContext,
): RowTerm {
  // as long as few rows have a vector, meaning can speak for few
  const embedded = besideMeaning && vectors ? vectors.index.count / rows.count : 0
  const weight = 1 + embedded * (WORDS_BESIDE_MEANING - 1)
  const graph = words.graph()
  return lexicalTerm({ ...named, weight }, { graph, query: graph.queryVector(query), weight, bound: MOST_DEVIATIONS })
}
