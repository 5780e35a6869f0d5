import { normalize } from '../../src/vectors/normalize.js'
import { degrees, type Graph, step } from './graph.js'

export interface NeighbourSmoothingOptions {
  /** Steps over the graph of similar items. Default 2. */
  readonly steps?: number
  /** What neighbours count beside an item's own vector of mean length. Default 0.3. */
  readonly weight?: number
}

/**
 * Vectors of items, each with something of those like it:
 *
 *     e_i <- e_i + weight * l * norm( (D^-1/2 S D^-1/2)^steps e )_i      S the graph of similar items, l the mean length of all e
 *
 * so that what few people met takes part in what was learnt of its like. Source: the item-to-item hypergraph of MMHCL (Guo et al.,
 * 2025, "Multi-modal hypergraph contrastive learning for recommendation"), whose normalised output is added to graph convolution
 * over users and items; its contrastive training is left out. O(steps * edges * dimensions).
 *
 * @param vectors items x dimensions, row-major.
 */
export function neighbourSmoothing(
  similar: Graph,
  vectors: Float32Array,
  dimensions: number,
  { steps = 2, weight = 0.3 }: NeighbourSmoothingOptions = {},
): Float32Array {
  const scale = degrees(similar).map((degree) => (degree > 0 ? degree ** -0.5 : 0))
  let near: Float32Array = Float32Array.from(vectors)
  for (let k = 0; k < steps; k++) near = step(similar, near, dimensions, { row: scale, column: scale })
  normalize(near, dimensions)
  const length = meanLength(vectors, dimensions)
  return near.map((value, at) => vectors[at]! + weight * length * value)
}

/** Of the rows that are not 0. */
function meanLength(vectors: Float32Array, dimensions: number): number {
  let lengths = 0
  let rows = 0
  for (let start = 0; start < vectors.length; start += dimensions) {
    const length = Math.hypot(...vectors.subarray(start, start + dimensions))
    if (length === 0) continue
    lengths += length
    rows++
  }
  return rows > 0 ? lengths / rows : 0
}
