import type { Vectors } from '../rank.js'
import type { VectorTerm } from '../term.js'

/**
 * Nearness to the middle of the catalog. With strong diversity after it, it picks medoids: typical items, far from one
 * another. The answer where there is neither history nor popularity.
 */
export function centralityTerm({ sample }: Vectors, weight: number): VectorTerm {
  return {
    kind: 'vector',
    weight,
    space: 'plain',
    parts: [{ vector: sample.meanRow('plain'), reason: (termWeight) => ({ kind: 'varied', weight: termWeight }) }],
  }
}
