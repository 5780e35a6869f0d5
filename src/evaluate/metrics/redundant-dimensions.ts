import { PagekinError } from '../../errors.js'

export interface MergedDimension {
  readonly dimension: number
  /** The dimension that stands for it. */
  readonly into: number
  /** Steps of `dimension` in one step of `into`. */
  readonly slope: number
}

export interface MergedDimensions {
  /** Number of dimensions that are left. */
  readonly dimensions: number
  readonly merged: readonly MergedDimension[]
  row(vector: Float32Array): Float32Array
  query(vector: Float32Array): Float32Array
}

/**
 * Merges dimensions that repeat others. If the values of one follow those of another in a sample (|Pearson's r| above `threshold`), rows
 * keep only the other, and queries add the one to it, times the slope. Inner products then lack nearly the same amount for every row. After
 * the merging of like features in networks (Going Beyond Neural Network Feature Similarity, 2023). Costs d^2 / 2 times the rows.
 *
 * @param sample vectors, row-major, two or more
 * @param threshold of |r|, default .95
 */
export function mergeRedundantDimensions(sample: Float32Array, dimensions: number, threshold = 0.95): MergedDimensions {
  const rows = sample.length / dimensions
  if (!Number.isInteger(rows) || rows < 2) {
    throw new PagekinError('usage', `mergeRedundantDimensions: received ${sample.length} numbers, expected 2 rows of ${dimensions} or more`)
  }
  const columns = Array.from({ length: dimensions }, (_, j) => standardColumn(sample, dimensions, j))
  const kept: number[] = []
  const merged: MergedDimension[] = []
  columns.forEach(({ values, deviation }, dimension) => {
    let best = threshold
    let found: MergedDimension | undefined
    for (const into of kept) {
      const r = correlation(values, columns[into]!.values)
      if (Math.abs(r) <= best) continue
      best = Math.abs(r)
      found = { dimension, into, slope: (r * deviation) / columns[into]!.deviation }
    }
    if (found) merged.push(found)
    else kept.push(dimension)
  })
  const take = (vector: Float32Array) => Float32Array.from(kept, (dimension) => vector[dimension]!)
  return {
    dimensions: kept.length,
    merged,
    row: take,
    query(vector) {
      const folded = vector.slice()
      for (const { dimension, into, slope } of merged) folded[into]! += slope * vector[dimension]!
      return take(folded)
    },
  }
}

/** A column less its mean, at length 1; zeros where it is constant. */
function standardColumn(sample: Float32Array, dimensions: number, j: number): { values: Float64Array; deviation: number } {
  const rows = sample.length / dimensions
  const values = Float64Array.from({ length: rows }, (_, row) => sample[row * dimensions + j]!)
  const mean = values.reduce((sum, value) => sum + value, 0) / rows
  for (let row = 0; row < rows; row++) values[row]! -= mean
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  if (length > 0) for (let row = 0; row < rows; row++) values[row]! /= length
  return { values, deviation: length / Math.sqrt(rows) }
}

function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let row = 0; row < a.length; row++) sum += a[row]! * b[row]!
  return sum
}
