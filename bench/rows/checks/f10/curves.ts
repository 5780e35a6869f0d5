import { auc } from '../../../metrics/classification.js'
import type { Bounds } from '../../outcome.js'

/** 95 % bootstrap interval of the difference of two areas, 1,000 resamples of units, each with all its answers. */
export function areaDifference(
  ours: readonly number[],
  baseline: readonly number[],
  right: readonly boolean[],
  units: readonly string[],
  random: () => number,
): Bounds {
  const byUnit = new Map<string, number[]>()
  units.forEach((unit, i) => {
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), i])
  })
  const groups = [...byUnit.values()]
  const differences: number[] = []
  for (let resample = 0; resample < 1000; resample++) {
    const drawn = groups.flatMap(() => groups[Math.floor(random() * groups.length)]!)
    const labels = drawn.map((i) => right[i]!)
    const area = (scores: readonly number[]) =>
      auc(
        drawn.map((i) => scores[i]!),
        labels,
      )
    const difference = area(ours) - area(baseline)
    if (!Number.isNaN(difference)) differences.push(difference)
  }
  differences.sort((a, b) => a - b)
  const at = (share: number) => differences[Math.round(share * (differences.length - 1))]!
  return [at(0.025), at(0.975)]
}
