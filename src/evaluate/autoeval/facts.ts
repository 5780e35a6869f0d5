import type { Item, RejectedRow } from '../../types.js'
import type { FieldReport } from './fields.js'
import type { Neighbours } from './neighbours.js'

/** How an encoder's tokenizer takes a text. */
export interface Reading {
  /** Pieces that it makes of the text, the special ones left out. */
  readonly pieces: number
  /** Those that stand for what it does not know ([UNK]). */
  readonly unknown: number
}

/** Everything the findings are made from. Rows are positions in `items`. */
export interface CatalogFacts {
  readonly items: readonly Item[]
  readonly rejected: readonly RejectedRow[]
  readonly fields: readonly FieldReport[]
  /** Items that were embedded and whose shelves were drawn up: all of them, or a seeded sample. */
  readonly sample: readonly number[]
  /** The page's shelf (ten items like it) of each item of the sample: rows. */
  readonly shelves: readonly (readonly number[])[]
  /** By words, of each item of the sample; places in the sample. */
  readonly nearByWords: Neighbours
  /** By centred vectors, the same; absent without an encoder. */
  readonly nearByVectors?: Neighbours
  /** The centred cosine that 99 of 100 pairs drawn at random stay below. */
  readonly chanceCosine?: number
  /** Of each item's title and text, sample only; absent without an encoder. */
  readonly readings?: readonly Reading[]
  /** Rows whose own text was searched for, and whether words and the encoder put them among the first ten. */
  readonly selfRetrieval: readonly { readonly row: number; readonly byWords: boolean; readonly byVectors?: boolean }[]
}
