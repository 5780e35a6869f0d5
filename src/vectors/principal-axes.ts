import type { Breathe } from '../pieces.js'
import { dotProduct } from './normalize.js'
import { mulberry32 } from './random.js'
import { sampleRows } from './statistics.js'

const SAMPLE = 512
const ROUNDS = 6

/**
 * The directions in which rows differ most, of unit length, row-major, `count` x dimensions: subspace iteration on a sample of the rows,
 * whose mean is taken to be 0. Source: Halko, Martinsson and Tropp, Finding structure with randomness (2011).
 */
export async function principalAxes(rows: Float32Array, dimensions: number, count: number, breathe: Breathe): Promise<Float32Array> {
  const sample = sampleRows(rows.length / dimensions, { size: SAMPLE })
  const random = mulberry32(1)
  const axes = Float32Array.from({ length: Math.min(count, dimensions) * dimensions }, () => random() - 0.5)
  orthonormalize(axes, dimensions)
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float32Array(axes.length)
    for (const row of sample) {
      const vector = rows.subarray(row * dimensions, (row + 1) * dimensions)
      for (let start = 0; start < axes.length; start += dimensions) {
        let along = 0
        for (let j = 0; j < dimensions; j++) along += axes[start + j]! * vector[j]!
        for (let j = 0; j < dimensions; j++) next[start + j]! += along * vector[j]!
      }
      await breathe()
    }
    axes.set(next)
    orthonormalize(axes, dimensions)
  }
  return axes
}

/** Row by row, as Gram and Schmidt do. What has no direction of its own becomes 0. */
function orthonormalize(axes: Float32Array, dimensions: number): void {
  for (let start = 0; start < axes.length; start += dimensions) {
    const axis = axes.subarray(start, start + dimensions)
    const before = Math.sqrt(dotProduct(axis, axis))
    for (let other = 0; other < start; other += dimensions) {
      const earlier = axes.subarray(other, other + dimensions)
      const along = dotProduct(axis, earlier)
      for (let j = 0; j < dimensions; j++) axis[j]! -= along * earlier[j]!
    }
    const length = Math.sqrt(dotProduct(axis, axis))
    const isLeft = length > 1e-4 * before
    for (let j = 0; j < dimensions; j++) axis[j] = isLeft ? axis[j]! / length : 0
  }
}

/** The inner products of a row with each axis. */
export function alongAxes(axes: Float32Array, row: Float32Array): Float32Array {
  const { length } = row
  return Float32Array.from({ length: axes.length / length }, (_, axis) =>
    dotProduct(axes.subarray(axis * length, (axis + 1) * length), row),
  )
}
