import type { Draw } from '../../../src/evaluate/draw.js'
import { pairedBootstrap } from '../../../src/evaluate/metrics/bootstrap.js'
import { macroF1 } from '../../metrics/classification.js'
import { spearman } from '../../metrics/correlation.js'
import { type Measured, round } from '../check.js'
import type { Bounds } from '../outcome.js'

/** One measure of ours beside a baseline's, over the same units. */
export interface Comparison {
  readonly name: string
  readonly figure: number
  readonly baseline: number
  /** Of the difference. */
  readonly ci: Bounds
}

/** Means of both and the paired interval of their difference. */
export function compare(name: string, ours: ArrayLike<number>, baseline: ArrayLike<number>): Comparison {
  const { lo, hi } = pairedBootstrap(ours, baseline)
  return { name, figure: mean(ours), baseline: mean(baseline), ci: [lo, hi] }
}

/** Spearman's correlation of each with grades. */
export function compareCorrelations(
  name: string,
  grades: readonly number[],
  ours: readonly number[],
  baseline: readonly number[],
  draw: Pick<Draw, 'integer'>,
): Comparison {
  return compareWhole(name, (told, units) => spearman(at(told, units), at(grades, units)), ours, baseline, draw)
}

/** Macro F1 of what each tells of the same items. */
export function compareMacroF1(
  name: string,
  truth: readonly string[],
  ours: readonly string[],
  baseline: readonly string[],
  draw: Pick<Draw, 'integer'>,
): Comparison {
  return compareWhole(name, (told, units) => macroF1(at(truth, units), at(told, units)), ours, baseline, draw)
}

/** Two figures that have no value a unit: units are drawn again, 500 times, for both. */
export function compareWhole<Value>(
  name: string,
  figureOf: (told: readonly Value[], units: readonly number[]) => number,
  ours: readonly Value[],
  baseline: readonly Value[],
  { integer }: Pick<Draw, 'integer'>,
): Comparison {
  const differences = Array.from({ length: 500 }, () => {
    const units = ours.map(() => integer(0, ours.length - 1))
    return figureOf(ours, units) - figureOf(baseline, units)
  }).sort((a, b) => a - b)
  const all = [...ours.keys()]
  return { name, figure: figureOf(ours, all), baseline: figureOf(baseline, all), ci: [differences[12]!, differences[487]!] }
}

const at = <Value>(values: readonly Value[], units: readonly number[]): Value[] => units.map((unit) => values[unit]!)

export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}

/** What several comparisons say together: the one whose lower end is lowest stands for all, and all are told. */
export function weakest(comparisons: readonly Comparison[]): Measured {
  const [first] = [...comparisons].sort((a, b) => a.ci[0] - b.ci[0])
  const told = comparisons.map(({ name, figure, baseline }) => `${name} ${round(figure)} against ${round(baseline)}`)
  return { figure: first!.figure, baseline: first!.baseline, ci: first!.ci, detail: told.join(', ') }
}
