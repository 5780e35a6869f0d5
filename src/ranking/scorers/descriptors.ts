import { PagekinError } from '../../errors.js'
import { dotProduct } from '../../vectors/normalize.js'

/** A label and the short texts that describe it. Each may be edited, added or removed. */
export interface Described {
  readonly label: string
  readonly descriptors: readonly string[]
}

export interface DescribedScore {
  readonly label: string
  /** The mean cosine of its descriptors with the item. */
  readonly score: number
  /** What each descriptor adds, strongest first. The sum is `score`. */
  readonly terms: readonly { readonly descriptor: string; readonly weight: number }[]
}

/**
 * How well each label fits an item, best first (equal ones in their order):
 *
 *     s(c, x) = sum over descriptors d of c of  cos(d, x) / |D(c)|
 *
 * A removed descriptor removes exactly its term, and the others count more by |D| / (|D| - 1).
 * Source: Menon and Vondrick 2023, "Visual Classification via Description from Large Language Models", with texts instead of pictures.
 *
 * @param item    Unit vector of the item's text about the catalog's mean (docs/measurements.md#labels).
 * @param vectors Unit vectors of all descriptors, row-major, label by label in their order.
 * @throws PagekinError `usage` for a label without descriptors, or vectors that are not as many.
 */
export function describedScores(item: Float32Array, labels: readonly Described[], vectors: Float32Array): DescribedScore[] {
  const count = labels.reduce((sum, { descriptors }) => sum + descriptors.length, 0)
  const bare = labels.find(({ descriptors }) => descriptors.length === 0)
  if (bare || vectors.length !== count * item.length) {
    const received = bare ? `no descriptor of "${bare.label}"` : `${vectors.length / item.length} vectors of ${count} descriptors`
    throw new PagekinError('usage', `describedScores: received ${received}, expected at least one descriptor a label and a vector for each`)
  }
  let next = 0
  const scored = labels.map(({ label, descriptors }): DescribedScore => {
    const terms = descriptors.map((descriptor) => {
      const start = next++ * item.length
      return { descriptor, weight: dotProduct(item, vectors.subarray(start, start + item.length)) / descriptors.length }
    })
    const score = terms.reduce((sum, { weight }) => sum + weight, 0)
    return { label, score, terms: terms.sort((a, b) => b.weight - a.weight) }
  })
  return scored.sort((a, b) => b.score - a.score)
}
