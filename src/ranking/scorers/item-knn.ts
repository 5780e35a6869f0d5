import { atOnce } from '../../pieces.js'
import { type Sequences, sequenceAt, sequenceCount, sequencesOfRows } from '../sequences.js'
import { type ItemWeights, makingSparseWeights, transposeWeights } from './item-item.js'

export interface ItemKnnOptions {
  /** How many items may speak for an item. Default 100. */
  readonly neighbours?: number
  /** Added to the denominator: what two items share by chance counts for little. Default 0. */
  readonly shrink?: number
}

/**
 * Item-based nearest neighbours by cosine of co-occurrence:
 *
 *     W[i, j] = c_ij / (sqrt(n_i n_j) + shrink)   where i is among the `neighbours` best of j
 *
 * c_ij = sequences that have both, n_i = sequences that have i. Source: Sarwar et al., "Item-based collaborative filtering
 * recommendation algorithms", WWW 2001; the shrink term and its range: Ferrari Dacrema, Cremonesi and Jannach, "Are we really
 * making much progress?", RecSys 2019. O(sum over sequences of length squared).
 */
export function itemKnnWeights(...parts: Parameters<typeof makingItemKnnWeights>): ItemWeights {
  return atOnce(makingItemKnnWeights(...parts))
}

/** The same in pieces. */
export function* makingItemKnnWeights(sequences: Sequences, options: ItemKnnOptions = {}): Generator<void, ItemWeights> {
  const { neighbours = 100, shrink = 0 } = options
  const { rowCount } = sequences
  const of = sequencesOfRows(sequences)
  const distinct = Array.from({ length: sequenceCount(sequences) }, (_, s) => Uint32Array.from(new Set(sequenceAt(sequences, s))))
  const count = (row: number): number => of.offset[row + 1]! - of.offset[row]!
  const speakers = yield* makingSparseWeights(rowCount, neighbours, (row, out) => {
    const sharing: number[] = []
    for (let e = of.offset[row]!; e < of.offset[row + 1]!; e++) {
      for (const other of distinct[of.sequences[e]!]!) {
        if (other === row) continue
        if (out[other] === 0) sharing.push(other)
        out[other]!++
      }
    }
    for (const other of sharing) out[other]! /= Math.sqrt(count(row) * count(other)) + shrink
    return sharing
  })
  return transposeWeights(speakers)
}
