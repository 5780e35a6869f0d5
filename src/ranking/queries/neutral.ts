import type { FlatIndex } from '../../vectors/flat-index.js'
import { dotProduct } from '../../vectors/normalize.js'
import type { VectorTerm } from '../term.js'

/** Shorter differences say nothing. */
const LEAST_LENGTH = 1e-3

/**
 * The directions in which groups of rows differ, orthonormal: those of their means, centred, from the mean of these means. Groups without
 * a row are left out.
 *
 * Source: Bolukbasi et al. 2016, "Man is to Computer Programmer as Woman is to Homemaker?" (the subspace of centred definitional sets),
 * with the rows that have a word in place of the word's vector.
 *
 * @param groups Rows with a vector.
 * @param known Orthonormal directions that others are to be orthogonal to.
 * @returns Those known, and one less than the groups with rows, or fewer.
 */
export function differencesOf(
  groups: readonly (readonly number[])[],
  index: FlatIndex,
  known: readonly Float32Array[] = [],
): Float32Array[] {
  const means = groups.filter((rows) => rows.length > 0).map((rows) => index.meanOf(rows, true))
  const directions = [...known]
  for (const mean of means.slice(1)) {
    const direction = outside(
      mean.map((value, i) => value - means[0]![i]!),
      directions,
    )
    const length = Math.sqrt(dotProduct(direction, direction))
    if (length > LEAST_LENGTH) directions.push(direction.map((value) => value / length))
  }
  return directions
}

/** The term without these directions: what differs in them alone scores the same. */
export function neutralized(term: VectorTerm, directions: readonly Float32Array[]): VectorTerm {
  return { ...term, parts: term.parts.map((part) => ({ ...part, vector: outside(part.vector, directions) })) }
}

/** What of a vector is orthogonal to orthonormal directions. */
export function outside(vector: Float32Array, directions: readonly Float32Array[]): Float32Array {
  const rest = vector.slice()
  for (const direction of directions) {
    const along = dotProduct(rest, direction)
    for (let i = 0; i < rest.length; i++) rest[i]! -= along * direction[i]!
  }
  return rest
}
