import { mulberry32 } from '../../src/vectors/random.js'
import { degrees, type Graph, step } from './graph.js'

export interface FastRpOptions {
  /** What each power of the transition matrix counts. Default 0, 0, 1, 4. */
  readonly powers?: readonly number[]
  /** Frequent nodes count degree^beta. Default -0.6. */
  readonly beta?: number
  /** Default 1. */
  readonly seed?: number
}

/** One number in three of the projection is not 0 (Achlioptas 2003); sparser ones pay for graphs larger than a page's. */
const SPARSITY = 3

/**
 * Vectors of the nodes of a graph by very sparse random projection of its transition matrix M = D^-1 A:
 *
 *     N = sum over k of powers_k M^k R',   R'_j = (d_j / 2m)^beta R_j,   then each column in standard units
 *
 * R is sqrt(s) times +1, -1 or 0 with chances 1/2s, 1/2s and 1 - 1/s. Nothing is optimised. Source: Chen et al., "Fast and
 * accurate network embeddings via very sparse random projection", CIKM 2019, equations 5 to 7. O(powers * edges * dimensions).
 *
 * @returns nodes x dimensions, row-major; a node without edges has none: 0.
 */
export function fastRp(graph: Graph, dimensions: number, options: FastRpOptions = {}): Float32Array {
  const { powers = [0, 0, 1, 4], beta = -0.6, seed = 1 } = options
  const degree = degrees(graph)
  const total = degree.reduce((sum, value) => sum + value, 0)
  const random = mulberry32(seed)
  let layer: Float32Array = new Float32Array(degree.length * dimensions)
  degree.forEach((value, node) => {
    const scale = value > 0 ? Math.sqrt(SPARSITY) * (value / total) ** beta : 0
    for (let d = 0; d < dimensions; d++) {
      const drawn = random() * 2 * SPARSITY
      if (drawn < 2) layer[node * dimensions + d] = drawn < 1 ? scale : -scale
    }
  })
  const inverse = degree.map((value) => (value > 0 ? 1 / value : 0))
  const sum = new Float32Array(layer.length)
  for (const power of powers) {
    layer = step(graph, layer, dimensions, { row: inverse })
    for (let i = 0; i < sum.length; i++) sum[i]! += power * layer[i]!
  }
  standardColumns(
    sum,
    dimensions,
    [...degree.keys()].filter((node) => degree[node]! > 0),
  )
  return sum
}

/** Of these rows; the others are 0, and stay it: all in one place other than 0 they would be likest of all. */
function standardColumns(vectors: Float32Array, dimensions: number, rows: readonly number[]): void {
  for (let d = 0; d < dimensions; d++) {
    let mean = 0
    for (const row of rows) mean += vectors[row * dimensions + d]! / rows.length
    let variance = 0
    for (const row of rows) variance += (vectors[row * dimensions + d]! - mean) ** 2 / rows.length
    const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0
    for (const row of rows) vectors[row * dimensions + d] = (vectors[row * dimensions + d]! - mean) * scale
  }
}
