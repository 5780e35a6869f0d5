import type { Item, RejectedRow } from '../../types.js'
import type { FieldReport } from './fields.js'
import type { Neighbours } from './neighbours.js'

/** How an encoder's tokenizer splits a text. */
export interface Reading {
  /** Pieces of the text, without special ones. */
  readonly pieces: number
  /** Pieces that it does not know ([UNK]). */
  readonly unknown: number
}

/** What the findings are made from. Rows are positions in `items`. */
export interface CatalogFacts {
  readonly items: readonly Item[]
  readonly rejected: readonly RejectedRow[]
  readonly fields: readonly FieldReport[]
  /** Items that were embedded and got a shelf: all of them, or a seeded sample. */
  readonly sample: readonly number[]
  /** The page's shelf (ten items like it) of each item of the sample: rows. */
  readonly shelves: readonly (readonly number[])[]
  /** Neighbours of each item of the sample by words, as places in the sample. */
  readonly nearByWords: Neighbours
  /** The same by centred vectors. Absent without an encoder. */
  readonly nearByVectors?: Neighbours
  /** 99 % of random pairs have a lower centred cosine. */
  readonly chanceCosine?: number
  /** Pieces of title and text of each item of the sample. Absent without an encoder. */
  readonly readings?: readonly Reading[]
  /** Rows searched for by their own text, and whether words and the encoder found them in the first ten. */
  readonly selfRetrieval: readonly { readonly row: number; readonly byWords: boolean; readonly byVectors?: boolean }[]
}
