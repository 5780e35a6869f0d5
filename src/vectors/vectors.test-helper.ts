import { normalize } from './normalize.js'
import { topK } from './top-k.js'

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Unit vectors around `clusters` directions that share a common part, as those of sentence encoders do. */
export function clustered(rows: number, dimensions: number, clusters: number, random: () => number): Float32Array {
  const lean = Float64Array.from({ length: dimensions }, () => gaussian(random))
  const heads = Array.from({ length: clusters }, () => lean.map((value) => value + gaussian(random)))
  const vectors = new Float32Array(rows * dimensions)
  for (let i = 0; i < vectors.length; i++) vectors[i] = heads[Math.floor(i / dimensions) % clusters]![i % dimensions]! + gaussian(random)
  return normalize(vectors, dimensions)
}

/** The k best rows by float64 inner products with a query, of those that `accept` allows. */
export function exactBest(
  vectors: Float32Array,
  dimensions: number,
  query: Float32Array,
  k: number,
  accept = (_row: number) => true,
): Set<number> {
  const scores = Float32Array.from({ length: vectors.length / dimensions }, (_, row) => {
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += query[j]! * vectors[row * dimensions + j]!
    return accept(row) ? sum : Number.NaN
  })
  return new Set(topK(scores, k).rows)
}
