import { normalize } from '../../src/vectors/normalize.js'

/** Rows that a relation leads from and to: "goes with", "is a part of". */
export type LinkedPair = readonly [from: number, to: number]

/** A relation learnt from linked pairs: the query that looks for what a row is linked with. */
export type Relation = (row: number) => Float32Array

/**
 * A rotation of each four numbers, as a unit quaternion:
 *
 *     q = sum over pairs of  t (x) conj(h),  of unit length;  query = q (x) x
 *
 * It is the rotation with the largest sum of cosines of q (x) h and t. Source: the Hamilton product of Nayyeri et al., "Integrating knowledge
 * graph embedding and pretrained language models in hypercomplex spaces", 2022, fitted in closed form.
 *
 * @param vectors Row by row; dimensions are a multiple of 4.
 */
export function rotation(vectors: Float32Array, dimensions: number, pairs: readonly LinkedPair[]): Relation {
  const turns = new Float32Array(dimensions)
  for (const [from, to] of pairs) {
    for (let b = 0; b < dimensions; b += 4) addProduct(vectors, to * dimensions + b, vectors, from * dimensions + b, -1, turns, b)
  }
  for (let b = 0; b < dimensions; b += 4) normalize(turns.subarray(b, b + 4), 4)
  return (row) => {
    const query = new Float32Array(dimensions)
    for (let b = 0; b < dimensions; b += 4) addProduct(turns, b, vectors, row * dimensions + b, 1, query, b)
    return query
  }
}

/** A step in one direction: query = x + mean of t - h, as in TransE (Bordes et al. 2013). */
export function translation(vectors: Float32Array, dimensions: number, pairs: readonly LinkedPair[]): Relation {
  const step = new Float32Array(dimensions)
  for (const [from, to] of pairs) {
    for (let d = 0; d < dimensions; d++) step[d]! += (vectors[to * dimensions + d]! - vectors[from * dimensions + d]!) / pairs.length
  }
  return (row) => step.map((value, d) => value + vectors[row * dimensions + d]!)
}

/** Adds the Hamilton product of two quaternions; of the conjugate of the second with `sign` -1. */
function addProduct(a: Float32Array, atA: number, b: Float32Array, atB: number, sign: 1 | -1, out: Float32Array, at: number): void {
  const [w, x, y, z] = [a[atA]!, a[atA + 1]!, a[atA + 2]!, a[atA + 3]!]
  const [v, i, j, k] = [b[atB]!, sign * b[atB + 1]!, sign * b[atB + 2]!, sign * b[atB + 3]!]
  out[at]! += w * v - x * i - y * j - z * k
  out[at + 1]! += w * i + x * v + y * k - z * j
  out[at + 2]! += w * j - x * k + y * v + z * i
  out[at + 3]! += w * k + x * j - y * i + z * v
}
