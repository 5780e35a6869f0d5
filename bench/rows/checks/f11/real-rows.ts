import { draws } from '../../../../src/evaluate/draw.js'
import { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { realTexts } from '../../../index/real-texts.js'
import type { CheckContext } from '../../context.js'
import { pickRows } from '../vectors-of.js'

/** Where the texts of `realRows` come from. */
export const REAL_NEEDS = [
  'data/amazon-bundles-clothing',
  'data/crowdflower-relevance',
  'data/amazon-industrial',
  'data/movielens-small',
  'data/cranfield',
  'data/msmarco-dl-5k',
]

export interface RealRows {
  readonly dimensions: number
  /** Row-major. */
  readonly vectors: Float32Array
  /** Vectors of other texts of the same kinds. */
  readonly queries: readonly Float32Array[]
}

/** Embeddings of real item sentences in a seeded order: so many rows at most, and so many queries that are none of them. */
export async function realRows(context: CheckContext, rows: number, queries: number): Promise<RealRows> {
  const texts = draws(context.seed).shuffled(realTexts())
  const used = texts.slice(0, rows + queries)
  const { vectors, dimensions } = await context.embed(used)
  const count = used.length - queries
  const asked = Array.from({ length: queries }, (_, i) => pickRows(vectors, dimensions, [count + i]))
  return { dimensions, vectors: vectors.slice(0, count * dimensions), queries: asked }
}

export function flatOver({ vectors, dimensions }: RealRows): FlatIndex {
  const rows = vectors.length / dimensions
  const index = new FlatIndex(dimensions, { capacity: rows })
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, vectors.subarray(row * dimensions, (row + 1) * dimensions))
  return index
}

/** Milliseconds of a call. */
export function timeOf(call: () => unknown): number {
  const start = performance.now()
  call()
  return performance.now() - start
}
