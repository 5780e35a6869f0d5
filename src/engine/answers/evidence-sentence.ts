import { dotProduct } from '../../vectors/normalize.js'

export interface SentenceEvidence {
  /** Of the query, with the vectors of the sentences; null without an encoder: then words decide. */
  readonly meaning: { readonly query: Float32Array; readonly sentences: readonly Float32Array[] } | null
  /** Share of the query's words that each sentence has, by idf, 0 to 1. */
  readonly coverage: readonly number[]
}

/** What words count beside meaning, and what a sentence needs to be an answer: docs/measurements.md#evidence-sentence. */
const WORDS = 1 / 3
const LEAST = 0.4
const LEAST_BY_WORDS = 0.5

/**
 * The sentence of a text that answers a query best, or null where none answers it:
 *
 *     argmax over s of  q . e_s + coverage_s / 3       where that is .4 or more;  by words alone coverage_s, .5 or more
 *
 * The bound is one for all texts. How far the best stands above the others says nothing: among some sentences one always does.
 * Source: the localisation half of GeAR ("GeAR: Generation Augmented Retrieval", Liu et al., 2025, arXiv:2501.02772) by its closed form; its
 * decoder, which writes the passage, is not in a page.
 */
export function evidenceSentence({ meaning, coverage }: SentenceEvidence): number | null {
  const scores = coverage.map((share, i) => (meaning ? dotProduct(meaning.query, meaning.sentences[i]!) + WORDS * share : share))
  const highest = Math.max(...scores)
  return highest >= (meaning ? LEAST : LEAST_BY_WORDS) ? scores.indexOf(highest) : null
}
