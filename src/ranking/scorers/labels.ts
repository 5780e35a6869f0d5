import type { Bm25Index } from '../../lexical/bm25.js'
import { tokenize } from '../../lexical/tokens.js'
import { meanDirection } from '../../vectors/mean.js'
import { dotProduct } from '../../vectors/normalize.js'
import { type Described, type DescribedScore, describedScores } from './descriptors.js'

/** How well a label fits an item. `score` is the sum of `terms`, `alike` and `words`. */
export interface LabelScore extends DescribedScore {
  /** What the items that fit the label best add. */
  readonly alike: number
  /** What the words of the descriptors add. */
  readonly words: number
}

/** docs/measurements.md#labels */
const SHARE_OF_BEST = 0.01
const ALIKE_WEIGHT = 2
const WORDS_OF_BEST = 0.5

/**
 * How well each label fits each item, best first, from the catalog's own items and no example:
 *
 *     s(c, x) = d(c, x) + 2 cos(p(c), x) + w(c, x)
 *
 * d is the mean cosine of the descriptors (`describedScores`), w the BM25 of their words, as a share of the largest in the catalog. p(c) is
 * the mean of the hundredth of all items (at least one) for which d + w / 2 is largest: what a label's items say beyond its name.
 * Source: Schopf, Braun and Matthes 2022, "Evaluating Unsupervised Text Classification: Zero-shot and Similarity-based Approaches"
 * (Lbl2TransformerVec); with words and the name itself beside the prototype.
 *
 * @param rows    Unit vectors of the items about their mean, row-major, items x dimensions.
 * @param words   The same items' words, in the same order.
 * @param vectors Unit vectors of all descriptors, row-major, label by label in their order.
 * @throws PagekinError `usage` for a label without descriptors, or vectors that are not as many.
 */
export function labelScores(
  rows: Float32Array,
  dimensions: number,
  words: Bm25Index,
  labels: readonly Described[],
  vectors: Float32Array,
): LabelScore[][] {
  const count = rows.length / dimensions
  const row = (at: number) => rows.subarray(at * dimensions, (at + 1) * dimensions)
  const all = [...Array(count).keys()]
  const described = all.map((at) => new Map(describedScores(row(at), labels, vectors).map((score) => [score.label, score])))
  const bm25 = labels.map(({ descriptors }) => {
    const scores = new Float32Array(count)
    words.scoresInto(words.withNearTerms([...new Set(descriptors.flatMap(tokenize))].map((term) => ({ term, weight: 1 }))), scores)
    return scores
  })
  const largest = bm25.reduce((most, scores) => scores.reduce((a, b) => Math.max(a, b), most), 0) || 1
  const best = Math.max(1, Math.round(SHARE_OF_BEST * count))
  const prototypes = labels.map(({ label }, c) => {
    const fit = all.map((at) => described[at]!.get(label)!.score + (WORDS_OF_BEST * bm25[c]![at]!) / largest)
    const nearest = [...all].sort((a, b) => fit[b]! - fit[a]! || a - b).slice(0, best)
    return meanDirection(nearest.map(row))
  })
  return all.map((at) =>
    labels
      .map(({ label }, c): LabelScore => {
        const { score, terms } = described[at]!.get(label)!
        const alike = ALIKE_WEIGHT * dotProduct(row(at), prototypes[c]!)
        const shared = bm25[c]![at]! / largest
        return { label, score: score + alike + shared, terms, alike, words: shared }
      })
      .sort((a, b) => b.score - a.score),
  )
}
