import { dotProduct } from '../../vectors/normalize.js'
import { statistics } from '../../vectors/statistics.js'
import { standardize, standardOf } from '../standardize.js'

export interface SentenceEvidence {
  /** Of the query, with the vectors of the sentences; null without an encoder: then words decide. */
  readonly meaning: { readonly query: Float32Array; readonly sentences: readonly Float32Array[] } | null
  /** Share of the query's words that each sentence has, by idf, 0 to 1. */
  readonly coverage: readonly number[]
}

/** How far the best sentence stands above the others, in their deviations. */
const MIN_LEAD = 1

/**
 * The sentence of a text that answers a query best: the largest sum of both signs in standard units over the sentences, where it stands
 * at least a deviation above their mean; null where none does, since a sentence that says as much as the next is no evidence.
 *
 *     argmax over s of  z(q . e_s) + z(coverage_s)
 *
 * Source: the localisation half of GeAR ("GeAR: Generation Augmented Retrieval", Liu et al., 2025, arXiv:2501.02772) by its closed form; its
 * decoder, which writes the passage, is not in a page.
 */
export function evidenceSentence({ meaning, coverage }: SentenceEvidence): number | null {
  if (coverage.length === 1) return 0
  const ofWords = standardOf(coverage)
  const cosines = meaning ? meaning.sentences.map((sentence) => dotProduct(meaning.query, sentence)) : []
  const ofMeaning = standardOf(cosines)
  const sums = coverage.map((share, i) => standardize(share, ofWords) + (meaning ? standardize(cosines[i]!, ofMeaning) : 0))
  const best = sums.indexOf(Math.max(...sums))
  const { mean, deviation } = statistics(sums)
  return deviation > 0 && sums[best]! >= mean + MIN_LEAD * deviation ? best : null
}
