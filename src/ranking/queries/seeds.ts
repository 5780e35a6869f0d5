import type { Reason } from '../../types.js'
import type { FlatIndex } from '../../vectors/flat-index.js'
import type { VectorPart, VectorTerm } from '../term.js'

/** A row that the query is made of, with its share of it: below 0 it leads away from the row. The shares of all seeds add up to 1. */
export interface Seed {
  readonly row: number
  readonly share: number
  reason(weight: number): Reason
}

/**
 * The query "near these items": the weighted sum of their vectors, each with the catalog's mean taken away and unit length
 * again (items are compared with items centred, docs/decisions/006-centring-and-fusion.md). Being linear, it tells exactly how much of a score each
 * seed brought. Seeds without a vector yet are left out and their share goes to the others.
 *
 * @returns null when no seed has a vector.
 */
export function seedTerm(seeds: readonly Seed[], index: FlatIndex, weight: number): VectorTerm | null {
  const present = seeds.filter(({ row }) => index.has(row))
  const total = present.reduce((sum, { share }) => sum + share, 0)
  if (total <= 0) return null
  const parts = present.map(({ row, share, reason }): VectorPart => {
    const vector = index.centre(index.vector(row))
    for (let i = 0; i < vector.length; i++) vector[i]! *= share / total
    return { vector, reason }
  })
  return { kind: 'vector', weight, space: 'centred', parts }
}
