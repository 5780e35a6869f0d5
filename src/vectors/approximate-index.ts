import type { FlatIndex } from './flat-index.js'
import type { VectorIndex } from './vector-index.js'

/** An index that leaves rows unread, and so may miss some of the best. */
export interface ApproximateIndex extends VectorIndex {
  readonly kind: 'binary' | 'ivf'
  /** Every row, to be searched exhaustively. */
  readonly exact: FlatIndex
  /** How much is read for a search, in the index's own unit: twice as much misses less and costs up to twice the time. */
  effort: number
  /** With so much effort nothing is missed. */
  readonly mostEffort: number
  /** Fits the index to the rows it has now. */
  train(): void
}
