import { PagekinError } from '../../errors.js'
import { mulberry32 } from '../../vectors/random.js'

export interface BootstrapOptions {
  /** One set of resamples a seed; the interval reported spans those of all seeds. Default [1, 2, 3]. */
  readonly seeds?: readonly number[]
  /** Resamples a seed. Default 1,000. */
  readonly resamples?: number
  /** Default 0.95. */
  readonly level?: number
}

export interface Interval {
  /** Mean over the units that have a value. */
  readonly mean: number
  /** Lower end, the lowest of all seeds. */
  readonly lo: number
  /** Upper end, the highest of all seeds. */
  readonly hi: number
  /** Queries or users that have a value. */
  readonly units: number
  /** Units without one (NaN: nothing relevant, for example), which no figure here counts. */
  readonly undefinedUnits: number
}

/**
 * Mean and percentile bootstrap interval of it (Efron and Tibshirani, 1993, chapter 13): units are drawn with replacement, as
 * many as there are, and the ends are the (1 - level) / 2 quantiles of the resampled means, linear between order statistics.
 * `values[u]` is a unit's value; NaN = it has none. Ends are NaN for fewer than two units.
 */
export function bootstrapMean(values: ArrayLike<number>, options: BootstrapOptions = {}): Interval {
  const { seeds = [1, 2, 3], resamples = 1000, level = 0.95 } = options
  if (!Number.isInteger(resamples) || resamples < 1 || seeds.length === 0) {
    throw new PagekinError('usage', `bootstrapMean: received ${resamples} resamples and ${seeds.length} seeds, expected 1 or more of each`)
  }
  if (!(level > 0 && level < 1)) throw new PagekinError('usage', `bootstrapMean: received level ${level}, expected between 0 and 1`)
  const defined = Float64Array.from(values).filter((value) => !Number.isNaN(value))
  const units = defined.length
  const undefinedUnits = values.length - units
  if (!defined.every(Number.isFinite))
    throw new PagekinError('usage', 'bootstrapMean: received an infinite value, expected finite ones or NaN')
  if (units < 2) return { mean: units === 1 ? defined[0]! : Number.NaN, lo: Number.NaN, hi: Number.NaN, units, undefinedUnits }
  const ends = seeds.map((seed) => {
    const means = resampledMeans(defined, resamples, mulberry32(seed))
    return [quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)] as const
  })
  return {
    mean: defined.reduce((sum, value) => sum + value, 0) / units,
    lo: Math.min(...ends.map(([lo]) => lo)),
    hi: Math.max(...ends.map(([, hi]) => hi)),
    units,
    undefinedUnits,
  }
}

/**
 * Paired bootstrap of the mean difference `ours` - `baseline` over the same units (Koehn, 2004; Sakai, 2006): a unit that
 * is drawn brings both its values, so what makes queries hard or easy falls out. The difference is shown where `lo` > 0.
 * A unit with NaN in either has no value. Throws `usage` for lists of unequal length.
 */
export function pairedBootstrap(ours: ArrayLike<number>, baseline: ArrayLike<number>, options: BootstrapOptions = {}): Interval {
  if (ours.length !== baseline.length) {
    throw new PagekinError(
      'usage',
      `pairedBootstrap: received ${ours.length} and ${baseline.length} values, expected the same units in both`,
    )
  }
  return bootstrapMean(
    Float64Array.from(ours, (value, unit) => value - baseline[unit]!),
    options,
  )
}

/** One value a unit, where a unit (a user) has several (one a query): their mean, units in the order of their first value; NaN is passed over. */
export function meanByUnit<Unit>(values: ArrayLike<number>, units: ArrayLike<Unit>): Float64Array {
  if (values.length !== units.length) {
    throw new PagekinError('usage', `meanByUnit: received ${values.length} values and ${units.length} units, expected one of each`)
  }
  const sums = new Map<Unit, { sum: number; count: number }>()
  for (let i = 0; i < values.length; i++) {
    const entry = sums.get(units[i]!) ?? { sum: 0, count: 0 }
    if (!sums.has(units[i]!)) sums.set(units[i]!, entry)
    if (Number.isNaN(values[i]!)) continue
    entry.sum += values[i]!
    entry.count++
  }
  return Float64Array.from(sums.values(), ({ sum, count }) => sum / count)
}

function resampledMeans(values: Float64Array, resamples: number, random: () => number): Float64Array {
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    let sum = 0
    for (let u = 0; u < values.length; u++) sum += values[Math.floor(random() * values.length)]!
    means[r] = sum / values.length
  }
  return means.sort()
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)]!
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low)
}
