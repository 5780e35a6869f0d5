import type { Reason } from '../types.js'
import type { FlatIndex } from '../vectors/flat-index.js'
import { dotProduct } from '../vectors/normalize.js'
import type { Centring } from '../vectors/scan-query.js'
import { type Hits, topK } from '../vectors/top-k.js'
import type { Candidate } from './candidate.js'
import { type Exploration, explored } from './rerankers/explore.js'
import { mmr, type Scored } from './rerankers/mmr.js'
import { type Duplicates, oneOfEach, type Quota, withinQuotas } from './rerankers/set-aside.js'
import { type Standard, standardize, standardized, standardOf } from './standardize.js'
import type { RowTerm, Term, VectorTerm } from './term.js'
import type { VectorSample } from './vector-sample.js'

export interface RankRequest {
  /** Rows of the catalog; every `scores` and `mask` has this length. */
  readonly rows: number
  readonly terms: readonly Term[]
  /** 1 = may be recommended. */
  readonly mask: Uint8Array
  readonly limit: number
  /** 0..1; lambda of `mmr` is 1 - diversity. */
  readonly diversity: number
  /** If given, of one product the best is shown. */
  readonly duplicates?: Duplicates
  /** Rows on the page already: what duplicates them comes last. */
  readonly shown?: readonly number[]
  /** Come first, in this order, where the mask lets them. */
  readonly pinned?: readonly number[]
  readonly quotas?: readonly Quota[]
  /** Default: no place is for exploration. */
  readonly explore?: Exploration
}

/** The vectors, where there are any yet. */
export interface Vectors {
  readonly index: FlatIndex
  readonly sample: VectorSample
  /** Rows whose vector is of the first words of their sentence alone. Default: none. */
  readonly drafts?: ReadonlySet<number>
}

/** Fewest candidates that rerankers choose from. */
export const SHORTLIST = 100

/**
 * The equation of docs/design.md:
 *
 *     score(i) = sum over terms of weight * z(score_term)_i      over rows with mask 1, then rerankers on the best
 *
 * The scan orders a shortlist in single precision (int8, in the kernel); what is shown is then scored in double precision, term by term, so
 * that `score` is exactly the sum of the weights in `reasons`. Equal scores are ordered by row. At most one vector term.
 */
export function rank(request: RankRequest, vectors: Vectors | null): Candidate[] {
  const { rows, terms, mask, limit, diversity, duplicates, pinned = [], quotas = [], explore } = request
  const vectorTerm = vectors && vectors.index.count > 0 ? terms.find((term) => term.kind === 'vector') : undefined
  const rowTerms = terms
    .filter((term) => term.kind === 'rows')
    .map((term) => ({ term, standard: term.standard ?? standardOf(term.scores) }))
  const bias = sumOfRows(rows, rowTerms)
  const isArranged = diversity > 0 || duplicates || quotas.length > 0 || explore
  const shortlist = Math.max(limit, isArranged ? SHORTLIST : limit * 2) + pinned.length
  const prepared = vectorTerm && vectors ? prepare(vectorTerm, vectors) : null
  // what is drawn follows them, and changes nothing in how they are arranged
  const most = explore ? shortlist + limit : shortlist
  const found = prepared ? scan(prepared, bias, mask, most) : topK(bias, most, mask)

  const first = [...new Set(pinned)].filter((row) => mask[row] === 1)
  const restIn = (from: number, to: number) =>
    Array.from(found.rows.subarray(from, to), (row, place): Scored => ({ row, score: found.scores[from + place]! })).filter(
      ({ row }) => !first.includes(row),
    )
  const { list, drawn } = arrange(restIn(0, shortlist), restIn(shortlist, most), request, first, vectors)
  const picked = [...first, ...list].slice(0, limit)
  // what each part adds costs a comparison, and reasons, which are words for people, more: only what is shown gets them
  const summands = [...(prepared ? partSummands(prepared, picked) : []), ...rowTerms.map((term) => rowSummand(term, picked))]
  return picked.map((row, place) => {
    let score = 0
    for (const { weights } of summands) score += weights[place]!
    const reasons = summands.map(({ weights, reason }) => reason(row, weights[place]!)).filter(({ weight }) => weight !== 0)
    return { row, score, reasons: drawn.has(row) ? [{ kind: 'explore', weight: 0 }, ...reasons] : reasons }
  })
}

/** What `rank` makes of a term for every row, without its weight. 0 for a row without a vector. */
export function standardScores(term: Term, vectors: Vectors | null): Float32Array {
  if (term.kind === 'rows') return standardized(term.scores, term.standard)
  const { index, query, standard } = prepare(term, vectors!)
  const rows = Uint32Array.from({ length: index.size }, (_, row) => row)
  const scores = standardized(index.scores(query, rows, centringOf(term)), standard)
  for (let row = 0; row < scores.length; row++) if (Number.isNaN(scores[row]!)) scores[row] = 0
  return scores
}

