/** What is known of a search and one row that it found. */
export interface Evidence {
  /** Of the query's vector and the row's. */
  readonly cosine: number
  /** The cosine in standard units over the catalog: a vague query is near to everything. */
  readonly standing: number
  /** Share of the query's words, by idf, that the row's names hold (title, brand, category, tags), exactly or nearly. 0 to 1. */
  readonly named: number
  /** The share that the item holds anywhere, 0 to 1. */
  readonly told: number
  /** Whether its title has the noun that the query asks for, 0 or 1: the bed of "dog bed for a labrador". */
  readonly head: number
  /** Words that only join others ("something for my"): a need is told in sentences, and is seldom absent from a catalog as a named thing can be. */
  readonly joining: number
}

/** Beyond so many joining words a sentence is a sentence. */
const MAX_JOINING = 4

/** Fitted by `npm run bench -- confidence` on dev halves of real catalogs: docs/measurements.md#confidence. */
const BIAS = -4.8
const WEIGHTS = { cosine: 2.05, standing: 0.47, named: 1.3, told: 2.08, head: 0.88, joining: 1.24 } as const

/** From this confidence on a row is taken for what was searched for. */
export const SURE = 0.5

/** The numbers that the model weighs. */
export function featuresOf(evidence: Evidence): Evidence {
  return { ...evidence, joining: Math.min(evidence.joining, MAX_JOINING) }
}

/**
 * How likely a row is what was searched for, 0 to 1:
 *
 *     P = sigmoid(bias + w1 cosine + w2 standing + w3 named + w4 told + w5 head + w6 min(joining, 4)),
 *         (1 + P) / 2 where the names hold all words
 *
 * One model for all catalogs, with constants: a catalog's own sentences, asked of itself, taught nothing about what people type.
 * Source: Cosine Adapter ("Relevance Filtering for Embedding-based Retrieval", Rossi et al., CIKM 2024, arXiv:2408.04887), which maps
 * a cosine by a monotone function whose parameters are read from the query; this is its linear member.
 */
export function confidenceOf(evidence: Evidence): number {
  const features = featuresOf(evidence)
  const sum = Object.entries(WEIGHTS).reduce((total, [name, weight]) => total + weight * features[name as keyof Evidence], BIAS)
  const probability = 1 / (1 + Math.exp(-sum))
  return isNamed(evidence) ? (1 + probability) / 2 : probability
}

/** All words of the query name the row: it is what was searched for, whatever its vector says. */
export function isNamed({ named }: Pick<Evidence, 'named'>): boolean {
  return named > 0.999
}
