import { mulberry32 } from './random.js'

/** How many rows stand for all of them when a scorer is standardised. */
export const SAMPLE_ROWS = 1024

export interface Statistics {
  readonly mean: number
  /** Of the population, not of a sample of it; 0 for less than two values. */
  readonly deviation: number
  /** How many values are numbers. */
  readonly count: number
}

/** Mean and standard deviation of the values that are numbers; NaN means "no value" and is passed over. All 0 when there are none. */
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
  // a second pass: no cancellation when the mean is far from 0, and no division a value
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
  /** Rows it refuses are not sampled. Default: every row may be. */
  readonly accept?: (row: number) => boolean
}

/**
 * A uniform sample, without replacement, of the rows 0 to rowCount - 1, in rising order; all of them when they are few.
 * The same arguments give the same sample. Reservoir sampling (algorithm R: Vitter, 1985).
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
