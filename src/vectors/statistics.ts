import { mulberry32 } from './random.js'

/** Rows that stand for all rows when a scorer is standardised. */
export const SAMPLE_ROWS = 1024

export interface Statistics {
  readonly mean: number
  /** Standard deviation of the values as a population; 0 for fewer than two values. */
  readonly deviation: number
  /** Number of values that are not NaN. */
  readonly count: number
}

/** Mean and standard deviation of the values. NaN means "no value" and is skipped. All 0 if there are no values. */
export function statistics(values: ArrayLike<number>): Statistics {
  let count = 0
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (Number.isNaN(value)) continue
    count++
    sum += value
  }
  const mean = count > 0 ? sum / count : 0
  let squares = 0
  // a second pass: no cancellation if the mean is far from 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isNaN(value)) squares += (value - mean) ** 2
  }
  return { mean, deviation: count > 1 ? Math.sqrt(squares / count) : 0, count }
}

export interface SampleOptions {
  /** At most this many rows. Default 1,024. */
  readonly size?: number
  /** Default 1. */
  readonly seed?: number
  /** Returns false for rows that must not be sampled. Default: every row may be. */
  readonly accept?: (row: number) => boolean
}

/**
 * A uniform sample of the rows 0 to rowCount - 1, without replacement, in rising order; all rows if they are few. The same arguments give
 * the same sample. Reservoir sampling (algorithm R: Vitter, 1985).
 */
export function sampleRows(rowCount: number, options: SampleOptions = {}): Uint32Array {
  const { size = SAMPLE_ROWS, seed = 1, accept } = options
  const random = mulberry32(seed)
  const reservoir = new Uint32Array(Math.min(size, rowCount))
  let seen = 0
  for (let row = 0; row < rowCount; row++) {
    if (accept && !accept(row)) continue
    const place = seen < reservoir.length ? seen : Math.floor(random() * (seen + 1))
    if (place < reservoir.length) reservoir[place] = row
    seen++
  }
  return reservoir.slice(0, Math.min(seen, reservoir.length)).sort()
}
