import { fitLogistic, type Logistic, probabilityOf } from '../logistic.js'

/** What is known of a query and a row that it found. */
export interface Evidence {
  /** Cosine of the query and the row. */
  readonly cosine: number
  /** Mean and deviation of the query's cosines with all rows: a vague query is near to everything. */
  readonly mean: number
  readonly deviation: number
  /** Share of the query's words that the row has, by idf, 0 to 1. */
  readonly coverage: number
  /** Cosine in the graph of words, and its deviation over all rows. */
  readonly graph: number
  readonly graphDeviation: number
}

export interface Judged {
  readonly evidence: Evidence
  readonly relevant: boolean
}

/** Turns evidence into the probability that a row is what was searched for. */
export interface Cutoff {
  confidenceOf(evidence: Evidence): number
}

export interface CutoffOptions<Candidate> {
  evidenceOf(candidate: Candidate): Evidence
  /** Candidates below are not shown. Default 0.5. */
  readonly threshold?: number
}

/**
 * Fits the cut-off on judged answers, some tens of each kind. Without judgements a catalog gives them itself: a sentence taken out
 * of an item must find it (relevant where it comes first), and the same sentence, with the item left out of the catalog, finds
 * nothing that is.
 *
 * Source: Cosine Adapter ("Relevance Filtering for Embedding-based Retrieval", Rossi et al., CIKM 2024, arXiv:2408.04887), which maps
 * a cosine by a monotone function whose parameters a network reads from the query. This is its linear member with the query read
 * by the mean and deviation of its cosines, and with what the words say beside them. Area under the curve of "the first hit is right"
 * on held-out halves, first by words and meaning fused, cosine / with mean and deviation / all six: papers .637 .732 .887, films .759
 * .774 .829, two shops .749 .821 .824 and .869 .805 .958. A fit on other catalogs was worth less than the plain cosine on one of
 * the four, so there is no default one.
 *
 * @throws PagekinError `usage` where all judgements are of one kind.
 */
export function fitCutoff(judged: readonly Judged[]): Cutoff {
  const features = judged.flatMap(({ evidence }) => featuresOf(evidence))
  const model: Logistic = fitLogistic(
    features,
    FEATURES,
    judged.map(({ relevant }) => Number(relevant)),
  )
  return { confidenceOf: (evidence) => probabilityOf(model, featuresOf(evidence)) }
}

/** The candidates that are probably what was searched for, in their order, each with its `confidence`; none is an answer, too. */
export function cutOff<Candidate extends object>(
  candidates: readonly Candidate[],
  cutoff: Cutoff,
  { evidenceOf, threshold = 0.5 }: CutoffOptions<Candidate>,
): (Candidate & { readonly confidence: number })[] {
  return candidates
    .map((candidate) => ({ ...candidate, confidence: cutoff.confidenceOf(evidenceOf(candidate)) }))
    .filter(({ confidence }) => confidence >= threshold)
}

const FEATURES = 6

function featuresOf({ cosine, mean, deviation, coverage, graph, graphDeviation }: Evidence): number[] {
  return [cosine, mean, deviation, coverage, graph, graphDeviation]
}
