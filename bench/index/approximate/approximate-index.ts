import type { FlatIndex } from '../../../src/vectors/flat-index.js'
import type { VectorIndex } from './vector-index.js'

/** An index that leaves rows unread and so may miss some of the best. */
export interface ApproximateIndex extends VectorIndex {
  readonly kind: 'binary' | 'ivf'
  /** All rows, for exhaustive search. */
  readonly exact: FlatIndex
  /** How much a search reads, in the index's own unit. Twice as much misses less and takes up to twice the time. */
  effort: number
  /** The effort that misses nothing. */
  readonly mostEffort: number
  /** Fits the index to its rows of now. */
  train(): void
}
