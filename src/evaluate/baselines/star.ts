import type { ItemWeights } from '../../ranking/scorers/item-item.js'

export interface StarOptions {
  /** How many of the latest items count. Default 3. */
  readonly last?: number
  /** Share of the text, 0 to 1. Default 0.5. */
  readonly textShare?: number
  /** What an item counts of the one after it. Default 0.7. */
  readonly decay?: number
}

/**
 * STAR, the retrieval stage: nearness of text and of users, the latest items most.
 *
 *     score(x) = 1 / n * sum over the last n items j, t steps from the end, of decay^t (a cos_text(x, j) + (1 - a) cooc(x, j))
 *     cooc(x, j) = users who met both / sqrt(users who met x * users who met j)
 *
 * Source: Lee et al., "STAR: A simple training-free approach for recommendations using large language models", 2024,
 * arXiv:2410.16458, equation 1, ratings left out.
 *
 * @param history  Rows, oldest first.
 * @param textInto Writes the cosines of a row's text with every row's.
 * @param shared   cooc: `itemKnnWeights` with all neighbours and without shrink.
 */
export function starScores(
  history: ArrayLike<number>,
  textInto: (row: number, out: Float32Array) => void,
  shared: ItemWeights,
  out: Float32Array,
  options: StarOptions = {},
): void {
  const { last = 3, textShare = 0.5, decay = 0.7 } = options
  const latestFirst = Array.from(history).slice(-last).reverse()
  const cosines = new Float32Array(out.length)
  out.fill(0)
  latestFirst.forEach((row, t) => {
    const weight = decay ** (t + 1) / latestFirst.length
    textInto(row, cosines)
    for (let x = 0; x < out.length; x++) out[x]! += weight * textShare * cosines[x]!
    for (let e = shared.offset[row]!; e < shared.offset[row + 1]!; e++) {
      out[shared.rows[e]!]! += weight * (1 - textShare) * shared.weights[e]!
    }
  })
}
