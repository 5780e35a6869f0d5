import { fitLogistic, type Logistic, probabilityOf } from '../logistic.js'

/** What is known of a query and a row that it found. */
export interface Evidence {
  /** Cosine of the query and the row. */
  readonly cosine: number
  /** Mean and deviation of the query's cosines with a sample of rows: a vague query is near to everything. */
  readonly mean: number
  readonly deviation: number
  /** Share of the query's words that the row has, by idf, 0 to 1. */
  readonly coverage: number
}

export interface Judged {
  readonly evidence: Evidence
  readonly relevant: boolean
}

/** Turns evidence into the probability that a row is what was searched for. Plain data, to be kept. */
export type Cutoff = Logistic

/**
 * Strong, because judgements that a catalog makes of itself part more easily than those of people: with 1, a tenth of real queries
 * had no answer left.
 */
const RIDGE = 30

const FEATURES = 4

/**
 * Fits the cut-off on judged first hits, some tens of each kind. A catalog judges itself (`worker/calibration`): a piece taken out of an
 * item must find it, and with the item and its neighbours left out of the catalog it finds nothing that is right.
 *
 *     P = sigmoid(w0 + w1 cosine + w2 mean + w3 deviation + w4 sqrt(coverage))
 *
 * Source: Cosine Adapter ("Relevance Filtering for Embedding-based Retrieval", Rossi et al., CIKM 2024, arXiv:2408.04887), which maps
 * a cosine by a monotone function whose parameters a network reads from the query. This is its linear member, with the query read by
 * the mean and deviation of its cosines, and with what the words say beside them. How many hits are right depends on who asks; the
 * catalog's own pieces do not know, so both kinds count alike. A fit on other catalogs was worth less than the plain cosine on one of
 * four, so there is no default one. The graph of words was left out: fitted on pieces it told queries of people apart less well.
 *
 * @throws PagekinError `usage` where all judgements are of one kind.
 */
export function fitCutoff(judged: readonly Judged[]): Cutoff {
  return fitLogistic(
    judged.flatMap(({ evidence }) => featuresOf(evidence)),
    FEATURES,
    judged.map(({ relevant }) => Number(relevant)),
    { ridge: RIDGE, balanced: true },
  )
}

/** 0 to 1. */
export function confidenceOf(cutoff: Cutoff, evidence: Evidence): number {
  return probabilityOf(cutoff, featuresOf(evidence))
}

/** What `fitCutoff` made, from a store where anybody may have written; undefined for anything else. */
export function readCutoff(value: unknown): Cutoff | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { bias, weights, means, deviations } = value as Partial<Cutoff>
  const isWhole = [weights, means, deviations].every(
    (numbers) => Array.isArray(numbers) && numbers.length === FEATURES && numbers.every(Number.isFinite),
  )
  return isWhole && Number.isFinite(bias) && deviations!.every((deviation) => deviation > 0) ? (value as Cutoff) : undefined
}

function featuresOf({ cosine, mean, deviation, coverage }: Evidence): number[] {
  return [cosine, mean, deviation, Math.sqrt(coverage)]
}
