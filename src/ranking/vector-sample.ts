import type { FlatIndex } from '../vectors/flat-index.js'
import { sampleRows } from '../vectors/statistics.js'

/**
 * The fixed, seeded sample of rows over which vector scorers are standardised (docs/design.md). Made once for a state of the
 * index; rows without a vector are not in it.
 */
export class VectorSample {
  readonly rows: Uint32Array
  readonly #index: FlatIndex
  #plain: Float32Array | undefined
  #centred: Float32Array | undefined

  constructor(index: FlatIndex) {
    this.#index = index
    this.rows = sampleRows(index.size, { accept: (row) => index.has(row) })
  }

  /**
   * Mean of the sampled rows, as a row: the mean score of a linear scorer is its query's dot product with this, so that
   * every part of a query knows its share of the mean without a scan. For `centred` each row has the catalog's mean taken
   * away and unit length again.
   */
  meanRow(space: 'plain' | 'centred'): Float32Array {
    if (space === 'plain') this.#plain ??= this.#index.meanOf(this.rows, false)
    else this.#centred ??= this.#index.meanOf(this.rows, true)
    return space === 'plain' ? this.#plain! : this.#centred!
  }
}
