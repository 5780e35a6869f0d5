import { PagekinError } from '../../src/errors.js'
import { type Sequences, sequenceAt, sequenceCount, sequencesPerRow } from '../../src/ranking/sequences.js'
import { principalComponents, project } from './principal-components.js'

/**
 * Vectors of items by who met them, whatever their texts say: the strongest directions of who met what.
 *
 *     D_u^-1/2 A D_i^-1/2 = U S V',   item vectors V S^1/2, cut to `dimensions`
 *
 * The inner product of an item with the sum of a history is the low-pass filter V S V' over it, which is what graph convolution without
 * training comes to. Source: Shen et al., "How powerful is graph convolution for recommendation?", CIKM 2021, section 4 (the closed form of
 * LightGCN with ids in place of texts); Cremonesi et al., RecSys 2010 (PureSVD). O(items * users^2): for up to a thousand users or so.
 *
 * @returns rowCount x dimensions, row-major; an item that nobody met is 0.
 * @throws PagekinError `usage` for more dimensions than sequences.
 */
export function collaborativeVectors(sequences: Sequences, dimensions: number): Float32Array {
  const users = sequenceCount(sequences)
  if (dimensions > users) {
    throw new PagekinError('usage', `collaborativeVectors: received ${dimensions} dimensions, expected at most ${users}, the sequences`)
  }
  const met = sequencesPerRow(sequences)
  const rows = [...met.keys()].filter((row) => met[row]! > 0)
  const place = new Map(rows.map((row, at) => [row, at]))
  const matrix = new Float32Array(rows.length * users)
  for (let user = 0; user < users; user++) {
    const items = new Set(sequenceAt(sequences, user))
    for (const row of items) matrix[place.get(row)! * users + user] = 1 / Math.sqrt(items.size * met[row]!)
  }
  const { components, variances } = principalComponents(matrix, new Float32Array(users), dimensions)
  const singular = variances.map((variance) => Math.sqrt(Math.max(0, variance) * rows.length))
  const vectors = new Float32Array(sequences.rowCount * dimensions)
  rows.forEach((row, at) => {
    // along a component lies v S
    const along = project(matrix.subarray(at * users, (at + 1) * users), components)
    vectors.set(
      along.map((value, d) => (singular[d]! > 1e-9 ? value / Math.sqrt(singular[d]!) : 0)),
      row * dimensions,
    )
  })
  return vectors
}