/** The list operators. None leaves anything out: what a rule sets aside comes last, in its order, so that no list is short for it. */
function arrange(
  scored: readonly Scored[],
  following: readonly Scored[],
  { limit, diversity, duplicates, shown = [], quotas = [], explore }: RankRequest,
  pinned: readonly number[],
  vectors: Vectors | null,
): { readonly list: readonly number[]; readonly drawn: ReadonlySet<number> } {
  const rows = [...scored, ...following].map(({ row }) => row)
  const alone = duplicates ? [oneOfEach(rows, duplicates, [...shown, ...pinned])] : []
  const together = () => (quotas.length > 0 ? [withinQuotas(rows, quotas)] : [])
  // compared with each other, rows with a vector would make room for those without, which are like nothing
  const areComparable = vectors !== null && scored.every(({ row }) => vectors.index.has(row))
  const vectorOf = (row: number) => (areComparable ? vectors.index.vector(row) : null)
  const ranked = mmr(scored, { limit, lambda: 1 - diversity, vectorOf, rules: [...alone, ...together()] }).map(({ row }) => row)
  if (!explore) return { list: ranked, drawn: new Set() }
  const candidates = rows.filter((row) => !ranked.includes(row))
  const allowsBeside = (kept: readonly number[]) => {
    const rules = [...alone, ...together()]
    const allows = (row: number) => rules.every((rule) => rule(rows.indexOf(row)))
    kept.forEach(allows)
    return allows
  }
  const first = pinned.length > 0 ? 0 : 1
  const list = explored(ranked.slice(0, limit - pinned.length), candidates, explore, { limit, first, allowsBeside })
  return { list, drawn: new Set(list.filter((row) => !ranked.includes(row))) }
}

/** One term of the score, or one part of the vector term. */
interface Summand {
  /** What it adds to the score of each row that is shown. */
  readonly weights: Float64Array
  readonly reason: (row: number, weight: number) => Reason
}

interface StandardRows {
  readonly term: RowTerm
  readonly standard: Standard
}

interface PreparedVector {
  readonly term: VectorTerm
  readonly index: FlatIndex
  readonly query: Float32Array
  /** Mean score of each part over the sample; they add up to `standard.mean`. */
  readonly partMeans: readonly number[]
  readonly standard: Standard
}

function sumOfRows(rows: number, terms: readonly StandardRows[]): Float32Array {
  const sum = new Float32Array(rows)
  for (const { term, standard } of terms) {
    if (standard.deviation === 0) continue
    const scale = term.weight / standard.deviation
    for (let row = 0; row < rows; row++) sum[row]! += scale * (term.scores[row]! - standard.mean)
  }
  return sum
}

function prepare(term: VectorTerm, { index, sample }: Vectors): PreparedVector {
  const query = new Float32Array(index.dimensions)
  for (const { vector } of term.parts) for (let i = 0; i < query.length; i++) query[i]! += vector[i]!
  // the mean of dot products is the dot product with the mean, so every part's share of it is known without a scan
  const meanRow = sample.meanRow(term.space)
  const partMeans = term.parts.map(({ vector }) => dotProduct(vector, meanRow))
  const { deviation } = standardOf(index.scores(query, sample.rows, centringOf(term)))
  const mean = partMeans.reduce((sum, value) => sum + value, 0)
  return { term, index, query, partMeans, standard: { mean, deviation } }
}

function scan({ term, index, query, standard }: PreparedVector, bias: Float32Array, mask: Uint8Array, k: number): Hits {
  const alpha = standard.deviation === 0 ? 0 : term.weight / standard.deviation
  return index.search({ query, centred: centringOf(term), alpha, beta: -alpha * standard.mean, bias, mask }, k)
}

/** Seeds are given in the centred space already (`seedTerm`). */
function centringOf({ space }: VectorTerm): Centring | undefined {
  return space === 'centred' ? 'given' : undefined
}

/** 0 for a row without a vector, which counts as average. */
function partSummands({ term, index, partMeans, standard }: PreparedVector, rows: readonly number[]): Summand[] {
  const scale = standard.deviation === 0 ? 0 : term.weight / standard.deviation
  return term.parts.map((part, p) => {
    const scores = index.scores(part.vector, rows, centringOf(term))
    const weights = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) if (index.has(rows[i]!)) weights[i] = scale * (scores[i]! - partMeans[p]!)
    return { weights, reason: (_row, weight) => part.reason(weight) }
  })
}

function rowSummand({ term, standard }: StandardRows, rows: readonly number[]): Summand {
  const weights = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) weights[i] = term.weight * standardize(term.scores[rows[i]!]!, standard)
  return { weights, reason: (row, weight) => term.reason(row, weight) }
}
