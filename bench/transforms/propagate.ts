import { degrees, type Graph, step } from './graph.js'

export interface PropagateOptions {
  /** How many steps are taken. Default 2. */
  readonly layers?: number
}

/**
 * Light graph convolution without training: every node takes on what its neighbours are, and all layers count alike.
 *
 *     X^(k) = D^-1/2 A D^-1/2 X^(k-1),   X = 1 / (K + 1) * sum over k = 0..K of X^(k)
 *
 * From text vectors of items and zeros for users, K = 2 gives users the sum of what they met, and items what was met with them. Source:
 * He et al., "LightGCN: Simplifying and powering graph convolution network for recommendation", SIGIR 2020, equations 3 and 4,
 * without the embeddings that the paper trains. O(layers * edges * dimensions).
 *
 * @param vectors nodes x dimensions, row-major. @throws PagekinError `usage` where that is not their number.
 */
export function propagate(graph: Graph, vectors: Float32Array, dimensions: number, { layers = 2 }: PropagateOptions = {}): Float32Array {
  const scale = degrees(graph).map((degree) => (degree > 0 ? degree ** -0.5 : 0))
  const sum = Float32Array.from(vectors)
  let layer = vectors
  for (let k = 1; k <= layers; k++) {
    layer = step(graph, layer, dimensions, { row: scale, column: scale })
    for (let i = 0; i < sum.length; i++) sum[i]! += layer[i]!
  }
  for (let i = 0; i < sum.length; i++) sum[i]! /= layers + 1
  return sum
}
